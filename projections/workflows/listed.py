"""The workflows of a project, in the order that somebody wants, with what each did last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.page import InvalidCursor, Page, cursor_of, in_utc, texts
from projections.workflows.summary import COLUMNS, WorkflowSummary, summary
from projections.workflows.write import searchable

Sort = Literal["created", "updated", "name"]
_WANTED = """
FROM read.workflows
WHERE project_id = %(project)s AND archived = %(archived)s
  AND (%(q)s::text IS NULL OR position(%(q)s in searchable_name) > 0)
  AND (%(tag)s::bytea IS NULL OR %(tag)s = ANY(tags))
  AND (%(folder)s::bytea IS NULL OR coalesce(folder, '') = %(folder)s)
  AND (%(is_active)s::boolean IS NULL OR is_active = %(is_active)s)
"""
_LAST = """
LEFT JOIN LATERAL (
  SELECT id AS last_id, status AS last_status, trigger AS last_trigger, created_at AS last_created,
    completed_at AS last_completed
  FROM read.executions WHERE workflow_id = page.id ORDER BY created_at DESC, id DESC LIMIT 1) AS run ON true
"""
_PAGE = f"SELECT * FROM (SELECT {COLUMNS}, searchable_name {_WANTED}"
_PAGES: Mapping[Sort, str] = {
    "created": f"""{_PAGE}
          AND (%(after)s::text IS NULL OR (created_at, id) < (%(after)s::timestamptz, %(after_id)s::uuid))
        ORDER BY created_at DESC, id DESC LIMIT %(limit)s) AS page
        {_LAST} ORDER BY created_at DESC, id DESC""",
    "updated": f"""{_PAGE}
          AND (%(after)s::text IS NULL OR (updated_at, id) < (%(after)s::timestamptz, %(after_id)s::uuid))
        ORDER BY updated_at DESC, id DESC LIMIT %(limit)s) AS page
        {_LAST} ORDER BY updated_at DESC, id DESC""",
    "name": f"""{_PAGE}
          AND (%(after)s::text IS NULL OR (searchable_name, id) > (%(after)s, %(after_id)s::uuid))
        ORDER BY searchable_name, id LIMIT %(limit)s) AS page
        {_LAST} ORDER BY searchable_name, id""",
}
_PLACE: Mapping[Sort, str] = {"created": "created_at", "updated": "updated_at", "name": "searchable_name"}


class LastExecution(TypedDict):
    id: UUID
    status: str
    trigger: str
    created_at: datetime | None
    completed_at: datetime | None


class Listed(WorkflowSummary):
    last_execution: LastExecution | None


async def list_workflows(
    conn: AsyncConnection[Any],
    project_id: UUID,
    *,
    q: str | None = None,
    tag: str | None = None,
    folder: str | None = None,
    is_active: bool | None = None,
    archived: bool = False,
    sort: Sort = "created",
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Listed]:
    """Newest or last changed first, or by name. ``q`` is part of a name, in any case; ``tag`` a whole tag;
    an empty ``folder`` are the workflows in none."""
    after, after_id = _place(cursor, sort)
    asked = {
        "project": project_id,
        "q": None if q is None else searchable(q),
        "tag": None if tag is None else tag.encode(),
        "folder": None if folder is None else folder.encode(),
        "is_active": is_active,
        "archived": archived,
        "after": after,
        "after_id": after_id,
        "limit": limit + 1,
    }
    async with conn.cursor(row_factory=dict_row) as found:
        rows = await (await found.execute(_PAGES[sort].encode(), asked, prepare=False)).fetchall()
    items = [Listed(**summary(row), last_execution=_last(row)) for row in rows[:limit]]
    more = len(rows) > limit
    place = cursor_of(sort, str(rows[limit - 1][_PLACE[sort]]), str(rows[limit - 1]["id"])) if more else None
    return Page(items=items, next_cursor=place)


def _place(cursor: str | None, sort: Sort) -> tuple[str | None, UUID | None]:
    if cursor is None:
        return None, None
    by, after, identity = texts(cursor, 3)
    try:
        if by != sort:
            raise ValueError
        if sort != "name":
            datetime.fromisoformat(after)
        return after, UUID(identity)
    except ValueError:
        raise InvalidCursor("this is not a cursor of this list") from None


def _last(row: Mapping[str, Any]) -> LastExecution | None:
    if row["last_id"] is None:
        return None
    return LastExecution(
        id=row["last_id"],
        status=row["last_status"],
        trigger=row["last_trigger"],
        created_at=in_utc(row["last_created"]),
        completed_at=in_utc(row["last_completed"]),
    )
