"""Strict JSON: what may enter Flowtape and how it is written.

Parsing refuses NaN, Infinity, numbers that overflow a double, lone surrogates and more than
``MAX_DEPTH`` levels; integers (up to ``MAX_DIGITS``) are kept exactly, duplicate keys: the last wins.
"""

import json
import math
import re
from typing import Any

import orjson

MAX_DEPTH = 100
MAX_DIGITS = 4_300

# Possessive, and an unfinished string matches too: or else a hostile text costs the square of its length.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_AS_SQUARE = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_LONG_INTEGER = re.compile(rb"\d{19}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class InvalidJson(ValueError):
    """The text is not JSON that Flowtape accepts; the message says why."""


def loads(text: bytes | str, *, around: int = 0) -> Any:
    """The value of a JSON text from outside. Raises :class:`InvalidJson`.

    ``around``: levels that stand around the value that counts."""
    raw = _encode(text)
    check_depth(raw, around=around)
    try:
        if _LONG_INTEGER.search(raw):
            return _loads_exactly(raw)
        return orjson.loads(raw)
    except ValueError as error:
        undecodable = isinstance(error, UnicodeDecodeError) or "not valid UTF-8" in str(error)
        said = "the text is not UTF-8" if undecodable else error
        raise InvalidJson(f"not valid JSON: {said}") from error


def read_back(text: bytes) -> Any:
    """The value of a text that we stored: it was checked on its way in, and may stand deeper since."""
    return json.loads(text) if _LONG_INTEGER.search(text) else orjson.loads(text)


def dumps(value: Any) -> bytes:
    """The value as compact UTF-8 JSON. Raises :class:`InvalidJson` for what JSON can't hold."""
    try:
        return orjson.dumps(value)
    except TypeError as error:
        if "64-bit" not in str(error):
            raise InvalidJson(str(error)) from error
    return _dumps_exactly(value)


def check(value: Any) -> None:
    """Refuse a Python value that :func:`loads` would have refused as text."""
    loads(_dumps_exactly(value))


def _dumps_exactly(value: Any) -> bytes:
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidJson(str(error)) from error


def _encode(text: bytes | str) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidJson("not valid JSON: a lone surrogate is not Unicode text") from error


def check_depth(raw: bytes, *, around: int = 0) -> None:
    """Refuse a text with more than ``MAX_DEPTH`` levels in those around. Raises :class:`InvalidJson`."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH + around:
        return
    brackets = _STRING.sub(b"", raw).translate(_AS_SQUARE, _NOT_BRACKETS)
    for _ in range(MAX_DEPTH + around):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return
    raise InvalidJson(f"not valid JSON: more than {MAX_DEPTH} levels deep")


def _loads_exactly(raw: bytes) -> Any:
    value = json.loads(raw.decode(), parse_int=_exact, parse_float=_finite, parse_constant=_refuse_constant)
    if _LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise ValueError("a lone surrogate is not Unicode text")
    return value


def _exact(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise ValueError(f"an integer of more than {MAX_DIGITS:,} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {digits[:40]} overflows a double")
    return number


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON value")
