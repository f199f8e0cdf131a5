"""The values by which people find an execution: what its input has under its workflow's ``search_keys``."""

from collections.abc import Sequence
from typing import Any

from domain import json_text

LONGEST = 200
"""Characters of a value that are kept."""


def values(stored_input: bytes | None, keys: Sequence[str]) -> dict[str, Any]:
    """By key: texts, numbers and booleans of the input's first object. Dots lead into objects and lists."""
    if not stored_input or not keys:
        return {}
    given = json_text.read_back(stored_input)["input"]
    first = next(iter(given), None) if isinstance(given, list) else given
    found = {key: _at(first, key) for key in keys}
    return {key: _short(value) for key, value in found.items() if isinstance(value, str | int | float)}


def holds(found: dict[str, Any], text: str) -> bool:
    """Whether one of them has this text in it, in capitals or not."""
    wanted = text.casefold()
    return any(wanted in _written(value).casefold() for value in found.values())


def _at(value: Any, key: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    step, _, rest = key.partition(".")
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        inner = value[int(step)]
    elif isinstance(value, dict) and step in value:
        inner = value[step]
    else:
        return None
    return _at(inner, rest) if rest else inner


def _short(value: Any) -> Any:
    return value[:LONGEST] if isinstance(value, str) else value


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json_text.dumps(value).decode()
