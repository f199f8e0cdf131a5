"""Which JSON is accepted: no NaN or Infinity, no lone surrogates, at most 100 levels, integers exact."""

import json
import math
from typing import Any

MAX_DEPTH = 100

_ITEM_KEYS = frozenset(("json", "binary", "paired"))
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def is_item(value: dict[str, Any]) -> bool:
    """Whether an object is an item already, rather than the ``json`` of one."""
    return isinstance(value.get("json"), dict) and value.keys() <= _ITEM_KEYS


def encode(value: object) -> bytes:
    """Compact UTF-8. Raises ValueError, TypeError or RecursionError for what JSON can't hold."""
    return _encoder.encode(value).encode()


def decode(text: str) -> Any:
    """The value of a JSON text. Raises ValueError or RecursionError for what isn't accepted."""
    value = json.loads(text, parse_float=_finite, parse_constant=_refuse)
    if "\\u" in text:
        encode(value)
    if text.count("[") + text.count("{") > MAX_DEPTH and too_deep(value):
        raise ValueError(f"more than {MAX_DEPTH} levels deep")
    return value


def too_deep(value: object, levels: int = MAX_DEPTH) -> bool:
    """Whether there are more than so many levels of lists and objects; level by level, so never recursing."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(levels):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return bool(level)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number overflows a double")
    return number


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a JSON value")
