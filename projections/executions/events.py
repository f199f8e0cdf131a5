"""The tape of one execution."""

from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from domain import json_text
from projections.executions.one import is_of_project
from projections.executions.records import Event
from projections.page import Page, cursor_of, in_utc, numbers

_EVENTS = """
SELECT notification_id, originator_version, topic, recorded_at, actor, state FROM tape_events
WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version LIMIT %s
"""


async def list_events(
    conn: AsyncConnection[Any],
    project_id: UUID,
    execution_id: UUID,
    *,
    limit: int = 200,
    cursor: str | None = None,
) -> Page[Event] | None:
    """Oldest first; ``data`` is what the event says, without the items that moved."""
    if not await is_of_project(conn, project_id, execution_id):
        return None
    after = (numbers(cursor, 1) or (0,))[0]
    rows = await (await conn.execute(_EVENTS, [execution_id, after, limit + 1])).fetchall()
    items = [_event(row) for row in rows[:limit]]
    return Page(items=items, next_cursor=cursor_of(items[-1]["version"]) if len(rows) > limit else None)


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
