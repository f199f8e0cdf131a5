"""Folds workflows into read.workflows, read.workflow_versions and read.webhooks."""

from collections.abc import Sequence
from importlib import resources
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain import json_text
from domain.workflow.events import TOPICS
from domain.workflow.state import Workflow
from projections.engine.group import Group
from projections.engine.tape import TapeRow
from projections.workflows.history import UPTO, folded, recorded, tape_row
from projections.workflows.write import Folded, write_version, write_webhooks, write_workflows

_LOAD = "SELECT id, state, activated_position FROM workflows WHERE id = ANY(%s)"
_ROUTES_CHANGE = {
    "workflow.version_published",
    "workflow.activated",
    "workflow.deactivated",
    "workflow.archived",
}


def apply(conn: Connection[Any], events: Sequence[TapeRow]) -> None:
    streams: dict[bytes, list[TapeRow]] = {}
    for event in events:
        streams.setdefault(event.stream, []).append(event)
    before = _load(conn, streams)
    after = {stream: _fold(conn, before.get(stream), rows) for stream, rows in streams.items()}
    write_workflows(conn, after.values())
    for stream, rows in streams.items():
        if any(row.topic in _ROUTES_CHANGE for row in rows):
            write_webhooks(conn, after[stream])


def _load(conn: Connection[Any], streams: dict[bytes, list[TapeRow]]) -> dict[bytes, Folded]:
    rows = conn.execute(_LOAD, [[UUID(bytes=stream) for stream in streams]]).fetchall()
    return {
        workflow_id.bytes: Folded(Workflow.from_json(json_text.read_back(state)), activated)
        for workflow_id, state, activated in rows
    }


def _fold(conn: Connection[Any], before: Folded | None, rows: list[TapeRow]) -> Folded:
    workflow = before.workflow if before else None
    begin = 0
    for index, row in enumerate(rows):
        if row.topic == "workflow.version_published":
            workflow = folded(rows[begin:index], workflow)
            _publish(conn, workflow, row)
            begin = index
    workflow = folded(rows[begin:], workflow)
    assert workflow is not None
    return Folded(workflow, _active_since(before.activated_position if before else None, rows))


def _active_since(position: int | None, rows: list[TapeRow]) -> int | None:
    for row in rows:
        if row.topic == "workflow.activated" and position is None:
            position = row.position
        elif row.topic in {"workflow.deactivated", "workflow.archived"}:
            position = None
    return position


def _publish(conn: Connection[Any], workflow: Workflow | None, row: TapeRow) -> None:
    """Keep what the published version says: usually the workflow as it stands, else one of the past."""
    version = recorded(row).event.version
    if workflow is None or workflow.version != version:
        past = conn.execute(UPTO, [UUID(bytes=row.stream), version]).fetchall()
        workflow = folded(tape_row(event) for event in past)
    assert workflow is not None
    write_version(conn, workflow, version, row)


WORKFLOWS = Group(
    name="workflows",
    tables=("workflows", "workflow_versions", "webhooks"),
    topics=frozenset(TOPICS),
    schema=resources.files(__package__).joinpath("schema.sql").read_text("utf-8"),
    version=2,
    apply=apply,
)
