"""Reading the tape in order, as raw as Postgres hands it over: most of it is copied, not looked at."""

from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.types.numeric import Int8BinaryLoader
from psycopg.types.string import ByteaBinaryLoader

BATCH = 2000
"""Events at most in one batch."""
BATCH_BYTES = 16_000_000
"""Where a batch ends early, so that a run of large events doesn't fill the memory."""

_READ = """
SELECT notification_id, originator_id, originator_version, topic, state, data, project_id, actor, recorded_at
FROM (SELECT *, sum(size) OVER (ORDER BY notification_id ROWS UNBOUNDED PRECEDING) - size AS before
      FROM (SELECT *, octet_length(state) + coalesce(octet_length(data), 0) AS size FROM tape_events
            WHERE notification_id > %s ORDER BY notification_id LIMIT %s) AS next) AS measured
WHERE before < %s ORDER BY notification_id
"""
_HEAD = "SELECT position FROM log_head"


class TapeRow(NamedTuple):
    """One event as stored. Ids are 16 bytes, ``at`` is in microseconds since 2000-01-01 UTC."""

    position: int
    stream: bytes
    version: int
    topic: str
    state: bytes
    data: bytes | None
    project: bytes
    actor: str
    at: int


def read_tape(conn: Connection[Any], after: int, limit: int = BATCH) -> list[TapeRow]:
    """The next events after a position, oldest first; at least one where there is one."""
    with conn.cursor(binary=True, row_factory=lambda _: TapeRow._make) as cursor:
        cursor.adapters.register_loader("uuid", ByteaBinaryLoader)
        cursor.adapters.register_loader("timestamptz", Int8BinaryLoader)
        return cursor.execute(_READ, [after, limit, BATCH_BYTES]).fetchall()


def head_of_tape(conn: Connection[Any]) -> int:
    """The position of the newest event; 0 on an empty tape."""
    row = conn.execute(_HEAD).fetchone()
    return int(row[0]) if row else 0
