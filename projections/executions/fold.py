"""What each event of an execution means for its rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson

from domain import json_text
from projections.engine.tape import TapeRow
from projections.executions.rows import (
    OPEN,
    UNENDED,
    Attempt,
    NodeRun,
    Requested,
    Rows,
    as_json,
    error_of,
    microseconds,
)

Event = dict[str, Any]


def _requested(rows: Rows, row: TapeRow, event: Event) -> None:
    caller, forked = event.get("caller"), event.get("forked")
    rows.requested[row.stream] = Requested(
        project=row.project,
        workflow=UUID(event["workflow_id"]).bytes,
        workflow_version=event["workflow_version"],
        trigger=event["trigger"],
        trigger_node=event["trigger_node"],
        until_node=event.get("until_node"),
        priority=event["priority"],
        created_at=row.at,
        input=_input(row.data),
        input_ref=as_json(event.get("input")),
        parent=caller and (UUID(caller["execution_id"]).bytes, caller["node_id"], caller["run_index"]),
        forked=forked and (UUID(forked["execution_id"]).bytes, forked["from_node"]),
    )
    rows.changed(row).status = "queued"


def _input(data: bytes | None) -> bytes | None:
    """``{"input": …}``, without what was given for nodes."""
    if data is None or not data.startswith(b'{"given":'):
        return data
    column = json_text.read_back(data)
    return json_text.dumps({"input": column["input"]}) if "input" in column else None


def _claimed(rows: Rows, row: TapeRow, _: Event) -> None:
    progress = rows.changed(row)
    progress.status = "running"
    if progress.started_at is None:
        progress.started_at = row.at


def _parked(rows: Rows, row: TapeRow, event: Event) -> None:
    rows.changed(row).waiting = orjson.dumps({"code": "concurrency", "message": event["message"]})


def _node_started(rows: Rows, row: TapeRow, event: Event) -> None:
    _put(rows, row, NodeRun(event, row.position, row.position, "running", microseconds(event["at"])))


def _node_completed(rows: Rows, row: TapeRow, event: Event) -> None:
    _put(rows, row, _ended(row, event, _status(event), row.data))


def _node_runs_completed(rows: Rows, row: TapeRow, event: Event) -> None:
    datas = json_text.read_back(row.data) if row.data else [None] * len(event["runs"])
    for ordinal, (each, data) in enumerate(zip(event["runs"], datas, strict=True)):
        run = _ended(row, each, _status(each), None if data is None else json_text.dumps(data))
        run.ordinal = ordinal
        _put(rows, row, run)


def _status(event: Event) -> str:
    return "skipped" if event.get("origin") == "skipped" else "completed"


def _node_failed(rows: Rows, row: TapeRow, event: Event) -> None:
    _put(rows, row, _ended(row, event, "failed", row.data))


def _node_retry_scheduled(rows: Rows, row: TapeRow, event: Event) -> None:
    run = _ended(row, event, "retrying", None)
    _put(rows, row, run)
    key = (row.stream, event["node_id"], event["run_index"], event["attempt"])
    rows.attempts[key] = Attempt(run.started_at, run.completed_at, error_of(event))


def _node_waiting(rows: Rows, row: TapeRow, event: Event) -> None:
    began = microseconds(event["started_at"])
    _put(rows, row, NodeRun(event, row.position, row.position, "waiting", began))


def _ended(row: TapeRow, event: Event, status: str, data: bytes | None) -> NodeRun:
    began, ended = microseconds(event["started_at"]), microseconds(event["at"])
    run = NodeRun(event, row.position, row.position, status, began, ended)
    if status in ("completed", "skipped") or event.get("outputs"):
        run.outputs, run.data = event["outputs"], data
    return run


def _put(rows: Rows, row: TapeRow, run: NodeRun) -> None:
    runs = rows.nodes.get(row.stream)
    if runs is None:
        runs = rows.nodes[row.stream] = {}
    key = (run.event["node_id"], run.event["run_index"])
    if earlier := runs.get(key):
        run.first_position, run.ordinal = earlier.first_position, earlier.ordinal
        attempt = earlier.event["attempt"]
        if earlier.status in OPEN and attempt < run.event["attempt"]:
            rows.attempts.setdefault((row.stream, *key, attempt), Attempt(earlier.started_at))
    runs[key] = run
    rows.resumed.pop((row.stream, key), None)


def _waiting(rows: Rows, row: TapeRow, event: Event) -> None:
    progress = rows.changed(row)
    progress.status, progress.waiting = "waiting", orjson.dumps(event)


def _resumed(rows: Rows, row: TapeRow, event: Event) -> None:
    rows.changed(row).status = "running"
    if event["action"] == "child":
        return
    key = (event["node_id"], event["run_index"])
    run = rows.nodes.get(row.stream, {}).get(key)
    if run is None:
        rows.resumed[row.stream, key] = row.position
    elif run.status == "waiting":
        run.status, run.position = "running", row.position


def _completed(rows: Rows, row: TapeRow, event: Event) -> None:
    _over(rows, row, event, "completed")


def _failed(rows: Rows, row: TapeRow, event: Event) -> None:
    error = {"code": event["code"], "node_id": event["node_id"], "message": event["message"]}
    _over(rows, row, event, "failed", error)


def _cancelled(rows: Rows, row: TapeRow, event: Event) -> None:
    _over(rows, row, event, "cancelled")
    if event.get("reason"):
        rows.changed(row).reason = event["reason"].encode()


def _timed_out(rows: Rows, row: TapeRow, event: Event) -> None:
    _over(rows, row, event, "timed_out", {"code": "timed_out", "node_id": None, "message": event["message"]})


def _over(rows: Rows, row: TapeRow, event: Event, status: str, error: Event | None = None) -> None:
    progress = rows.changed(row)
    progress.status, progress.completed_at = status, row.at
    progress.error, progress.leaves = as_json(error), orjson.dumps(event["leaves"])
    progress.last = as_json(event.get("last"))
    rows.over[row.stream] = (row.position, row.at)
    for run in rows.nodes.get(row.stream, {}).values():
        if run.status in UNENDED:
            run.status, run.position, run.completed_at = "cancelled", row.position, row.at


def _logged(rows: Rows, row: TapeRow, event: Event) -> None:
    rows.logs.append((UUID(event["execution_id"]).bytes, row.position, event["lines"], row.data or b"[]"))


FOLD: dict[str, Callable[[Rows, TapeRow, Event], None]] = {
    "execution.requested": _requested,
    "execution.claimed": _claimed,
    "execution.parked": _parked,
    "execution.node_started": _node_started,
    "execution.node_completed": _node_completed,
    "execution.node_runs_completed": _node_runs_completed,
    "execution.node_failed": _node_failed,
    "execution.node_retry_scheduled": _node_retry_scheduled,
    "execution.node_waiting": _node_waiting,
    "execution.waiting": _waiting,
    "execution.resumed": _resumed,
    "execution.completed": _completed,
    "execution.failed": _failed,
    "execution.cancelled": _cancelled,
    "execution.timed_out": _timed_out,
    "log.lines_captured": _logged,
}
