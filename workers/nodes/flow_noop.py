"""Nothing, in a place of its own."""

from collections.abc import AsyncIterator

from workers.nodes.base import NodeType, Parameters
from workers.ports import Chunk, NodeContext


class NoopParameters(Parameters):
    pass


class Noop(NodeType):
    """Output: the input, unchanged."""

    name = "flow.noop"
    title = "Do nothing"
    category = "flow"
    icon = "circle"
    help = "Passes its items on unchanged: a place where branches meet, or a name for a moment."
    parameters = NoopParameters

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            yield Chunk(items, paired="identity")
