"""Goes round: batch by batch, or as long as a condition holds."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from pydantic import Field

from domain.workflow.catalogue import Gathers
from workers.nodes.base import Expression, NodeType, Parameters, beside
from workers.nodes.flow_if import holds
from workers.ports import Chunk, Item, NodeContext, NodeError, Paired

CHUNK_ITEMS = 1000


class LoopParameters(Parameters):
    mode: Literal["batches", "while"] = Field(
        "batches",
        title="Mode",
        description="Batches: the items, so many at a time; what comes back is gathered. "
        "While: everything, again and again, as long as the condition holds.",
    )
    batch_size: int = Field(
        1, title="Items in a batch", ge=1, le=100_000, json_schema_extra=beside(mode=["batches"])
    )
    condition: Any = Expression(
        None,
        title="Condition",
        description="Looked at before each round, for the first item.",
        shown=beside(mode=["while"]),
    )
    max_rounds: int = Field(10_000, title="Most rounds", ge=1, le=1_000_000)


class Loop(NodeType):
    """``loop`` begins a round; ``done`` is left by once, with what came back or the condition ended with.

    Batches are paired with what began the loop (input 0), what leaves by ``done`` with all that came back
    (input 1), in the order in which it did; while a condition holds, items with those that came in.
    """

    name = "flow.loop"
    title = "Loop"
    category = "flow"
    icon = "repeat"
    help = "Runs what hangs on its port loop again and again. Lead the end of it back to the port back."
    parameters = LoopParameters
    inputs = ("main", "back")
    outputs = ("loop", "done")
    error_output = stand_in_output = "done"  # by loop it would go round for ever

    @classmethod
    def gathers(cls, parameters: Mapping[str, Any]) -> Gathers:
        return "loop"

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        items = [item async for chunk in context.chunks() for item in chunk]
        parameters = (await context.evaluate(items[:1] or [{"json": {}}]))[0]
        first: list[int] | None = None
        if parameters["mode"] == "while":
            port, found = ("loop" if items and holds(parameters["condition"]) else "done"), items
        else:
            port, found, first = await _batch(context, parameters["batch_size"])
        if port == "loop" and context.round >= parameters["max_rounds"]:
            most = parameters["max_rounds"]
            raise NodeError(
                "loop_limit", f"it has gone round {most} times; raise its most rounds if it should go on"
            )
        for start in range(0, len(found), CHUNK_ITEMS):
            some = found[start : start + CHUNK_ITEMS]
            yield Chunk(some, port, _paired(first, start, len(some)))


def _paired(first: list[int] | None, start: int, count: int) -> Paired:
    return [[first[0], first[1] + start + n] for n in range(count)] if first else "identity"


async def _batch(context: NodeContext, size: int) -> tuple[str, list[Item], list[int]]:
    """The port, the items, and where the first of them is from."""
    start = context.round * size
    if batch := await context.loop_input(start, size):
        return "loop", batch, [0, start]
    return "done", await context.loop_returned(), [1, 0]
