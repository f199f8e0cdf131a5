"""What node runs put out: small in the event's data column, large as a payload, in memory while needed."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from domain import json_text
from domain.execution import events as e
from domain.execution.events import Output
from domain.execution.state import Execution
from domain.tape import Recorded
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
    """A trigger's items: one of an object, several of a list of objects, one ``{}`` of nothing. Some
    have files."""
    column = json_text.read_back(data) if data else {}
    value = column.get("input")
    if value is None:
        return [{"json": {}}]
    items: list[Item] = [{"json": each} for each in (value if isinstance(value, list) else [value])]
    for item, binary in zip(items, column.get("files", ()), strict=False):
        if binary:
            item["binary"] = binary
    return items


class Outputs:
    """Of one execution. What somebody is still going to want is kept; the rest is read from the tape again.

    ``tape`` gives all events of the execution, those that were about to be stored among them.
    """

    def __init__(
        self,
        execution_id: UUID,
        project_id: UUID,
        payloads: Payloads,
        tape: Callable[[], Awaitable[list[Recorded]]],
    ) -> None:
        self._execution_id = execution_id
        self._project_id = project_id
        self._payloads = payloads
        self._tape = tape
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
            ports.setdefault(chunk.port, []).append((_text(chunk), chunk))
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
        if key not in self._parsed:
            self._parsed[key] = await self._read(execution.runs[key[0], key[1]].outputs[key[2]], key)
        return self._parsed[key]

    async def stream(self, execution: Execution, keys: Sequence[Key]) -> list[Chunk]:
        """The chunks that left all these ports, without keeping any of them."""
        await self._recall_again(keys)
        chunks = []
        for key in keys:
            found = self._parsed.get(key)
            chunks += found or await self._read(execution.runs[key[0], key[1]].outputs[key[2]], key)
        return chunks

    def release(self, execution: Execution, node_id: str, run_index: int) -> None:
        """A run's items are dropped where no node waits for them and no later expression is about to look."""
        run = execution.runs[node_id, run_index]
        for port in run.outputs:
            if not execution.plan.waits_for((node_id, run_index, port)):
                self._parsed.pop((node_id, run_index, port), None)
        waited = any(execution.plan.waits_for((node_id, run_index, port)) for port in run.outputs)
        if not waited and execution.latest.get(node_id) != run_index:
            self._inline.pop((node_id, run_index), None)

    async def _read(self, output: Output, key: Key) -> list[Chunk]:
        node_id, run_index, port = key
        if output["payload"]:
            return await self._payloads.load(UUID(output["payload"]))
        if (node_id, run_index) not in self._inline:
            await self._recall_again([key])
        stored = json_text.read_back(self._inline[node_id, run_index])[port]
        return [Chunk(items, port) for items in in_chunks(stored["items"])]

    async def _recall_again(self, keys: Sequence[Key]) -> None:
        missing = {(node_id, run_index) for node_id, run_index, _ in keys} - self._inline.keys()
        if missing:
            for (node_id, run_index), data in data_of_runs(await self._tape()):
                if (node_id, run_index) in missing:
                    self.recall(node_id, run_index, data)


def data_of_runs(history: Iterable[Recorded]) -> Iterator[tuple[tuple[str, int], bytes | None]]:
    """What stands beside the events of node runs that put something out."""
    for recorded in history:
        event = recorded.event
        if isinstance(event, e.NodeRunsCompleted):
            rows = json_text.read_back(recorded.data) if recorded.data else [None] * len(event.runs)
            for run, row in zip(event.runs, rows, strict=True):
                yield (run["node_id"], run["run_index"]), None if row is None else json_text.dumps(row)
        elif isinstance(event, e.NodeCompleted | e.NodeFailed):
            yield (event.node_id, event.run_index), recorded.data


def _text(chunk: Chunk) -> bytes:
    if chunk.text is not None:
        return chunk.text
    try:
        raw = json_text.dumps(chunk.items)
        json_text.check_depth(raw)
    except json_text.InvalidJson as error:
        raise NodeError("invalid_output", f"what the node put out can't be kept: {error}") from error
    return raw


def _inlined(port: str, rows: Sequence[tuple[bytes, Chunk]]) -> tuple[Output, bytes]:
    items = b"[" + b",".join(raw[1:-1] for raw, chunk in rows if chunk.count) + b"]"
    count = sum(chunk.count for _, chunk in rows)
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
