"""Which input item an output item came from, where the node doesn't say."""

from collections.abc import Mapping, Sequence

from workers.ports import Chunk


def paired_as_obvious(chunks: Sequence[Chunk], inputs: Mapping[str, Sequence[Chunk]]) -> list[Chunk]:
    """Of a node that says nothing, three cases leave no doubt: all came from its only item; as many items
    went out as came in, by one port each: each from that in its place; many became one: from the first."""
    found = list(chunks)
    came_in = sum(chunk.count for some in inputs.values() for chunk in some)
    if len(inputs) != 1 or not came_in or any(chunk.paired is not None for chunk in found):
        return found
    ports = {chunk.port for chunk in found if chunk.count}
    went_out = sum(chunk.count for chunk in found)
    for chunk in found:
        if came_in == 1 or (len(ports) == 1 and went_out == 1):
            chunk.paired = [[0, 0]] * chunk.count
        elif len(ports) == 1 and went_out == came_in:
            chunk.paired = "identity"
    return found
