"""What goes to an expression host and what comes back, as JSON.

Request: ``{bodies: [[source, as text?], …], items, offset, nodes: {name: items}, matching: {name: {start,
items, at: [index of one of these items, or why there is none, for each item of the input from start on]}},
input?: items, scope: {vars, execution, workflow, runIndex, timezone}}``. Answer: ``{values: [[value of each
body] of each item], missing: [[item, body], …]}``, or ``{error: {body, item, message}}`` for the first that
failed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.json_text import InvalidJson, dumps, loads
from workers.expressions.scope import Scope
from workers.ports import Item, NodeError

BASE_LIMIT_S = 2.0
LIMIT_PER_EVALUATION_S = 0.0005
LEVELS_AROUND = 3
"""Around a value in an answer."""
_LONGEST_WHY = 100


@dataclass(frozen=True, slots=True)
class Answer:
    values: list[list[Any]]
    """For each item, the value of each body."""
    missing: list[tuple[int, int]]
    """Item (within the call) and body of each value that wasn't there."""
    lost: list[tuple[int, int, str]]
    """The same of each that JSON has no word for, or holds one, and what that is."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Items of another node that those of the input came from, or why there is none."""

    start: int
    """The index within the whole input that the first is for."""
    found: Sequence[Item | str]

    def of(self, index: int) -> Item | str:
        return self.found[index - self.start]

    def request(self) -> dict[str, Any]:
        """Each item once, however many came from it."""
        items = {id(one): one for one in self.found if not isinstance(one, str)}
        numbers = {key: number for number, key in enumerate(items)}
        at = [one if isinstance(one, str) else numbers[id(one)] for one in self.found]
        return {"start": self.start, "items": list(items.values()), "at": at}


class BodyFailed(Exception):
    """A body that is no expression, or that threw for ``item`` (its index within the whole input)."""

    def __init__(self, body: int, item: int | None, message: str) -> None:
        super().__init__(message)
        self.body = body
        self.item = item


def request(
    bodies: Sequence[tuple[str, bool]],
    items: Sequence[Item],
    offset: int,
    *,
    nodes: Mapping[str, Sequence[Item]],
    matching: Mapping[str, Matching],
    whole_input: Sequence[Item] | None,
    scope: Scope,
) -> bytes:
    values = scope.values()
    call: dict[str, Any] = {
        "bodies": bodies,
        "items": items,
        "offset": offset,
        "nodes": nodes,
        "matching": {name: each.request() for name, each in matching.items()},
        "scope": {
            "vars": values["$vars"] if any("$vars" in source for source, _ in bodies) else {},
            "execution": values["$execution"],
            "workflow": values["$workflow"],
            "runIndex": scope.run_index,
            "timezone": scope.timezone,
        },
    }
    if whole_input is not None:
        call["input"] = whole_input
    return dumps(call)


def limit_of(bodies: int, items: int) -> float:
    """Seconds that a call may take."""
    return BASE_LIMIT_S + LIMIT_PER_EVALUATION_S * bodies * items


def answer(raw: bytes, bodies: int, items: int) -> Answer:
    """The host's answer; a host that doesn't keep to the form isn't believed.

    Raises :class:`BodyFailed`, or :class:`NodeError` for values that JSON can't hold.
    """
    try:
        read = loads(raw, around=LEVELS_AROUND)
    except InvalidJson as error:
        raise NodeError(
            "invalid_expression_result", f"an expression's value can't be kept: {error}"
        ) from error
    match read:
        case {"error": {"body": int(body), "item": item, "message": str(message)}} if 0 <= body < bodies:
            raise BodyFailed(body, item if isinstance(item, int) else None, message)
        case {"values": list(values), "missing": list(missing), "lost": list(lost)}:
            if len(values) == items and all(isinstance(row, list) and len(row) == bodies for row in values):
                named = [(item, body, str(why)[:_LONGEST_WHY]) for item, body, why in lost]
                return Answer(values, [(item, body) for item, body in missing], named)
    raise NodeError("expression_host_failed", "the expression host gave an answer that isn't one")
