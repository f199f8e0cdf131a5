"""A file as an answer: never shown as a page of ours, and in parts where a part is asked for."""

import re
from collections.abc import AsyncIterator, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.files import StoredFile, base_name
from web.api.problems import Problem

SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")

Read = Callable[[int, int], AsyncIterator[bytes]]


def attachment(request: Request, file: StoredFile, read: Read) -> Response:
    """``read`` gives the bytes from one place up to another."""
    etag = f'"{file.sha256}"'
    headers = {
        **SAFE,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(base_name(file.name), safe='')}",
        "Accept-Ranges": "bytes",
        "ETag": etag,
    }
    asked = request.headers.get("range")
    part = _part(asked, file.size) if asked and request.headers.get("if-range", etag) == etag else None
    if part is None:
        headers["Content-Length"] = str(file.size)
        return StreamingResponse(read(0, file.size), headers=headers, media_type=file.mime)
    start, stop = part
    if start >= stop:
        detail = f"the file has {file.size} bytes; ask for a part of these"
        return Problem(416, "invalid_range", detail, headers={"Content-Range": f"bytes */{file.size}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    headers["Content-Length"] = str(stop - start)
    return StreamingResponse(read(start, stop), 206, headers, media_type=file.mime)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """From where up to where; None where the header is no single range, which counts as none at all."""
    found = _RANGE.fullmatch(asked.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size
