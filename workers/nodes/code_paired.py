"""What items that code returned say of the input items that they came from."""

from collections.abc import Sequence
from typing import Any

from domain import json_text
from workers.ports import Chunk, NodeContext, NodeError


async def take_paired(context: NodeContext, chunks: Sequence[Chunk]) -> None:
    """It is the chunks' to carry. An item that says nothing takes nothing from those that do. Raises
    :class:`NodeError` where an item names no item of the input."""
    said = [_taken(chunk) for chunk in chunks]
    if not any(said) or any(chunk.paired for chunk in chunks):  # one by one, there is no doubt
        return
    came_in = sum([chunk.count async for chunk in context.packed()])
    index = 0
    for chunk, some in zip(chunks, said, strict=True):
        chunk.paired = [_pair(one, index + n, came_in) for n, one in enumerate(some or [None] * chunk.count)]
        index += chunk.count


def _taken(chunk: Chunk) -> list[Any]:
    """Off the items; empty where none says anything."""
    if not chunk.may_have("paired"):
        return []
    said = [item.pop("paired", None) for item in chunk.items]
    return said if any(one is not None for one in said) else []


def _pair(said: Any, index: int, came_in: int) -> list[int] | None:
    if said is None:
        return [0, 0] if came_in == 1 else None
    port, number = said if isinstance(said, list) and len(said) == 2 else (0, said)
    if all(type(each) is int for each in (port, number)) and port == 0 and 0 <= number < came_in:
        return [port, number]
    rule = f"be the number of an input item, 0 to {came_in - 1}, or [0, number]"
    if not came_in:
        rule = "be left out, since there are no input items"
    shown = json_text.dumps(said)[:100].decode(errors="ignore")
    raise NodeError("code_error", f"paired of item {index} must {rule}; it is {shown}")
