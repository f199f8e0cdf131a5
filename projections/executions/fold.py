"""What each event of an execution means for its rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson

from projections.engine.tape import TapeRow
from projections.executions.rows import NodeRun, Requested, Rows, as_json, microseconds

Event = dict[str, Any]


def _requested(rows: Rows, row: TapeRow, event: Event) -> None:
    rows.requested[row.stream] = Requested(
        project=row.project,
        workflow=UUID(event["workflow_id"]).bytes,
        workflow_version=event["workflow_version"],
        trigger=event["trigger"],
        trigger_node=event["trigger_node"],
        until_node=event.get("until_node"),
        priority=event["priority"],
        created_at=row.at,
        input=row.data,
        input_ref=as_json(event.get("input")),
    )
    rows.changed(row).status = "queued"


def _claimed(rows: Rows, row: TapeRow, _: Event) -> None:
    progress = rows.changed(row)
    progress.status = "running"
    if progress.started_at is None:
        progress.started_at = row.at


def _node_started(rows: Rows, row: TapeRow, event: Event) -> None:
    _put(rows, row, NodeRun(event, row.position, row.position, "running", microseconds(event["at"])))


def _node_completed(rows: Rows, row: TapeRow, event: Event) -> None:
    run = _ended(row, event, "completed")
    run.outputs, run.data = event["outputs"], row.data
    _put(rows, row, run)


def _node_failed(rows: Rows, row: TapeRow, event: Event) -> None:
    _put(rows, row, _ended(row, event, "failed"))


def _ended(row: TapeRow, event: Event, status: str) -> NodeRun:
    began, ended = microseconds(event["started_at"]), microseconds(event["at"])
    return NodeRun(event, row.position, row.position, status, began, ended)


def _put(rows: Rows, row: TapeRow, run: NodeRun) -> None:
    runs = rows.nodes.get(row.stream)
    if runs is None:
        runs = rows.nodes[row.stream] = {}
    key = (run.event["node_id"], run.event["run_index"])
    if earlier := runs.get(key):
        run.first_position = earlier.first_position
    runs[key] = run


def _waiting(rows: Rows, row: TapeRow, event: Event) -> None:
    progress = rows.changed(row)
    progress.status, progress.waiting = "waiting", orjson.dumps(event)


def _resumed(rows: Rows, row: TapeRow, _: Event) -> None:
    rows.changed(row).status = "running"


def _completed(rows: Rows, row: TapeRow, event: Event) -> None:
    _over(rows, row, event, "completed")


def _failed(rows: Rows, row: TapeRow, event: Event) -> None:
    error = {"code": event["code"], "node_id": event["node_id"], "message": event["message"]}
    _over(rows, row, event, "failed", error)


def _cancelled(rows: Rows, row: TapeRow, event: Event) -> None:
    _over(rows, row, event, "cancelled")


def _timed_out(rows: Rows, row: TapeRow, event: Event) -> None:
    _over(rows, row, event, "timed_out", {"code": "timed_out", "node_id": None, "message": event["message"]})


def _over(rows: Rows, row: TapeRow, event: Event, status: str, error: Event | None = None) -> None:
    progress = rows.changed(row)
    progress.status, progress.completed_at = status, row.at
    progress.error, progress.leaves = as_json(error), orjson.dumps(event["leaves"])
    progress.last = as_json(event.get("last"))
    rows.over[row.stream] = (row.position, row.at)
    for run in rows.nodes.get(row.stream, {}).values():
        if run.status == "running":
            run.status, run.position, run.completed_at = "cancelled", row.position, row.at


def _logged(rows: Rows, row: TapeRow, event: Event) -> None:
    rows.logs.append((UUID(event["execution_id"]).bytes, row.position, event["lines"], row.data or b"[]"))


FOLD: dict[str, Callable[[Rows, TapeRow, Event], None]] = {
    "execution.requested": _requested,
    "execution.claimed": _claimed,
    "execution.node_started": _node_started,
    "execution.node_completed": _node_completed,
    "execution.node_failed": _node_failed,
    "execution.waiting": _waiting,
    "execution.resumed": _resumed,
    "execution.completed": _completed,
    "execution.failed": _failed,
    "execution.cancelled": _cancelled,
    "execution.timed_out": _timed_out,
    "log.lines_captured": _logged,
}
