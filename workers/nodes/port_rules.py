"""Ports that hang on how a node is set up, as data: the server reads it, and so does the editor."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

When = Mapping[str, Sequence[Any]]
"""Parameter → values with which the rule applies; all of them have to fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """These ports."""

    ports: Sequence[str]
    when: When = field(default_factory=dict)

    def names(self, parameters: Mapping[str, Any]) -> list[str]:
        return list(self.ports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """As many ports as the parameter says, by its value or by the length of its list."""

    count: str
    most: int
    least: int = 0
    prefix: str = ""
    first: int = 0
    """The number of the first one."""

    when: When = field(default_factory=dict)

    def names(self, parameters: Mapping[str, Any]) -> list[str]:
        number = min(max(_number(parameters.get(self.count)), self.least), self.most)
        return [f"{self.prefix}{self.first + place}" for place in range(number)]


PortRule = Named | Counted


def ports_by(rules: Sequence[PortRule], parameters: Mapping[str, Any]) -> list[str]:
    """The ports of all rules that apply. ``parameters``: with defaults; they may be wrong."""
    return [name for rule in rules if _applies(rule.when, parameters) for name in rule.names(parameters)]


def described(rules: Sequence[PortRule]) -> list[dict[str, Any]]:
    """As JSON."""
    return [asdict(rule) for rule in rules]


def _applies(when: When, parameters: Mapping[str, Any]) -> bool:
    return all(any(_same(parameters.get(name), value) for value in values) for name, values in when.items())


def _same(one: Any, other: Any) -> bool:
    """True is not 1, as in JSON."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _number(value: Any) -> int:
    match value:
        case list():
            return len(value)
        case bool():
            return 0
        case int():
            return value
        case float() if value.is_integer():
            return int(value)
        case _:
            return 0
