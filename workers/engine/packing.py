"""Many node runs that completed one after another, in one event: a loop would fill the tape otherwise."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import MISSING, fields
from itertools import groupby
from typing import Any
from uuid import UUID

from domain.execution.events import NodeCompleted, NodeRunsCompleted
from domain.tape import Fact

FEWEST, MOST = 10, 250
MOST_BYTES = 256 * 1024
"""Of data in one event."""

_DEFAULTS = {
    each.name: each.default if each.default_factory is MISSING else each.default_factory()
    for each in fields(NodeCompleted)
    if each.default is not MISSING or each.default_factory is not MISSING
}


def packed(facts: Sequence[Fact], packable: Collection[UUID]) -> list[Fact]:
    """The same story in fewer events. ``packable``: completions of which nothing else is on the tape."""
    found: list[Fact] = []
    for can_be, group in groupby(facts, key=lambda fact: fact.event_id in packable):
        for stretch in _stretches(group) if can_be else [list(group)]:
            found += [_one(stretch)] if can_be and len(stretch) >= FEWEST else stretch
    return found


def _stretches(facts: Iterator[Fact]) -> Iterator[list[Fact]]:
    stretch: list[Fact] = []
    size = 0
    for fact in facts:
        more = len(fact.data or b"")
        if stretch and (len(stretch) == MOST or size + more > MOST_BYTES):
            yield stretch
            stretch, size = [], 0
        stretch.append(fact)
        size += more
    yield stretch


def _one(stretch: Sequence[Fact]) -> Fact:
    runs = [_fields_of(fact.event) for fact in stretch]
    datas = [fact.data or b"null" for fact in stretch]
    return Fact(event=NodeRunsCompleted(runs=runs), data=b"[" + b",".join(datas) + b"]")


def _fields_of(event: NodeCompleted) -> dict[str, Any]:
    names = NodeCompleted.__dataclass_fields__
    every = {name: getattr(event, name) for name in names}
    return {name: value for name, value in every.items() if name not in _DEFAULTS or value != _DEFAULTS[name]}
