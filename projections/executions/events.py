"""The tape of one execution."""

from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from domain import json_text
from projections.executions.one import is_of_project
from projections.executions.records import Event
from projections.page import Page, cursor_of, in_utc, numbers

PAGE_BYTES = 1_000_000
"""Where a page ends early: one event may tell of hundreds of node runs."""
_EVENTS = """
SELECT notification_id, originator_version, topic, recorded_at, actor, state FROM tape_events
JOIN (SELECT originator_version, sum(octet_length(state)) OVER (ORDER BY originator_version) AS size
      FROM (SELECT originator_version, state FROM tape_events
            WHERE originator_id = %(execution)s AND originator_version > %(after)s
            ORDER BY originator_version LIMIT %(most)s) AS found) AS page USING (originator_version)
WHERE originator_id = %(execution)s AND (size <= %(bytes)s OR originator_version = %(after)s + 1)
ORDER BY originator_version
"""
_MORE = "SELECT 1 FROM tape_events WHERE originator_id = %s AND originator_version > %s LIMIT 1"


async def list_events(
    conn: AsyncConnection[Any],
    project_id: UUID,
    execution_id: UUID,
    *,
    limit: int = 200,
    cursor: str | None = None,
) -> Page[Event] | None:
    """Oldest first; of long ones a page holds fewer than ``limit``. ``data`` is what the event says, without
    the items that moved."""
    if not await is_of_project(conn, project_id, execution_id):
        return None
    after = (numbers(cursor, 1) or (0,))[0]
    asked = {"execution": execution_id, "after": after, "most": limit, "bytes": PAGE_BYTES}
    items = [_event(row) for row in await (await conn.execute(_EVENTS, asked)).fetchall()]
    last = items[-1]["version"] if items else after
    more = await (await conn.execute(_MORE, [execution_id, last])).fetchone()
    return Page(items=items, next_cursor=cursor_of(last) if more else None)


def _event(row: tuple[Any, ...]) -> Event:
    position, version, topic, at, actor, state = row
    return Event(
        position=position,
        version=version,
        type=topic,
        at=in_utc(at),
        actor=actor,
        data=json_text.read_back(state),
    )
