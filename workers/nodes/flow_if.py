"""Two ways to go on, chosen item by item."""

import math
from collections.abc import AsyncIterator
from typing import Any

from workers.nodes.base import Expression, NodeType, Parameters
from workers.ports import Chunk, Item, NodeContext


class IfParameters(Parameters):
    condition: Any = Expression(
        title="Condition",
        description="For example {{ $json.temperature > 30 }}. "
        "False are: false, 0, nothing, an empty text and the text false.",
    )


class If(NodeType):
    """Each item leaves unchanged by the port ``true`` or ``false``."""

    name = "flow.if"
    title = "If"
    category = "flow"
    icon = "split"
    help = "Sends each item one way where the condition holds for it, and the other way where it doesn't."
    parameters = IfParameters
    outputs = ("true", "false")
    error_output = "false"

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for evaluated in context.evaluated():
            ports: dict[str, Chunk] = {port: Chunk([], port, []) for port in self.outputs}
            for index, item, parameters in evaluated:
                _add(ports["true" if holds(parameters["condition"]) else "false"], item, index)
            for chunk in ports.values():
                if chunk.items:
                    yield chunk


def holds(value: Any) -> bool:
    """JavaScript's idea of true (so ``[]`` and ``{}`` hold), but for the text ``false``, which doesn't."""
    match value:
        case None | False | "":
            return False
        case str():
            return value.strip().lower() != "false"
        case float():
            return value != 0 and not math.isnan(value)
        case int():
            return value != 0
        case _:
            return True


def _add(chunk: Chunk, item: Item, index: int) -> None:
    chunk.items.append(item)
    assert isinstance(chunk.paired, list)
    chunk.paired.append([0, index])
