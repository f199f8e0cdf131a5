"""Begins a workflow that is told of the failures of others."""

from collections.abc import AsyncIterator

from workers.nodes.base import NodeType, Parameters
from workers.ports import Chunk, NodeContext


class ErrorTriggerParameters(Parameters):
    pass


class ErrorTrigger(NodeType):
    """Output: one item, ``{execution: {id, url, status, trigger, started_at, error}, workflow: {id, name,
    version}}``."""

    name = "trigger.error"
    title = "When another workflow fails"
    category = "trigger"
    icon = "siren"
    help = (
        "Runs when an execution of a workflow that names this one as its error workflow fails or times out."
    )
    parameters = ErrorTriggerParameters
    inputs = ()

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            yield Chunk(items, paired="identity")
