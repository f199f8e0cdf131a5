"""Lists, a page at a time."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypedDict, TypeVar
from uuid import UUID

import orjson

T = TypeVar("T")


class Page(TypedDict, Generic[T]):
    items: list[T]
    next_cursor: str | None
    """What to ask with for the next page; None on the last one."""


class InvalidCursor(ValueError):
    """The cursor is not one that this list gave out."""


def page_of(items: list[T], more: bool, place: Callable[[T], Sequence[object]]) -> Page[T]:
    """The items, and where to go on behind the last of them if there are more."""
    return Page(items=items, next_cursor=cursor_of(*place(items[-1])) if more else None)


def cursor_of(*parts: object) -> str:
    """An opaque text that stands for these places in an order."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def time_and_id(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    """What a cursor of a time and an id says; two None at the beginning."""
    if cursor is None:
        return None, None
    at, identity = _parts(cursor, (str, str))
    try:
        return datetime.fromisoformat(at), UUID(identity)
    except ValueError as error:
        raise InvalidCursor("this is not a cursor of this list") from error


def texts(cursor: str, count: int) -> tuple[str, ...]:
    """What a cursor of that many texts says."""
    return tuple(_parts(cursor, (str,) * count))


def numbers(cursor: str | None, count: int) -> tuple[int, ...] | None:
    """What a cursor of that many numbers says; None at the beginning."""
    return None if cursor is None else tuple(_parts(cursor, (int,) * count))


def in_utc(time: datetime | None) -> datetime | None:
    return time.astimezone(UTC) if time else None


def _parts(cursor: str, kinds: Sequence[type]) -> list[Any]:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        parts = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor("this is not a cursor of this list") from error
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        raise InvalidCursor("this is not a cursor of this list")
    if any(type(part) is int and not 0 <= part < 2**63 for part in parts):
        raise InvalidCursor("this is not a cursor of this list")
    return parts
