"""Errors as RFC 9457 ``application/problem+json``."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from web.api.answers import Json


class Problem(Json):
    """``code`` is stable and for programs, ``detail`` is for people and says what to do next."""

    media_type = "application/problem+json"

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        body = {
            "type": f"urn:flowtape:problem:{code}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "code": code,
            **more,
        }
        super().__init__(body, status_code=status, headers=headers)


class Refusal(Exception):
    """Raised where a request is refused by the HTTP API itself."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers
        self.more = more


def field_errors(found: Iterable[tuple[Iterable[str | int], str]]) -> list[dict[str, Any]]:
    """``[{loc, message}]`` of (loc, message) pairs. What pydantic found says its rule in ``data``, too."""
    return [{"loc": list(loc), "message": message} for loc, message in found]


def unauthorised(detail: str) -> Refusal:
    return Refusal(401, "unauthorised", detail, headers={"WWW-Authenticate": "Bearer"})


def unavailable(detail: str, code: str = "unavailable") -> Problem:
    return Problem(503, code, detail, headers={"Retry-After": "1"})
