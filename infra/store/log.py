"""Reading the tape: a stream, or everything in the order of positions."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool

from domain import json_text
from domain.tape import Recorded
from domain.topics import event_of

COLUMNS = """notification_id, originator_id, originator_version, topic, state, data, event_id, project_id,
    actor, recorded_at, correlation_id, causation_id, epoch, reason"""
_AFTER = f"SELECT {COLUMNS} FROM tape_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
_AFTER_OF = f"""SELECT {COLUMNS} FROM tape_events WHERE notification_id > %s AND originator_id = ANY(%s)
    ORDER BY notification_id LIMIT %s"""
_STREAM = f"""SELECT {COLUMNS} FROM tape_events WHERE originator_id = %s AND originator_version > %s
    AND originator_version <= %s ORDER BY originator_version"""
_STREAM_OF = f"""SELECT {COLUMNS} FROM tape_events WHERE originator_id = %s AND originator_version > %s
    AND originator_version <= %s AND topic = ANY(%s) ORDER BY originator_version"""
_LAST = f"""SELECT {COLUMNS} FROM tape_events WHERE originator_id = %s
    ORDER BY originator_version DESC LIMIT 1"""
_ENDLESS = 2**62


def recorded(row: Sequence[Any]) -> Recorded:
    """A row of :data:`COLUMNS` as an event."""
    return Recorded(
        position=row[0],
        stream_id=row[1],
        version=row[2],
        topic=row[3],
        event=event_of(row[3], json_text.read_back(row[4])),
        data=row[5],
        event_id=row[6],
        project_id=row[7],
        actor=row[8],
        recorded_at=row[9],
        correlation_id=row[10],
        causation_id=row[11],
        epoch=row[12],
        reason=row[13],
    )


class Log:
    """The whole tape in order, on a pool of connections."""

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool

    async def head(self) -> int:
        async with self._pool.connection() as conn:
            row = await (await conn.execute("SELECT position FROM log_head")).fetchone()
            return int(row[0]) if row else 0

    async def read_after(
        self, position: int, limit: int, streams: Sequence[UUID] | None = None
    ) -> list[Recorded]:
        """The next events, oldest first; of these streams only, if any are named."""
        async with self._pool.connection() as conn:
            return await read_after(conn, position, limit, streams)

    async def read_stream(
        self,
        stream_id: UUID,
        after: int = 0,
        upto: int | None = None,
        topics: Collection[str] | None = None,
    ) -> list[Recorded]:
        upto = _ENDLESS if upto is None else upto
        async with self._pool.connection() as conn, conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            if topics is None:
                await cursor.execute(_STREAM, (stream_id, after, upto))
            else:
                await cursor.execute(_STREAM_OF, (stream_id, after, upto, list(topics)))
            return [recorded(row) for row in await cursor.fetchall()]

    async def read_last(self, stream_id: UUID) -> Recorded | None:
        async with self._pool.connection() as conn, conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            row = await (await cursor.execute(_LAST, (stream_id,))).fetchone()
            return recorded(row) if row else None


async def read_after(
    conn: AsyncConnection[Any], position: int, limit: int, streams: Sequence[UUID] | None = None
) -> list[Recorded]:
    async with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        if streams is None:
            await cursor.execute(_AFTER, (position, limit))
        else:
            await cursor.execute(_AFTER_OF, (position, list(streams), limit))
        return [recorded(row) for row in await cursor.fetchall()]


def read_batch(conn: Connection[Any], position: int, limit: int) -> list[Recorded]:
    """The same for whoever reads without an event loop."""
    with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        return [recorded(row) for row in cursor.execute(_AFTER, (position, limit)).fetchall()]
