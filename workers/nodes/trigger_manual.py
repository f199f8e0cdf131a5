"""A run started by hand, over the API or from the editor."""

from collections.abc import AsyncIterator

from workers.nodes.base import NodeType, Parameters
from workers.ports import Chunk, NodeContext


class ManualTriggerParameters(Parameters):
    pass


class ManualTrigger(NodeType):
    """Output: the execution's input as items (one of an object, several of a list, one ``{}`` of nothing)."""

    name = "trigger.manual"
    title = "Manual trigger"
    category = "trigger"
    icon = "play"
    help = "Starts the workflow when somebody runs it. What is given as input becomes its items."
    parameters = ManualTriggerParameters
    inputs = ()

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            yield Chunk(items, paired="identity")
