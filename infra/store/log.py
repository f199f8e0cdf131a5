"""Reading the tape: a stream, or everything in the order of positions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool

from domain import json_text
from domain.tape import Recorded
from domain.topics import event_of

COLUMNS = """notification_id, originator_id, originator_version, topic, state, data, event_id, project_id,
    actor, recorded_at, correlation_id, causation_id, epoch, reason"""
_AFTER = f"SELECT {COLUMNS} FROM tape_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
_OF_STREAMS = f"""
SELECT event.* FROM unnest(%(streams)s::uuid[], %(afters)s::bigint[]) AS watched (stream, after), LATERAL (
    SELECT {COLUMNS} FROM tape_events
    WHERE originator_id = watched.stream AND notification_id > greatest(watched.after, %(after)s)
      AND notification_id <= %(upto)s
    ORDER BY originator_version LIMIT %(limit)s) AS event
ORDER BY notification_id LIMIT %(limit)s
"""
BARE = COLUMNS.replace("data", "NULL::bytea AS data")
"""What a list shows is in the event: the data beside it can be megabytes each."""
_OF_PROJECT = f"""
SELECT {BARE} FROM tape_events
WHERE notification_id > greatest(%(project_after)s, %(after)s) AND notification_id <= %(upto)s
  AND project_id = %(project)s AND topic = ANY(%(topics)s)
ORDER BY notification_id LIMIT %(limit)s
"""
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

    async def read_after(self, position: int, limit: int) -> list[Recorded]:
        """The next events, oldest first."""
        return await self._read(_AFTER, (position, limit))

    async def read_watched(
        self,
        position: int,
        upto: int,
        limit: int,
        *,
        streams: Mapping[UUID, int],
        project: UUID | None = None,
        topics: Collection[str] = (),
        project_after: int = 0,
    ) -> list[Recorded]:
        """The next events up to a position of these streams, each past its own position as well, and of these
        topics in any stream of the project (those without their data); each once, oldest first."""
        asked = {
            "streams": list(streams),
            "afters": list(streams.values()),
            "after": position,
            "upto": upto,
            "project": project,
            "topics": list(topics),
            "project_after": project_after,
            "limit": limit,
        }
        found = await self._read(_OF_STREAMS, asked)
        if project is not None:
            both = {each.position: each for each in [*await self._read(_OF_PROJECT, asked), *found]}
            found = [both[position] for position in sorted(both)]
        return found[:limit]

    async def read_stream(
        self,
        stream_id: UUID,
        after: int = 0,
        upto: int | None = None,
        topics: Collection[str] | None = None,
    ) -> list[Recorded]:
        upto = _ENDLESS if upto is None else upto
        if topics is None:
            return await self._read(_STREAM, (stream_id, after, upto))
        return await self._read(_STREAM_OF, (stream_id, after, upto, list(topics)))

    async def read_last(self, stream_id: UUID) -> Recorded | None:
        return next(iter(await self._read(_LAST, (stream_id,))), None)

    async def _read(self, statement: str, asked: Any) -> list[Recorded]:
        async with self._pool.connection() as conn, conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            await cursor.execute(statement.encode(), asked)
            return [recorded(row) for row in await cursor.fetchall()]


def read_batch(conn: Connection[Any], position: int, limit: int) -> list[Recorded]:
    """The same for whoever reads without an event loop."""
    with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        return [recorded(row) for row in cursor.execute(_AFTER, (position, limit)).fetchall()]
