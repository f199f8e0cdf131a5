"""The executions of a project."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.outputs import output_data
from projections.executions.records import Execution
from projections.executions.selected import COLUMNS, waiting_runs
from projections.executions.shown import execution, input_data, leaves
from projections.page import Page, page_of, time_and_id

SHOWN_BYTES = 10_000
"""In a list, larger data is shown as where to read it: 200 executions fit into one answer."""
_LIST = f"""
SELECT {COLUMNS} FROM read.executions AS e
WHERE e.project_id = %(project)s
  AND (e.created_at, e.id) < (coalesce(%(before)s::timestamptz, 'infinity'),
                              coalesce(%(before_id)s::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  AND e.created_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND e.created_at <= coalesce(%(until)s::timestamptz, 'infinity')
  AND (%(workflow)s::uuid IS NULL OR e.workflow_id = %(workflow)s)
  AND (%(status)s::text[] IS NULL OR e.status = ANY(%(status)s))
  AND (%(trigger)s::text IS NULL OR e.trigger = %(trigger)s)
  AND (%(parent)s::uuid IS NULL OR e.parent_id = %(parent)s)
ORDER BY e.created_at DESC, e.id DESC LIMIT %(limit)s
"""


async def list_executions(
    conn: AsyncConnection[Any],
    project_id: UUID,
    *,
    workflow_id: UUID | None = None,
    status: Collection[str] = (),
    trigger: str | None = None,
    parent: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Execution]:
    """Newest first; with any of ``status``, where some are named. ``since`` and ``until`` (both included)
    look at when they were asked for."""
    before, before_id = time_and_id(cursor)
    asked = {
        "project": project_id,
        "workflow": workflow_id,
        "status": list(status) or None,
        "trigger": None if trigger is None else trigger.replace("\0", "\u2400"),
        "parent": parent,
        "since": since,
        "until": until,
        "before": before,
        "before_id": before_id,
        "shown": SHOWN_BYTES,
        "limit": limit + 1,
    }
    async with conn.cursor(row_factory=dict_row) as found:
        rows = await (await found.execute(_LIST, asked, prepare=False)).fetchall()
    items = await _with_data(conn, rows[:limit])
    return page_of(items, len(rows) > limit, lambda last: (last["created_at"], last["id"]))


async def _with_data(conn: AsyncConnection[Any], rows: list[dict[str, Any]]) -> list[Execution]:
    over = {row["id"]: leaves(row) for row in rows if row["leaves"] is not None}
    came_out = await output_data(conn, over, None, SHOWN_BYTES)
    waiting = await waiting_runs(conn, [row["id"] for row in rows if row["id"] not in over])
    return [
        execution(
            row,
            await input_data(conn, row, None, SHOWN_BYTES),
            came_out.get(row["id"]),
            waiting.get(row["id"], []),
        )
        for row in rows
    ]
