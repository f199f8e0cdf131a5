"""Runs another workflow of the project, and waits for it or not."""

from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from typing import Any, Literal

from pydantic import Field

from workers.nodes.base import Expression, NodeType, Parameters
from workers.ports import Called, Chunk, Effect, Item, NodeContext, NodeError, Resumption, Suspend

CHUNK_ITEMS = 1000
MOST_CALLS = 1000


class CallParameters(Parameters):
    workflow_id: Any = Expression(
        title="Workflow",
        description="The one to run; an expression gives its id.",
        shown={"x-editor": "workflow"},
    )
    mode: Literal["once", "each"] = Field(
        "once", title="Call", description="Once with all items, or once for each of them."
    )
    wait: bool = Field(True, title="Wait for the result")


class Call(NodeType):
    """Output: what the called workflows' last nodes put out, in the order of the calls; without waiting one
    item ``{execution_id}`` for each call."""

    name = "flow.call"
    title = "Call a workflow"
    category = "flow"
    icon = "workflow"
    help = "Runs another workflow, which begins with the trigger When called, and goes on with what it gives."
    parameters = CallParameters

    @classmethod
    def effect(cls, parameters: Mapping[str, Any]) -> Effect:
        return "idempotent"

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        found = [one async for some in context.evaluated() for one in some]
        if not found:
            return
        first = found[0].parameters
        each = first["mode"] == "each"
        if each and len(found) > MOST_CALLS:
            raise NodeError("too_many_calls", f"more than {MOST_CALLS} items; call it once with all of them")
        groups = {one.place: [one] for one in found} if each else {0: found}
        waits = bool(first["wait"])
        called: dict[int, str] = {}
        for place, group in groups.items():
            workflow_id, items = str(group[0].parameters["workflow_id"]), [one.item for one in group]
            with context.item(place) if each else nullcontext():
                called[place] = await context.call(workflow_id, items, place, waits=waits)
        if called and waits:
            told = f"it waits for {len(called)} called execution{'s' if len(called) > 1 else ''}"
            details = {"each": each, "places": list(called)}
            raise Suspend("call", told, children=list(called.values()), details=details)
        for chunk in _chunks({n: [{"json": {"execution_id": one}}] for n, one in called.items()}, each):
            yield chunk

    async def resume(self, context: NodeContext, resumption: Resumption) -> AsyncIterator[Chunk]:
        each = bool(resumption.details["each"])
        found: dict[int, list[Item]] = {}
        for place, called in zip(resumption.details["places"], resumption.called, strict=False):
            with context.item(place) if each else nullcontext():
                _check(called)
                found[place] = called.items
        for chunk in _chunks(found, each):
            yield chunk


def _check(called: Called) -> None:
    if called.status != "completed":
        why = f": {called.message}" if called.message else ""
        raise NodeError(
            "child_failed", f"the called execution {called.execution_id} {_SAID[called.status]}{why}"
        )


_SAID = {"failed": "failed", "cancelled": "was cancelled", "timed_out": "timed out"}


def _chunks(groups: Mapping[int, list[Item]], each: bool) -> list[Chunk]:
    found = [(item, place) for place, group in groups.items() for item in group]
    return [
        Chunk(
            [{key: item[key] for key in ("json", "binary") if key in item} for item, _ in some],
            paired=[[0, place] for _, place in some] if each else None,
        )
        for start in range(0, len(found), CHUNK_ITEMS)
        if (some := found[start : start + CHUNK_ITEMS])
    ]
