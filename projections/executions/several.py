"""The executions of a project."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions import declared
from projections.executions.outputs import output_data
from projections.executions.records import Execution
from projections.executions.selected import COLUMNS, waiting_runs
from projections.executions.shown import execution, input_data, leaves
from projections.page import Page, cursor_of, page_of, time_and_id

SHOWN_BYTES = 10_000
"""In a list, larger data is shown as where to read it: 200 executions fit into one answer."""
_SEARCHED_BYTES = 1_000_000
"""Larger inputs are not searched."""
_BATCH, _BATCHES = 1_000, 10
"""How many executions a search looks at for one page."""
_FITS = """
  e.project_id = %(project)s
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
_LIST = f"SELECT {COLUMNS} FROM read.executions AS e WHERE {_FITS}"
_SEARCHED = f"""
SELECT e.id, e.created_at, w.search_keys, CASE WHEN octet_length(e.input) <= %(searched)s THEN e.input END
FROM read.executions AS e JOIN read.workflows AS w ON w.id = e.workflow_id AND w.search_keys IS NOT NULL
WHERE {_FITS}
"""
_THESE = f"""
SELECT {COLUMNS} FROM read.executions AS e WHERE e.id = ANY(%(ids)s) ORDER BY e.created_at DESC, e.id DESC
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
    text: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Execution]:
    """Newest first; with any of ``status``, where some are named. ``since`` and ``until`` (both included)
    look at when they were asked for; ``text`` at what their input has under their workflow's
    ``search_keys``. A search looks at so many at a time: a page may have few, and another one after it."""
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
    if text is not None:
        return await _found(conn, asked, text, limit)
    async with conn.cursor(row_factory=dict_row) as found:
        rows = await (await found.execute(_LIST, asked, prepare=False)).fetchall()
    items = await _with_data(conn, rows[:limit])
    return page_of(items, len(rows) > limit, lambda last: (last["created_at"], last["id"]))


async def _found(conn: AsyncConnection[Any], asked: dict[str, Any], text: str, limit: int) -> Page[Execution]:
    ids: list[UUID] = []
    last: tuple[datetime, UUID] | None = None
    for _ in range(_BATCHES):
        batch = {**asked, "searched": _SEARCHED_BYTES, "limit": _BATCH}
        rows = await (await conn.execute(_SEARCHED, batch, prepare=False)).fetchall()
        for execution_id, created_at, keys, stored_input in rows:
            if len(ids) == limit:
                break
            last = (created_at, execution_id)
            if declared.holds(declared.values(stored_input, orjson.loads(keys)), text):
                ids.append(execution_id)
        if len(ids) == limit or len(rows) < _BATCH:
            break
        asked = {**asked, "before": last[0], "before_id": last[1]} if last else asked
    done = len(ids) < limit and len(rows) < _BATCH
    async with conn.cursor(row_factory=dict_row) as found:
        these = {"ids": ids, "shown": SHOWN_BYTES}
        shown = await (await found.execute(_THESE, these, prepare=False)).fetchall()
    items = await _with_data(conn, shown)
    return Page(items=items, next_cursor=None if done or last is None else cursor_of(*last))


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
