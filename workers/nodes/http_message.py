"""How values become a request's parts, and an answer's bytes become values."""

import base64
import math
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from domain.json_text import InvalidJson, dumps, loads
from workers.ports import HttpAnswer

Scalar = str | bool | int | float

MAX_BODY = 10_000_000

_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_JSON = re.compile(r"application/(?:[\w.+-]+\+)?json\b|text/json\b", re.IGNORECASE)


def url_with(url: str, query: Mapping[str, Any]) -> str:
    """The URL with the query added to its own; its fragment goes, as it is never sent."""
    bare = url.split("#", 1)[0]
    added = urlencode([pair for name, value in query.items() for pair in _pairs(name, value)])
    if not added:
        return bare
    joint = "" if bare.endswith(("?", "&")) else "&" if "?" in bare else "?"
    return f"{bare}{joint}{added}"


def encoded_body(value: Any) -> tuple[bytes | None, str | None]:
    """The bytes and the content type that fits them."""
    match value:
        case None:
            return None, None
        case str():
            return value.encode(), "text/plain; charset=utf-8"
        case _:
            return dumps(value), "application/json"


def reading(answer: HttpAnswer) -> dict[str, Any]:
    """``{status, headers, body}``, and ``encoding`` where the body is base64."""
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    read: dict[str, Any] = {"status": answer.status, "headers": headers}
    content_type = headers.get("content-type", "")
    if answer.body and _JSON.match(content_type):
        try:
            return read | {"body": loads(answer.body)}
        except InvalidJson:
            pass
    text = _text(answer.body, content_type)
    if text is None:
        return read | {"body": base64.b64encode(answer.body).decode(), "encoding": "base64"}
    return read | {"body": text}


def _text(body: bytes, content_type: str) -> str | None:
    declared = _CHARSET.search(content_type)
    for charset in (declared.group(1) if declared else "utf-8", "utf-8"):
        try:
            text = body.decode(charset)
            text.encode()
        except (LookupError, ValueError):
            continue
        return text
    return None


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    match value:
        case None:
            return []
        case list():
            return [pair for one in value for pair in _pairs(name, one)]
        case bool():
            return [(name, "true" if value else "false")]
        case float() if math.isfinite(value) and value == int(value):
            return [(name, str(int(value)))]
        case _:
            return [(name, str(value))]
