"""What a client asks of an HTTP proxy, and what becomes of it on the way to the server."""

import re
from typing import NamedTuple

LONGEST_HEAD = 64 * 1024
"""Bytes of a request line and its headers, or of an answer's."""

_END = re.compile(rb"\r?\n\r?\n")
_REQUEST_LINE = re.compile(r"([A-Za-z]+) ([!-~\x80-\xff]+) (HTTP/1\.[01])")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t -~\x80-\xff]*")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@]+)(?::([0-9]{1,5}))?")
_OF_ONE_CONNECTION = frozenset(
    (
        "connection",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "upgrade",
    )
)
_ABOUT_THE_BODY = frozenset(("content-length", "transfer-encoding"))


class BadRequest(ValueError):
    """Nothing that a proxy can be asked; says why."""


class Asked(NamedTuple):
    """``head`` is what the server gets before the client's bytes; nothing where CONNECT was asked for."""

    host: str
    port: int
    head: bytes


def split_head(data: bytearray, looked_at: int) -> tuple[bytes, bytes] | None:
    """The head without its end, and what follows it; None while it is incomplete. ``looked_at`` bytes were
    there before. Raises :class:`BadRequest`."""
    if data and not data[:1].isalpha():
        raise BadRequest("this is an HTTP proxy: it speaks neither TLS nor SOCKS")
    end = _END.search(data, max(looked_at - 3, 0))
    if end is not None and end[0] != b"\r\n\r\n":
        raise BadRequest("the lines of a request end with CR and LF")
    if end is not None and end.start() <= LONGEST_HEAD:
        return bytes(data[: end.start()]), bytes(data[end.end() :])
    if len(data) > LONGEST_HEAD:
        raise BadRequest(f"the request's headers are longer than {LONGEST_HEAD} bytes")
    return None


def parse(head: bytes) -> Asked:
    """Raises :class:`BadRequest`."""
    first, *headers = head.decode("latin-1").split("\r\n")
    found = _REQUEST_LINE.fullmatch(first)
    if found is None or not all(_HEADER.fullmatch(header) for header in headers):
        raise BadRequest("this is no HTTP request")
    method, target, version = found.groups()
    if method == "CONNECT":
        host, port = _split(target, None)
        return Asked(host, port, b"")
    return _absolute(method, target, version, headers)


def _absolute(method: str, target: str, version: str, headers: list[str]) -> Asked:
    scheme, separator, rest = target.partition("://")
    if not separator or scheme.lower() != "http":
        raise BadRequest("a proxy is asked with CONNECT host:port, or for an http:// address")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(authority) :].partition("#")[0]
    if not path.startswith("/"):
        path = f"/{path}"
    host, port = _split(authority, 80)
    dropped = _dropped(headers)
    kept = [header for header in headers if _name(header) not in dropped]
    lines = [f"{method} {path} {version}", f"Host: {authority}", *kept, "Connection: close", "", ""]
    return Asked(host, port, "\r\n".join(lines).encode("latin-1"))


def _split(authority: str, default: int | None) -> tuple[str, int]:
    found = _AUTHORITY.fullmatch(authority)
    port = found and (int(found[2]) if found[2] else default)
    if not found or not port or port > 65535:
        raise BadRequest(f"{authority[:200]!r} is not host:port")
    try:
        return found[1].strip("[]").encode("latin-1").decode(), port
    except UnicodeDecodeError as error:
        raise BadRequest("the host's name is not UTF-8") from error


def _dropped(headers: list[str]) -> frozenset[str]:
    """What concerns only the connection between client and proxy, and what the client says does so."""
    named = (header.partition(":")[2] for header in headers if _name(header) == "connection")
    options = ",".join(named).lower().split(",")
    return _OF_ONE_CONNECTION | ({option.strip() for option in options} - _ABOUT_THE_BODY)


def _name(header: str) -> str:
    return header.partition(":")[0].lower()
