"""Requests as a server hands them to the application."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import Message

Headers = Sequence[tuple[bytes, bytes]]


def request(
    path: bytes = b"/hooks/a",
    *,
    method: str = "POST",
    headers: Headers = (),
    body: Sequence[bytes] = (b"",),
    query: bytes = b"",
) -> Request:
    """``body`` arrives part by part."""
    parts = list(body)

    async def receive() -> Message:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    scope = {
        "type": "http",
        "method": method,
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": query,
        "headers": list(headers),
    }
    return Request(scope, receive)
