"""What may be asked about workflows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from domain import json_text
from domain.workflow.shapes import Definition
from domain.workflow.state import Workflow
from projections.page import Page, in_utc, page_of, time_and_id
from projections.workflows.events import list_events
from projections.workflows.history import UPTO, folded, tape_row
from projections.workflows.routes import WebhookRoute, find_webhook
from projections.workflows.versions import Version, list_versions
from projections.workflows.webhooks import Webhook, webhooks_of
from projections.workflows.write import searchable

__all__ = [
    "Version",
    "Webhook",
    "WebhookRoute",
    "find_webhook",
    "get_workflow",
    "list_events",
    "list_versions",
    "list_workflows",
    "webhooks_of",
    "workflow_at",
]

_LIST = """
SELECT id, name, description, tags, folder, is_active, version, published_version, created_at, updated_at,
  position
FROM read.workflows
WHERE project_id = %(project)s AND NOT archived
  AND (created_at, id) < (coalesce(%(before)s::timestamptz, 'infinity'),
                          coalesce(%(before_id)s::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  AND (%(q)s::text IS NULL OR position(%(q)s in searchable_name) > 0)
  AND (%(tag)s::bytea IS NULL OR %(tag)s = ANY(tags))
  AND (%(is_active)s::boolean IS NULL OR is_active = %(is_active)s)
ORDER BY created_at DESC, id DESC LIMIT %(limit)s
"""
_GET = """
SELECT id, name, description, tags, folder, is_active, version, published_version, created_at, updated_at,
  position, state
FROM read.workflows WHERE id = %s AND project_id = %s AND NOT archived
"""


class WorkflowSummary(TypedDict):
    id: UUID
    name: str
    description: str
    is_active: bool
    version: int
    published_version: int | None
    tags: list[str]
    folder: str | None
    created_at: datetime
    updated_at: datetime
    position: int


class WorkflowDetail(WorkflowSummary):
    definition: Definition


async def list_workflows(
    conn: AsyncConnection[Any],
    project_id: UUID,
    *,
    q: str | None = None,
    tag: str | None = None,
    is_active: bool | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[WorkflowSummary]:
    """Newest first. ``q`` is part of a name, in any case; ``tag`` a whole tag."""
    before, before_id = time_and_id(cursor)
    asked = {
        "project": project_id,
        "q": None if q is None else searchable(q),
        "tag": None if tag is None else tag.encode(),
        "is_active": is_active,
        "before": before,
        "before_id": before_id,
        "limit": limit + 1,
    }
    async with conn.cursor(row_factory=dict_row) as found:
        rows = await (await found.execute(_LIST, asked, prepare=False)).fetchall()
    items = [_summary(row) for row in rows[:limit]]
    return page_of(items, len(rows) > limit, lambda last: (last["created_at"], last["id"]))


async def get_workflow(
    conn: AsyncConnection[Any], project_id: UUID, workflow_id: UUID
) -> WorkflowDetail | None:
    """With its draft as definition; None also for an archived one."""
    async with conn.cursor(row_factory=dict_row) as found:
        row = await (await found.execute(_GET, [workflow_id, project_id])).fetchone()
    if row is None:
        return None
    workflow = Workflow.from_json(json_text.read_back(row["state"]))
    return WorkflowDetail(**_summary(row), definition=workflow.definition())


async def workflow_at(
    conn: AsyncConnection[Any], project_id: UUID, workflow_id: UUID, version: int
) -> Workflow | None:
    """The workflow at a version of its stream, folded from the tape; None where it never was there."""
    rows = await (await conn.execute(UPTO, [workflow_id, version])).fetchall()
    if not rows or rows[0][3] != "workflow.created" or rows[-1][2] != version:
        return None
    workflow = folded(tape_row(row) for row in rows)
    return workflow if workflow and workflow.project_id == project_id else None


def _summary(row: Mapping[str, Any]) -> WorkflowSummary:
    created, updated = in_utc(row["created_at"]), in_utc(row["updated_at"])
    assert created is not None
    assert updated is not None
    return WorkflowSummary(
        id=row["id"],
        name=row["name"].decode(),
        description=row["description"].decode(),
        is_active=row["is_active"],
        version=row["version"],
        published_version=row["published_version"],
        tags=[tag.decode() for tag in row["tags"]],
        folder=None if row["folder"] is None else row["folder"].decode(),
        created_at=created,
        updated_at=updated,
        position=row["position"],
    )
