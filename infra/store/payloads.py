"""Data too large for an event: a manifest of compressed chunks, owned by one execution."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import zstandard
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from domain import json_text
from domain.execution.events import Output
from domain.ids import new_id
from workers.parts import parts
from workers.ports import Chunk, Item, Paired

_SAVE_CHUNK = (
    "INSERT INTO payload_chunks (execution_id, hash, data) VALUES (%s, %s, %b) ON CONFLICT DO NOTHING"
)
_SAVE = """INSERT INTO payloads (payload_id, execution_id, project_id, items, size, hash, manifest)
    VALUES (%s, %s, %s, %s, %s, %s, %b)"""
_MANIFEST = "SELECT execution_id, manifest FROM payloads WHERE payload_id = %s"
_CHUNK = "SELECT data FROM payload_chunks WHERE execution_id = %s AND hash = %s"
_AT_ONCE = 4
"""Chunks that are compressed at the same time, away from the event loop."""
_LEVEL = 1
"""Of Zstandard: what a run waits for is the time, not the disk."""
_KNOWN = 32
"""Payloads of which the chunks are remembered."""
_NOTHING = b"[]"
"""Where the data was dropped."""


class PostgresPayloads:
    """Implements the payload ports of the engine (write, read) and of the queries (read)."""

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool
        self._known: OrderedDict[UUID, tuple[UUID | None, list[int], list[str]]] = OrderedDict()

    async def save(
        self, execution_id: UUID, project_id: UUID, chunks: Sequence[tuple[bytes, Chunk]]
    ) -> Output:
        """Store one port's chunks (their items as JSON beside them) and describe them.

        Killed half-way it leaves chunks that nothing points to; they go with their execution.
        """
        payload_id = new_id()
        whole = hashlib.sha256()
        manifest = []
        async with self._pool.connection() as conn, conn.transaction(), conn.cursor() as cursor:
            for start in range(0, len(chunks), _AT_ONCE):
                some = chunks[start : start + _AT_ONCE]
                packed = await asyncio.gather(*(asyncio.to_thread(_packed, raw) for raw, _ in some))
                await cursor.executemany(_SAVE_CHUNK, [(execution_id, *each) for each in packed])
                for (raw, chunk), (digest, _) in zip(some, packed, strict=True):
                    whole.update(bytes.fromhex(digest))
                    manifest.append(
                        {"hash": digest, "items": chunk.count, "size": len(raw), "paired": chunk.paired}
                    )
            items = sum(chunk.count for _, chunk in chunks)
            size = sum(len(raw) for raw, _ in chunks)
            row = (
                payload_id,
                execution_id,
                project_id,
                items,
                size,
                whole.hexdigest(),
                orjson.dumps(manifest),
            )
            await conn.execute(_SAVE, row)
        return Output(items=items, size=size, hash=whole.hexdigest(), payload=str(payload_id))

    async def load(self, payload_id: UUID) -> list[Chunk]:
        """All of its chunks; the port is the reader's to say."""
        async with self._pool.connection() as conn:
            execution_id, manifest = await _manifest_of(conn, payload_id)
            return [await _chunk(conn, execution_id, entry) for entry in manifest]

    async def pairs(self, payload_id: UUID) -> list[tuple[int, Paired]]:
        async with self._pool.connection() as conn:
            return await self.pairs_of(conn, payload_id)

    async def pairs_of(self, conn: AsyncConnection[Any], payload_id: UUID) -> list[tuple[int, Paired]]:
        """Of each chunk, without reading the items."""
        _, manifest = await _manifest_of(conn, payload_id)
        return [(entry["items"], entry["paired"]) for entry in manifest]

    async def items_at(self, payload_id: UUID, indexes: Collection[int]) -> dict[int, Item]:
        """Those with these indexes; only the chunks that they are in are read."""
        found: dict[int, Item] = {}
        async with self._pool.connection() as conn:
            execution_id, counts, digests = await self._contents(conn, payload_id)
            for number, start, some in parts(counts, indexes):
                items = await _items(conn, execution_id, digests[number])
                found |= {index: items[index - start] for index in some}
        return found

    async def _contents(
        self, conn: AsyncConnection[Any], payload_id: UUID
    ) -> tuple[UUID | None, list[int], list[str]]:
        """How many items each chunk has, and its hash. Kept, since it is asked for again and again and never
        changes; the pairs are not, since they can be large."""
        if payload_id not in self._known:
            execution_id, manifest = await _manifest_of(conn, payload_id)
            counts, digests = [each["items"] for each in manifest], [each["hash"] for each in manifest]
            self._known[payload_id] = (execution_id, counts, digests)
            if len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        return self._known[payload_id]

    async def items_of(
        self, conn: AsyncConnection[Any], payload_id: UUID, offset: int, limit: int
    ) -> list[Item]:
        """At most ``limit`` items from the ``offset``-th on; none where the data was dropped."""
        execution_id, manifest = await _manifest_of(conn, payload_id)
        found: list[Item] = []
        for entry in manifest:
            if offset < entry["items"] and len(found) < limit:
                items = await _items(conn, execution_id, entry["hash"])
                found += items[offset : offset + limit - len(found)]
            offset = max(0, offset - entry["items"])
        return found


def _packed(raw: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(raw).hexdigest(), zstandard.compress(raw, _LEVEL)


async def _manifest_of(conn: AsyncConnection[Any], payload_id: UUID) -> tuple[UUID | None, list[Any]]:
    row = await (await conn.execute(_MANIFEST, (payload_id,))).fetchone()
    return (row[0], orjson.loads(row[1])) if row else (None, [])


async def _chunk(conn: AsyncConnection[Any], execution_id: UUID | None, entry: Mapping[str, Any]) -> Chunk:
    text = await _text(conn, execution_id, entry["hash"])
    return Chunk.of_text(text, entry["items"] if text != _NOTHING else 0, paired=entry["paired"])


async def _items(conn: AsyncConnection[Any], execution_id: UUID | None, digest: str) -> list[Item]:
    found: list[Item] = json_text.read_back(await _text(conn, execution_id, digest))
    return found


async def _text(conn: AsyncConnection[Any], execution_id: UUID | None, digest: str) -> bytes:
    row = await (await conn.execute(_CHUNK, (execution_id, digest))).fetchone()
    return zstandard.decompress(row[0]) if row else _NOTHING
