"""Ends the execution as failed, with a message of one's own."""

from collections.abc import AsyncIterator
from typing import Any

from pydantic import Field

from workers.nodes.base import Expression, NodeType, Parameters
from workers.ports import Chunk, NodeContext, NodeError


class StopParameters(Parameters):
    message: Any = Expression(title="Message", description="Why it stops; shown to people.")
    code: str = Field(
        "stopped", title="Code", description="For programs.", pattern=r"^[a-z][a-z0-9_]*$", max_length=64
    )


class Stop(NodeType):
    """Nothing leaves it: it fails with the message for the first item that arrives."""

    name = "flow.stop"
    title = "Stop with an error"
    category = "flow"
    icon = "octagon-x"
    help = "Fails the execution with a message of your own. Put it where something arrives that shouldn't."
    parameters = StopParameters
    outputs = ()

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            parameters = (await context.evaluate(items[:1]))[0]
            raise NodeError(parameters["code"], str(parameters["message"]))
            yield Chunk([])
