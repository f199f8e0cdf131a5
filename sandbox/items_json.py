"""Items as JSON between the worker and the runner: mostly passed on as the bytes they are."""

import re
from typing import Any

import orjson

from sandbox.json_shape import has_more_values, is_deeper
from sandbox.runner.json_rules import MAX_DEPTH, decode, encode

Item = dict[str, Any]

MAX_VALUES = 2_000_000
"""In a chunk. Fifty megabytes of empty lists take gigabytes once they are read."""

_KEYS = {"json", "binary", "paired"}
_LONG_INTEGER = re.compile(rb"[0-9]{19}")
_LEVELS_AROUND = 2  # the array of items, and the item


class NotJson(ValueError):
    """The value is none that JSON can hold, or none that is accepted."""


def dumps(value: object) -> bytes:
    """Compact UTF-8. Raises :class:`NotJson`."""
    try:
        return orjson.dumps(value)
    except TypeError:
        pass  # too large an integer, or something that the slower encoder names better
    try:
        return encode(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotJson(str(error)) from error


def lines_of(chunk: bytes) -> bytes:
    """Each item's ``json`` on a line of its own; integers of any size stay exact. Raises :class:`NotJson`."""
    items = _load(chunk, exact=True)
    return b"".join(dumps(item["json"]) + b"\n" for item in _checked(items))


def count_items(chunk: bytes) -> int:
    """How many items there are in bytes that may be anything. Raises :class:`NotJson` where they are not
    items within the rules: steps can forge them."""
    return len(_checked(_load(chunk, exact=False)))


def check_values(chunk: bytes) -> None:
    """Before anything of it is read. Raises :class:`NotJson` where there are too many of them."""
    if has_more_values(chunk, MAX_VALUES):
        raise NotJson(f"more than {MAX_VALUES:,} values in one item; spread them over several")


def _load(chunk: bytes, *, exact: bool) -> Any:
    """Numbers that orjson makes other numbers of are only of interest where they are passed on."""
    if is_deeper(chunk, MAX_DEPTH + _LEVELS_AROUND):
        raise NotJson(f"more than {MAX_DEPTH} levels deep")
    try:
        return orjson.loads(chunk) if not (exact and _LONG_INTEGER.search(chunk)) else _decode(chunk)
    except orjson.JSONDecodeError:
        return _decode(chunk)  # it may only have been an integer of more than 300 digits


def _decode(chunk: bytes) -> Any:
    try:
        return decode(chunk.decode())
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error


def _checked(items: Any) -> list[Item]:
    if not isinstance(items, list) or not all(map(_is_item, items)):
        raise NotJson("not a list of items")
    return items


def _is_item(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("json"), dict) and value.keys() <= _KEYS
