"""Reading request bodies: counted while they arrive, then parsed strictly."""

from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

from domain import json_text

MAX_BODY = 10 * 1024 * 1024
"""Bytes."""


class BodyTooLarge(HTTPException):
    def __init__(self) -> None:
        super().__init__(413, f"the body is larger than {MAX_BODY // 1024 // 1024} MB")


class BodyNotJson(HTTPException):
    """FastAPI lets only its own kind of exception through while it reads a body."""

    def __init__(self, reason: str) -> None:
        super().__init__(422, reason)


class NotJsonMedia(HTTPException):
    def __init__(self) -> None:
        super().__init__(415, "send JSON, with the header Content-Type: application/json")


class EncodedBody(HTTPException):
    def __init__(self, coding: str) -> None:
        super().__init__(415, f"send the body as it is: Content-Encoding {coding[:50]!r} isn't read")


async def read_body(request: Request) -> bytes:
    """The whole body. Raises :class:`BodyTooLarge` before more than the limit is held."""
    coding = request.headers.get("content-encoding", "").strip()
    if coding.lower() not in ("", "identity"):
        raise EncodedBody(coding)
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BODY:
        raise BodyTooLarge
    size, parts = 0, []
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise BodyTooLarge
        parts.append(part)
    return b"".join(parts)


class StrictRequest(Request):
    """What FastAPI reads a body from."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await read_body(self)
            if self._body and not is_json(self.headers.get("content-type", "")):
                raise NotJsonMedia
        return self._body

    async def json(self) -> Any:
        try:
            return json_text.loads(await self.body())
        except json_text.InvalidJson as error:
            raise BodyNotJson(str(error)) from error


def is_json(content_type: str) -> bool:
    media = content_type.partition(";")[0].strip().lower()
    return media == "application/json" or (media.startswith("application/") and media.endswith("+json"))
