"""A request to a webhook as the one item that starts the workflow."""

import codecs
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request

from domain import json_text
from web.api.bodies import MAX_BODY, is_json, read_body
from web.api.problems import Refusal
from web.api.uploads import read_form
from web.api.webhooks.uploads import Uploads

SECRET = frozenset({"authorization", "proxy-authorization", "cookie"})
"""Headers that stay out of the item, and so off the tape."""
MOST_FIELDS, MOST_FILES = 1000, 100
CHARSETS = ("utf-8", "utf-16", "ascii", "iso8859", "cp125", "koi8", "shift_jis", "euc", "gb", "big5")


async def item_of(
    request: Request, params: Mapping[str, str], uploads: Uploads | None = None
) -> dict[str, Any]:
    """``{body, headers, query, params, method}``; the files of a form are put into ``uploads``, or refused
    where there is none."""
    return {
        "body": await body_of(request, uploads),
        "headers": _headers(request),
        "query": _fields(request.scope["query_string"], "the query string"),
        "params": dict(params),
        "method": request.method,
    }


def segments_of(request: Request) -> list[str]:
    """What follows ``/hooks/``, part by part; a slash that was written as %2F stays inside its part."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    parts = raw.partition(b"?")[0].split(b"/")[2:]
    return [_text(part, "the path") for part in parts]


async def body_of(request: Request, uploads: Uploads | None = None) -> Any:
    """JSON, a form as an object, other text as a string, nothing as null."""
    content_type = request.headers.get("content-type", "")
    media = content_type.partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        return await _multipart(request, uploads)
    raw = await read_body(request)
    if not raw:
        return None
    if is_json(content_type):
        return json_text.loads(raw)
    if media == "application/x-www-form-urlencoded":
        return _fields(raw, "the form")
    return _decoded(raw, content_type)


def _decoded(raw: bytes, content_type: str) -> str:
    try:
        text = raw.decode(_charset(content_type))
        text.encode()
    except (UnicodeError, LookupError):
        raise Refusal(
            415,
            "unsupported_media_type",
            "the body is not text in the charset that Content-Type says (UTF-8 if none); "
            "send JSON, text or a form; other content only as a file of a form",
        ) from None
    return text


def _charset(content_type: str) -> str:
    """Raises LookupError also for what Python calls an encoding, but nobody writes text in."""
    said = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or "utf-8"
    name = codecs.lookup(said).name
    if not name.startswith(CHARSETS):
        raise LookupError(said)
    return name


async def _multipart(request: Request, uploads: Uploads | None) -> dict[str, Any]:
    if uploads is None:
        form = await read_form(request, MAX_BODY, max_files=0, max_fields=MOST_FIELDS)
    else:
        form = await read_form(request, uploads.most, max_files=MOST_FILES, max_fields=MOST_FIELDS)
        uploads.take(form)
    return _collected(
        (name, value) for name, value in form.multi_items() if not isinstance(value, UploadFile)
    )


def _headers(request: Request) -> dict[str, str]:
    """Lower-case names; what came several times is joined as HTTP says."""
    found: dict[str, str] = {}
    for raw_name, raw_value in request.scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name not in SECRET:
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _fields(raw: bytes, what: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeError:
        raise Refusal(422, "invalid_text", f"{what} is not UTF-8") from None
    except ValueError:
        raise Refusal(422, "too_many_fields", f"{what} has more than {MOST_FIELDS} fields") from None
    return _collected(pairs)


def _collected(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A name that comes several times has the list of its values."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def _text(raw: bytes, what: str) -> str:
    try:
        return unquote(raw.decode(), errors="strict")
    except UnicodeError:
        raise Refusal(422, "invalid_text", f"{what} is not UTF-8") from None
