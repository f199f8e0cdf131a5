"""What node runs put out: small in the event's data column, large as a payload, in memory while needed."""

import hashlib
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from domain import json_text
from domain.execution import events as e
from domain.execution.events import Output
from domain.execution.state import Execution, RunKey
from domain.tape import Recorded
from workers.engine.ports import Payloads
from workers.parts import parts
from workers.ports import Chunk, Item, NodeError, Paired

INLINE_BYTES = 64 * 1024
"""A run's output stands in its event up to this size; past it, ports above a quarter of it are payloads."""
CHUNK_ITEMS = 1_000
LEVELS_AROUND = 3
"""What stands around a value that came from outside: the list of items, the item, a webhook's request."""

GATHERED_BYTES = 8 * 1024 * 1024
"""So much of what has come back to loops stays in memory until their end; the rest is read from the tape."""
GATHERED_OVERHEAD = 250
"""About what a kept run costs beside its data."""

Port = tuple[str, int, str]
"""Node, run, port."""
Tape = Callable[[int], AsyncIterator[list[Recorded]]]
"""The events of an execution after a version, some at a time, those that were about to be stored as well."""


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


@dataclass(slots=True)
class Kept:
    """What the tape says that a run put out."""

    payloads: dict[str, str] | None
    """Of its ports, those that are payloads."""
    data: bytes | None

    @classmethod
    def of(cls, outputs: dict[str, Output], data: bytes | None) -> "Kept":
        payloads = {port: output["payload"] for port, output in outputs.items() if output["payload"]}
        return cls(payloads or None, data)


class Outputs:
    """Of one execution. What somebody is still going to want is kept; the rest is read from the tape."""

    def __init__(
        self,
        execution_id: UUID,
        project_id: UUID,
        payloads: Payloads,
        tape: Tape,
    ) -> None:
        self._execution_id = execution_id
        self._project_id = project_id
        self._payloads = payloads
        self._tape = tape
        self._parsed: dict[RunKey, dict[str, list[Chunk]]] = {}
        self._kept: dict[RunKey, Kept] = {}
        self._gathered: dict[RunKey, int] = {}
        """What of the kept is there only for the end of a loop, and its size."""
        self._gathered_bytes = 0

    def recall(self, key: RunKey, outputs: dict[str, Output], data: bytes | None) -> None:
        """What the tape says that a run put out."""
        self._kept[key] = Kept.of(outputs, data)

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
        parsed = self._parsed[node_id, run_index] = {}
        for port, rows in ports.items():
            parsed[port] = [chunk for _, chunk in rows]
            if large and sum(len(raw) for raw, _ in rows) > INLINE_BYTES // 4:
                outputs[port] = await self._payloads.save(self._execution_id, self._project_id, rows)
            else:
                outputs[port], text = _inlined(port, rows)
                inline.append(text)
        data = b"{" + b",".join(inline) + b"}" if inline else None
        self.recall((node_id, run_index), outputs, data)
        return outputs, data

    async def get(self, port: Port) -> list[Chunk]:
        """The chunks that left a run's port."""
        node_id, run_index, name = port
        parsed = self._parsed.setdefault((node_id, run_index), {})
        if name not in parsed:
            key = (node_id, run_index)
            kept = await self.kept(key)
            self._kept.setdefault(key, kept)
            parsed[name] = await self._read(name, kept)
        return parsed[name]

    async def stream(self, ports: Sequence[Port]) -> list[Chunk]:
        """The chunks that left all these ports, without keeping any of them."""
        kept = await self._looked_up({(node_id, run_index) for node_id, run_index, _ in ports})
        chunks: list[Chunk] = []
        for node_id, run_index, name in ports:
            chunks += await self._read(name, kept[node_id, run_index])
        return chunks

    async def items_at(self, wanted: Mapping[Port, Collection[int]]) -> dict[tuple[Any, ...], Item]:
        """The items with these indexes that left these ports, by port and index; of payloads, no more is read
        than there has to be."""
        found: dict[tuple[Any, ...], Item] = {}
        read = {port: parsed for port in wanted if (parsed := self._parsed.get(port[:2], {}).get(port[2]))}
        others = [port for port in wanted if port not in read]
        kept = await self._looked_up({port[:2] for port in others})
        for port in others:
            payloads = kept[port[:2]].payloads or {}
            if port[2] in payloads:
                some = await self._payloads.items_at(UUID(payloads[port[2]]), wanted[port])
                found |= {(*port, index): item for index, item in some.items()}
            else:
                read[port] = await self._read(port[2], kept[port[:2]])
        for port, chunks in read.items():
            found |= {(*port, index): item for index, item in _items_at(chunks, wanted[port])}
        return found

    async def kept(self, key: RunKey) -> "Kept":
        """What the tape says that the run put out."""
        return (await self._looked_up({key}))[key]

    def release(self, execution: Execution, key: RunKey) -> None:
        """A run's items are dropped where no node waits for them and no later expression is about to look.

        What has come back to a loop is wanted once more, at its end: of that a part is kept."""
        if execution.is_read(key):
            return
        self._parsed.pop(key, None)
        self._gathered_bytes -= self._gathered.pop(key, 0)
        if key not in self._kept or execution.latest.get(key[0]) == key[1]:
            return
        size = len(self._kept[key].data or b"") + GATHERED_OVERHEAD
        if execution.plan.is_gathered(*key) and self._gathered_bytes + size <= GATHERED_BYTES:
            self._gathered[key] = size
            self._gathered_bytes += size
        else:
            del self._kept[key]

    async def _read(self, name: str, kept: Kept) -> list[Chunk]:
        if kept.payloads and name in kept.payloads:
            return await self._payloads.load(UUID(kept.payloads[name]))
        stored = json_text.read_back(kept.data or b"{}")[name]
        return [Chunk(items, name) for items in in_chunks(stored["items"])]

    async def _looked_up(self, keys: set[RunKey]) -> dict[RunKey, Kept]:
        """What is kept of these runs, and of the others what the tape says. Nothing is kept more for it, and
        nothing is lost where somebody lets go of it meanwhile."""
        found = {key: self._kept[key] for key in keys & self._kept.keys()}
        if missing := keys - found.keys():
            async for some in self._tape(0):
                for run in outputs_of_runs(some):
                    if run.key in missing:
                        found[run.key] = Kept.of(run.outputs, run.data)
        return found


def _items_at(chunks: Sequence[Chunk], indexes: Collection[int]) -> Iterator[tuple[int, Item]]:
    for number, start, some in parts([chunk.count for chunk in chunks], indexes):
        yield from ((index, chunks[number].items[index - start]) for index in some)


class PutOut(NamedTuple):
    """What a run put out: its data stands beside its event."""

    key: RunKey
    sources: list[e.Source]
    outputs: dict[str, Output]
    data: bytes | None


def outputs_of_runs(history: Iterable[Recorded]) -> Iterator[PutOut]:
    """Of the node runs that have ended."""
    for recorded in history:
        event = recorded.event
        if isinstance(event, e.NodeRunsCompleted):
            rows = json_text.read_back(recorded.data) if recorded.data else [None] * len(event.runs)
            for run, row in zip(event.runs, rows, strict=True):
                data = None if row is None else json_text.dumps(row)
                yield PutOut((run["node_id"], run["run_index"]), run["sources"], run["outputs"], data)
        elif isinstance(event, e.NodeCompleted | e.NodeFailed):
            yield PutOut((event.node_id, event.run_index), event.sources, event.outputs, recorded.data)


def _text(chunk: Chunk) -> bytes:
    if chunk.text is not None:
        return chunk.text
    try:
        raw = json_text.dumps(chunk.items)
        json_text.check_depth(raw, around=LEVELS_AROUND)
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
