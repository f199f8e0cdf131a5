"""From what Python code returned to items; whatever is wrong with it is said with its place."""

import math
from collections.abc import Iterator
from typing import Any

from sandbox.runner.json_rules import MAX_DEPTH, encode, is_item, too_deep


class NotItems(Exception):
    """The code returned something that isn't items; the message says what and where."""


def items_of_all(value: object) -> Iterator[bytes]:
    """Each item of a mode ``all`` result as JSON. Raises :class:`NotItems`."""
    if isinstance(value, dict):
        yield _encode_item(value, is_item(value), "the returned object")
        return
    if not isinstance(value, list | tuple):
        raise NotItems(f"The code returned {_describe(value)}; return a list of objects, or one object.")
    wrapped = None
    for index, element in enumerate(value):
        if not isinstance(element, dict):
            raise NotItems(f"Item {index} is {_describe(element)}; every item must be an object.")
        if is_item(element) is not wrapped and wrapped is not None:
            raise NotItems(_mixture(index, wrapped))
        wrapped = is_item(element)
        yield _encode_item(element, wrapped, f"item {index}")


def item_of_each(value: object, index: int) -> bytes:
    """The one item that a mode ``each`` call returned, as JSON. Raises :class:`NotItems`."""
    if not isinstance(value, dict):
        raise NotItems(
            f"For item {index} the code returned {_describe(value)}; return one object for each item."
        )
    return _encode_item(value, is_item(value), f"item {index}")


def _mixture(index: int, earlier_wrapped: bool) -> str:
    kinds = ("an item with a `json` key", "a plain object")
    earlier, this = kinds if earlier_wrapped else kinds[::-1]
    which = f"item {index} is {this}, while item {index - 1} is {earlier}"
    return f"The code returned a mixture: {which}; return one kind."


def _encode_item(value: dict[Any, Any], wrapped: bool, place: str) -> bytes:
    try:
        text = encode(value if wrapped else {"json": value})
        if text.count(b"[") + text.count(b"{") > MAX_DEPTH:
            _check_depth(value if wrapped else {"json": value})
    except (ValueError, TypeError, RecursionError) as error:
        said = _explain(value, place) or f"{place}: {error}"
        raise NotItems(f"{said[0].upper()}{said[1:]}.") from None
    return text


def _check_depth(item: dict[Any, Any]) -> None:
    if any(too_deep(part) for part in item.values()):
        raise ValueError("too deep")


def _explain(value: object, place: str, above: tuple[int, ...] = ()) -> str | None:
    """Where and why a value isn't JSON, or None where nothing is wrong."""
    if id(value) in above:
        return f"{place} contains itself, which JSON can't hold"
    if len(above) >= MAX_DEPTH and isinstance(value, dict | list | tuple):
        return f"{place[:60]}… has more than {MAX_DEPTH} levels"
    if isinstance(value, dict | list | tuple):
        return _explain_inside(value, place, (*above, id(value)))
    return _explain_scalar(value, place)


def _explain_inside(
    value: dict[Any, Any] | list[Any] | tuple[Any, ...], place: str, above: tuple[int, ...]
) -> str | None:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        if isinstance(value, dict) and not isinstance(key, str | int | float | bool | None):
            return f"{place} has a key that is {_describe(key)}; keys must be text"
        if isinstance(key, str) and not _is_unicode(key):
            return f"{place} has a key with a lone surrogate, which isn't Unicode text"
        if found := _explain(inner, f"{place}[{key!r}]", above):
            return found
    return None


def _explain_scalar(value: object, place: str) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{place} is {value}, which JSON can't hold"
    if isinstance(value, str):
        return None if _is_unicode(value) else f"{place} has a lone surrogate, which isn't Unicode text"
    if isinstance(value, int) and abs(value) >= 10**4300:
        return f"{place} is an integer of more than 4300 digits"
    if value is None or isinstance(value, bool | int | float):
        return None
    return f"{place} is {_describe(value)}, which JSON can't hold{_advice(value)}"


def _advice(value: object) -> str:
    if isinstance(value, set | frozenset):
        return "; use sorted() or list()"
    if isinstance(value, bytes | bytearray):
        return "; use .decode() or base64"
    return "; use .isoformat()" if hasattr(value, "isoformat") else ""


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _describe(value: object) -> str:
    if value is None:
        return "nothing"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
