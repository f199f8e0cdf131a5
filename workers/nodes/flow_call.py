"""Runs another workflow of the project, and waits for it or not."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from workers.nodes.base import Expression, NodeType, Parameters
from workers.ports import Called, Chunk, Effect, Item, NodeContext, NodeError, Resumption, Suspend

CHUNK_ITEMS = 1000
MOST_CALLS = 1000


class CallParameters(Parameters):
    workflow_id: Any = Expression(title="Workflow", description="The id of the workflow to run.")
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
        items = [item async for chunk in context.chunks() for item in chunk]
        evaluated = await context.evaluate(items)
        each = evaluated[0]["mode"] == "each"
        if each and len(items) > MOST_CALLS:
            raise NodeError("too_many_calls", f"more than {MOST_CALLS} items; call it once with all of them")
        groups = [[item] for item in items] if each else [items]
        waits = bool(evaluated[0]["wait"])
        called = [
            await context.call(str(evaluated[number]["workflow_id"]), group, number, waits=waits)
            for number, group in enumerate(groups)
        ]
        if waits:
            told = f"it waits for {len(called)} called execution{'s' if len(called) > 1 else ''}"
            raise Suspend("call", told, children=called, details={"each": each})
        for chunk in _chunks([[{"json": {"execution_id": one}}] for one in called], each):
            yield chunk

    async def resume(self, context: NodeContext, resumption: Resumption) -> AsyncIterator[Chunk]:
        for called in resumption.called:
            _check(called)
        for chunk in _chunks(
            [called.items for called in resumption.called], bool(resumption.details.get("each"))
        ):
            yield chunk


def _check(called: Called) -> None:
    if called.status != "completed":
        why = f": {called.message}" if called.message else ""
        raise NodeError(
            "child_failed", f"the called execution {called.execution_id} {_SAID[called.status]}{why}"
        )


_SAID = {"failed": "failed", "cancelled": "was cancelled", "timed_out": "timed out"}


def _chunks(groups: Sequence[list[Item]], each: bool) -> list[Chunk]:
    found = [(item, number) for number, group in enumerate(groups) for item in group]
    return [
        Chunk(
            [{key: item[key] for key in ("json", "binary") if key in item} for item, _ in some],
            paired=[[0, number] for _, number in some] if each else None,
        )
        for start in range(0, len(found), CHUNK_ITEMS)
        if (some := found[start : start + CHUNK_ITEMS])
    ]
