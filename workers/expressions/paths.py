"""Plain paths such as ``$json.rows[0]["a name"]``: a grammar that knows nothing else, without JavaScript.

Only what the data itself holds is found: nothing is inherited. Integers of any size stay exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from workers.expressions.lexer import Token
from workers.expressions.string_literals import said_by

ROOTS = frozenset({"$json", "$binary", "$vars", "$execution", "$workflow", "$runIndex", "$itemIndex"})

Key = str | int


class Undefined:
    """JavaScript's ``undefined``."""

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Final = Undefined()


class SplitCharacter(ValueError):
    """An index pointed into the middle of a character that JavaScript stores in two halves."""


@dataclass(frozen=True, slots=True)
class Path:
    root: str
    """One of ``ROOTS``, or ``first`` or ``last`` of the node's items, or the ``item`` that is at hand's."""
    keys: tuple[Key, ...]
    node: str | None = None


def plain_path(tokens: Sequence[Token]) -> Path | None:
    """The path that these tokens are, or None where they are anything else."""
    match [token.text for token in tokens]:
        case ["$input", ".", "item", ".", "json", *_]:
            return _with_keys("$json", tokens[5:])
        case ["$", "(", _, ")", ".", ("first" | "last") as which, "(", ")", *_]:
            literal = said_by(tokens[2])
            return None if literal is None else _with_keys(which, tokens[8:], literal)
        case ["$", "(", _, ")", ".", "item", *_]:
            literal = said_by(tokens[2])
            return None if literal is None else _with_keys("item", tokens[6:], literal)
        case [root, *_] if root in ROOTS:
            return _with_keys(root, tokens[1:])
        case _:
            return None


def walk(value: Any, keys: Sequence[Key]) -> Any:
    """What stands at the end of the keys, or ``UNDEFINED``."""
    for key in keys:
        value = _property(value, key)
        if value is UNDEFINED:
            return UNDEFINED
    return value


def _with_keys(root: str, tokens: Sequence[Token], node: str | None = None) -> Path | None:
    keys: list[Key] = []
    rest = list(tokens)
    while rest:
        match [(token.kind, token.text) for token in rest[:4]]:
            case [("mark", "." | "?."), ("name", name), *_] if _is_identifier(name):
                keys.append(name)
                rest = rest[2:]
            case [("mark", "?."), ("mark", "["), _, ("mark", "]")]:
                rest = rest[1:]
            case [("mark", "["), _, ("mark", "]"), *_]:
                key = _literal_key(rest[1])
                if key is None:
                    return None
                keys.append(key)
                rest = rest[3:]
            case _:
                return None
    return Path(root, tuple(keys), node)


def _literal_key(token: Token) -> Key | None:
    if token.kind == "number":
        return int(token.text) if _is_index(token.text) else None
    return said_by(token)


def _is_identifier(name: str) -> bool:
    return name.replace("$", "_").isidentifier()


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdecimal() and (text == "0" or text[0] != "0") and len(text) <= 15


def _property(value: Any, key: Key) -> Any:
    match value:
        case dict():
            return value.get(str(key), UNDEFINED)
        case list() | str():
            if key == "length":
                return len(value) if isinstance(value, list) else len(value) + _doubles(value)
            index = key if isinstance(key, int) else int(key) if _is_index(key) else -1
            return _element(value, index) if index >= 0 else UNDEFINED
        case _:
            return UNDEFINED


def _element(value: list[Any] | str, index: int) -> Any:
    if isinstance(value, str) and _doubles(value):
        units = value.encode("utf-16-le")[2 * index : 2 * index + 2]
        try:
            return units.decode("utf-16-le") or UNDEFINED
        except UnicodeDecodeError as error:
            raise SplitCharacter("half of a character can't be a value") from error
    return value[index] if index < len(value) else UNDEFINED


def _doubles(text: str) -> int:
    """How many of its characters take two units in JavaScript."""
    return 0 if text.isascii() else sum(character > "\uffff" for character in text)
