"""The tape as command handlers and the engine see it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from commands.ports import Append, Appended
from domain import json_text
from domain.tape import Recorded
from infra.store.application import Tape
from infra.store.group_commit import GroupCommit
from infra.store.log import Log

_SAVE = (
    """INSERT INTO tape_snapshots (stream_id, version, state) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"""
)
_LOAD = """SELECT version, state FROM tape_snapshots WHERE stream_id = %s AND version <= %s
    ORDER BY version DESC LIMIT 1"""


class PostgresEventStore:
    """Implements :class:`commands.ports.EventStore`; reads on a pool, appends through one writer."""

    def __init__(self, pool: AsyncConnectionPool, tape: Tape) -> None:
        self._pool = pool
        self._log = Log(pool)
        self._writer = GroupCommit(tape)

    async def load(
        self, stream_id: UUID, after: int = 0, upto: int | None = None, topics: Collection[str] | None = None
    ) -> list[Recorded]:
        return await self._log.read_stream(stream_id, after, upto, topics)

    async def last(self, stream_id: UUID) -> Recorded | None:
        return await self._log.read_last(stream_id)

    async def append(self, append: Append) -> Appended:
        return await self._writer.submit(append)

    async def save_snapshot(self, stream_id: UUID, version: int, state: dict[str, Any]) -> None:
        async with self._pool.connection() as conn:
            await conn.execute(_SAVE, (stream_id, version, json_text.dumps(state)))

    async def load_snapshot(
        self, stream_id: UUID, upto: int | None = None
    ) -> tuple[int, dict[str, Any]] | None:
        async with self._pool.connection() as conn:
            cursor = await conn.execute(_LOAD, (stream_id, 2**62 if upto is None else upto))
            row = await cursor.fetchone()
        return (row[0], json_text.read_back(row[1])) if row else None

    def close(self) -> None:
        """Write what waits, then let go of the writer."""
        self._writer.close()
