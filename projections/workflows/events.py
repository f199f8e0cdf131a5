"""The tape of one workflow: every edit of it."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from psycopg import AsyncConnection

from domain import json_text
from projections.page import Page, cursor_of, in_utc, numbers

_EXISTS = "SELECT 1 FROM read.workflows WHERE id = %s AND project_id = %s AND NOT archived"
_COLUMNS = "notification_id, originator_version, topic, recorded_at, actor, causation_id, state"
_OLDEST = f"""
SELECT {_COLUMNS} FROM tape_events WHERE originator_id = %s AND originator_version > %s
ORDER BY originator_version LIMIT %s
"""
_NEWEST = f"""
SELECT {_COLUMNS} FROM tape_events WHERE originator_id = %s AND originator_version < %s
ORDER BY originator_version DESC LIMIT %s
"""


class Event(TypedDict):
    position: int
    version: int
    type: str
    at: datetime | None
    actor: str
    batch_id: UUID | None
    data: dict[str, Any]


async def list_events(
    conn: AsyncConnection[Any],
    project_id: UUID,
    workflow_id: UUID,
    *,
    newest_first: bool = False,
    since: int = 0,
    limit: int = 200,
    cursor: str | None = None,
) -> Page[Event] | None:
    """``since``: only those past that version. None where there is no such workflow."""
    if not await (await conn.execute(_EXISTS, [workflow_id, project_id])).fetchone():
        return None
    place = (numbers(cursor, 1) or (2**62 if newest_first else since,))[0]
    statement = _NEWEST if newest_first else _OLDEST
    place = place if newest_first else max(place, since)
    found = await (await conn.execute(statement, [workflow_id, place, limit + 1])).fetchall()
    rows = [row for row in found if row[1] > since]
    items = [_event(row) for row in rows[:limit]]
    return Page(items=items, next_cursor=cursor_of(items[-1]["version"]) if len(rows) > limit else None)


def _event(row: tuple[Any, ...]) -> Event:
    position, version, topic, at, actor, batch_id, state = row
    return Event(
        position=position,
        version=version,
        type=topic,
        at=in_utc(at),
        actor=actor,
        batch_id=batch_id,
        data=json_text.read_back(state),
    )
