"""What node runs put out: small in the event's data column, large as a payload, in memory while needed."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from domain import json_text
from domain.execution.events import Output
from domain.execution.state import Execution
from workers.engine.ports import Payloads
from workers.ports import Chunk, Item, NodeError, Paired

INLINE_BYTES = 64 * 1024
"""A run's output stands in its event up to this size; past it, ports above a quarter of it are payloads."""
CHUNK_ITEMS = 1_000

Key = tuple[str, int, str]
"""Node, run, port."""


def in_chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    for start in range(0, len(items), CHUNK_ITEMS):
        yield list(items[start : start + CHUNK_ITEMS])


def items_of_input(data: bytes | None) -> list[Item]:
    """A trigger's items: one of an object, several of a list of objects, one ``{}`` of nothing."""
    value = json_text.read_back(data)["input"] if data else None
    if value is None:
        return [{"json": {}}]
    return [{"json": each} for each in (value if isinstance(value, list) else [value])]


class Outputs:
    """Of one execution. Parsed chunks are kept until whoever they were meant for has run."""

    def __init__(self, execution_id: UUID, project_id: UUID, payloads: Payloads) -> None:
        self._execution_id = execution_id
        self._project_id = project_id
        self._payloads = payloads
        self._parsed: dict[Key, list[Chunk]] = {}
        self._inline: dict[tuple[str, int], bytes] = {}

    def recall(self, node_id: str, run_index: int, data: bytes | None) -> None:
        """What the tape says that a run put out."""
        if data:
            self._inline[node_id, run_index] = data

    async def keep(
        self, node_id: str, run_index: int, chunks: Sequence[Chunk]
    ) -> tuple[dict[str, Output], bytes | None]:
        """Describe a run's chunks for its event, with the data that goes beside it.

        Raises :class:`NodeError` ``invalid_output`` for what JSON can't hold.
        """
        ports: dict[str, list[tuple[bytes, Chunk]]] = {}
        for chunk in chunks:
            ports.setdefault(chunk.port, []).append((_raw(chunk.items), chunk))
        large = sum(len(raw) for rows in ports.values() for raw, _ in rows) > INLINE_BYTES
        outputs: dict[str, Output] = {}
        inline: list[bytes] = []
        for port, rows in ports.items():
            self._parsed[node_id, run_index, port] = [chunk for _, chunk in rows]
            if large and sum(len(raw) for raw, _ in rows) > INLINE_BYTES // 4:
                outputs[port] = await self._payloads.save(self._execution_id, self._project_id, rows)
            else:
                outputs[port], text = _inlined(port, rows)
                inline.append(text)
        data = b"{" + b",".join(inline) + b"}" if inline else None
        self.recall(node_id, run_index, data)
        return outputs, data

    async def get(self, execution: Execution, key: Key) -> list[Chunk]:
        """The chunks that left a run's port."""
        if key in self._parsed:
            return self._parsed[key]
        node_id, run_index, port = key
        output = execution.runs[node_id, run_index].outputs[port]
        if output["payload"]:
            chunks = await self._payloads.load(UUID(output["payload"]))
        else:
            stored = json_text.read_back(self._inline[node_id, run_index])[port]
            chunks = [Chunk(items, port) for items in in_chunks(stored["items"])]
        self._parsed[key] = chunks
        return chunks

    def release(self, key: Key) -> None:
        self._parsed.pop(key, None)


def _raw(items: list[Item]) -> bytes:
    try:
        raw = json_text.dumps(items)
        json_text.check_depth(raw)
    except json_text.InvalidJson as error:
        raise NodeError("invalid_output", f"what the node put out can't be kept: {error}") from error
    return raw


def _inlined(port: str, rows: Sequence[tuple[bytes, Chunk]]) -> tuple[Output, bytes]:
    items = b"[" + b",".join(raw[1:-1] for raw, chunk in rows if chunk.items) + b"]"
    count = sum(len(chunk.items) for _, chunk in rows)
    paired = json_text.dumps(_joined([chunk.paired for _, chunk in rows]))
    text = b'%b:{"items":%b,"paired":%b}' % (json_text.dumps(port), items, paired)
    digest = hashlib.sha256(items).hexdigest()
    return Output(items=count, size=len(items), hash=digest, payload=None), text


def _joined(paired: Sequence[Paired]) -> Any:
    if len(paired) == 1:
        return paired[0]
    if all(each == "identity" for each in paired):
        return "identity"
    if all(isinstance(each, list) for each in paired):
        return [pair for each in paired if isinstance(each, list) for pair in each]
    return None
