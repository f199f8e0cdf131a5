"""Begins a workflow that another one calls."""

from collections.abc import AsyncIterator

from workers.nodes.base import NodeType, Parameters
from workers.ports import Chunk, NodeContext


class CallTriggerParameters(Parameters):
    pass


class CallTrigger(NodeType):
    """Output: the items that it was called with."""

    name = "trigger.call"
    title = "When called"
    category = "trigger"
    icon = "phone-incoming"
    help = "Lets other workflows call this one. The items that they call it with leave here."
    parameters = CallTriggerParameters
    inputs = ()

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            yield Chunk(items, paired="identity")
