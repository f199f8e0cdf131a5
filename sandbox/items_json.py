"""Items as JSON between the worker and the runner: integers of any size stay exact."""

import re
from collections.abc import Sequence
from typing import Any

import orjson

from sandbox.runner.json_rules import MAX_DEPTH, decode, encode, too_deep

Item = dict[str, Any]

_LONG_INTEGER = re.compile(rb"\d{19}")
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


def dump_lines(items: Sequence[Item]) -> bytes:
    """Each item's ``json`` on a line of its own. Raises :class:`NotJson`."""
    return b"".join(dumps(item["json"]) + b"\n" for item in items)


def load_items(payload: bytes) -> list[Item]:
    """A chunk that the runner sent. Raises :class:`NotJson` where it isn't items: steps can forge it."""
    try:
        items = decode(payload.decode()) if _LONG_INTEGER.search(payload) else orjson.loads(payload)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    if not isinstance(items, list) or not all(map(_is_item, items)):
        raise NotJson("not a list of items")
    if too_deep(items, MAX_DEPTH + _LEVELS_AROUND):
        raise NotJson(f"more than {MAX_DEPTH} levels deep")
    return items


def _is_item(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("json"), dict)
