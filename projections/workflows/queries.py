"""What may be asked about workflows."""

from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from domain import json_text
from domain.workflow.shapes import Definition
from domain.workflow.state import Workflow
from projections.workflows.events import list_events
from projections.workflows.history import UPTO, folded, tape_row
from projections.workflows.labels import Label, list_folders, list_tags
from projections.workflows.listed import Listed, Sort, list_workflows
from projections.workflows.routes import WebhookRoute, answered_by_others, find_webhook
from projections.workflows.summary import COLUMNS, WorkflowSummary, summary
from projections.workflows.versions import Version, list_versions
from projections.workflows.webhooks import Webhook, webhooks_of

__all__ = [
    "Label",
    "Listed",
    "Sort",
    "Version",
    "Webhook",
    "WebhookRoute",
    "answered_by_others",
    "find_webhook",
    "get_workflow",
    "list_events",
    "list_folders",
    "list_tags",
    "list_versions",
    "list_workflows",
    "webhooks_of",
    "workflow_at",
]

_GET = f"SELECT {COLUMNS}, state FROM read.workflows WHERE id = %s AND project_id = %s AND NOT archived"


class WorkflowDetail(WorkflowSummary):
    definition_version: int
    definition: Definition


async def get_workflow(
    conn: AsyncConnection[Any], project_id: UUID, workflow_id: UUID
) -> WorkflowDetail | None:
    """With its draft as definition; None also for an archived one."""
    async with conn.cursor(row_factory=dict_row) as found:
        row = await (await found.execute(_GET, [workflow_id, project_id])).fetchone()
    if row is None:
        return None
    workflow = Workflow.from_json(json_text.read_back(row["state"]))
    return WorkflowDetail(
        **summary(row),
        definition_version=workflow.definition_version,
        definition=workflow.definition(),
    )


async def workflow_at(
    conn: AsyncConnection[Any], project_id: UUID, workflow_id: UUID, version: int
) -> Workflow | None:
    """The workflow at a version of its stream, folded from the tape; None where it never was there."""
    rows = await (await conn.execute(UPTO, [workflow_id, version])).fetchall()
    if not rows or rows[0][3] != "workflow.created" or rows[-1][2] != version:
        return None
    workflow = folded(tape_row(row) for row in rows)
    return workflow if workflow and workflow.project_id == project_id else None
