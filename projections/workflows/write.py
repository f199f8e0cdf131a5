"""Writes the rows of workflows, of their published versions and of their webhooks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain import json_text
from domain.workflow.state import Workflow
from projections.engine.tape import TapeRow
from projections.workflows.history import BEGINNING
from projections.workflows.webhooks import Webhook, is_pattern, webhooks_of

_UPSERT = """
INSERT INTO workflows (id, project_id, name, searchable_name, description, tags, folder, is_active, archived,
  version, published_version, activated_position, created_at, updated_at, position, search_keys, state)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET
  name = excluded.name, searchable_name = excluded.searchable_name, description = excluded.description,
  tags = excluded.tags, folder = excluded.folder, is_active = excluded.is_active,
  archived = excluded.archived, version = excluded.version, published_version = excluded.published_version,
  activated_position = excluded.activated_position, updated_at = excluded.updated_at,
  position = excluded.position, search_keys = excluded.search_keys, state = excluded.state
"""
_INSERT_VERSION = """
INSERT INTO workflow_versions (workflow_id, version, published_at, published_by, position, definition)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (workflow_id, version) DO UPDATE SET
  published_at = excluded.published_at, published_by = excluded.published_by, position = excluded.position
"""
_PUBLISHED = "SELECT definition FROM workflow_versions WHERE workflow_id = %s AND version = %s"
_DELETE_WEBHOOKS = "DELETE FROM webhooks WHERE workflow_id = %s"
_INSERT_WEBHOOK = """
INSERT INTO webhooks (workflow_id, node_id, method, project_id, version, path, is_pattern, segments, respond,
  status, parameters, priority, activated_position)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(slots=True)
class Folded:
    """A workflow, and the position since which it has been active without a break."""

    workflow: Workflow
    activated_position: int | None


def searchable(text: str) -> str:
    """The text for ``?q=``: in lower case, and with a visible sign for NUL, which text can't hold."""
    return text.lower().replace("\0", "\u2400")


def write_workflows(conn: Connection[Any], workflows: Iterable[Folded]) -> None:
    with conn.cursor() as cursor:
        cursor.executemany(_UPSERT, [_row(folded) for folded in workflows])


def _row(folded: Folded) -> list[Any]:
    workflow = folded.workflow
    return [
        workflow.id,
        workflow.project_id,
        workflow.name.encode(),
        searchable(workflow.name),
        workflow.description.encode(),
        [tag.encode() for tag in workflow.tags],
        None if workflow.folder is None else workflow.folder.encode(),
        workflow.is_active,
        workflow.archived,
        workflow.version,
        workflow.published_version,
        folded.activated_position,
        workflow.created_at,
        workflow.updated_at,
        workflow.position,
        json_text.dumps(keys) if (keys := workflow.settings.get("search_keys")) else None,
        json_text.dumps(workflow.to_json()),
    ]


def write_version(conn: Connection[Any], workflow: Workflow, version: int, published: TapeRow) -> None:
    at = BEGINNING + timedelta(microseconds=published.at)
    definition = json_text.dumps(workflow.definition())
    row = [workflow.id, version, at, published.actor, published.position, definition]
    conn.execute(_INSERT_VERSION, row)


def write_webhooks(conn: Connection[Any], folded: Folded) -> None:
    """The routes of the published version while the workflow is active, otherwise none."""
    workflow = folded.workflow
    conn.execute(_DELETE_WEBHOOKS, [workflow.id])
    if folded.activated_position is None or workflow.published_version is None:
        return
    definition = _published(conn, workflow.id, workflow.published_version)
    parameters = {node["id"]: node["parameters"] for node in definition["nodes"]}
    for webhook in webhooks_of(definition):
        for method in webhook["methods"]:
            key = [workflow.id, webhook["node_id"], method, workflow.project_id, workflow.published_version]
            route = _route(webhook, parameters[webhook["node_id"]])
            priority = definition["settings"].get("priority")
            conn.execute(_INSERT_WEBHOOK, [*key, *route, priority, folded.activated_position])


def _published(conn: Connection[Any], workflow_id: UUID, version: int) -> dict[str, Any]:
    row = conn.execute(_PUBLISHED, [workflow_id, version]).fetchone()
    assert row is not None
    definition: dict[str, Any] = json_text.read_back(row[0])
    return definition


def _route(webhook: Webhook, parameters: Mapping[str, Any]) -> list[Any]:
    path, status = webhook["path"], parameters.get("status")
    respond = parameters.get("respond")
    return [
        path.encode(),
        is_pattern(path),
        path.count("/") + 1,
        respond if isinstance(respond, str) else "immediately",
        status if type(status) is int else None,
        json_text.dumps(parameters),
    ]
