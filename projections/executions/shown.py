"""A row of read.executions as the contract shows it."""

from collections.abc import Mapping
from typing import Any

import orjson
from psycopg import AsyncConnection

from domain import json_text
from projections.executions import declared
from projections.executions.outputs import stored
from projections.executions.records import Execution, Forked, Parent, Waiting, truncated
from projections.page import in_utc
from projections.ports import Payloads


def execution(
    row: Mapping[str, Any],
    input_data: Any,
    output_data: dict[str, Any] | None,
    waiting: list[Waiting],
) -> Execution:
    error = orjson.loads(row["error"]) if row["error"] else None
    created = in_utc(row["created_at"])
    assert created is not None
    return Execution(
        id=row["id"],
        workflow_id=row["workflow_id"],
        workflow_name=None if row["workflow_name"] is None else row["workflow_name"].decode(),
        workflow_version=row["workflow_version"],
        status=row["status"],
        trigger=row["trigger"],
        trigger_node=row["trigger_node"],
        until_node=row["until_node"],
        priority=row["priority"],
        keys=declared.values(row["input"], orjson.loads(row["search_keys"] or b"[]")),
        input_data=input_data,
        output_data=output_data,
        error_message=error["message"] if error else None,
        error=error,
        waiting=waiting,
        waiting_reason=_waiting_reason(row),
        reason=row["reason"].decode() if row["reason"] else None,
        parent=_parent(row),
        children=row["children"],
        forked_from=_forked(row),
        started_at=in_utc(row["started_at"]),
        completed_at=in_utc(row["completed_at"]),
        created_at=created,
        position=row["position"],
    )


def _waiting_reason(row: Mapping[str, Any]) -> str | None:
    if row["status"] not in ("queued", "waiting") or not row["waiting"]:
        return None
    message: str = orjson.loads(row["waiting"])["message"]
    return message


def _parent(row: Mapping[str, Any]) -> Parent | None:
    if row["parent_id"] is None:
        return None
    return Parent(execution_id=row["parent_id"], node_id=row["parent_node"], run_index=row["parent_run"])


def _forked(row: Mapping[str, Any]) -> Forked | None:
    if row["forked_from"] is None:
        return None
    return Forked(execution_id=row["forked_from"], from_node=row["forked_node"])


def leaves(row: Mapping[str, Any]) -> list[str]:
    """The leaves that ran; none before it is over."""
    found: list[str] = orjson.loads(row["leaves"]) if row["leaves"] else []
    return found


async def input_data(
    conn: AsyncConnection[Any], row: Mapping[str, Any], payloads: Payloads | None, shown_bytes: int
) -> Any:
    """What the execution was started with; None where that was nothing."""
    if row["input"]:
        return json_text.read_back(row["input"])["input"]
    reference = orjson.loads(row["input_ref"]) if row["input_ref"] else None
    if reference and reference["size"] <= shown_bytes:
        items = await stored(conn, reference, payloads)
        if items is not None:
            return items[0]["json"] if len(items) == 1 else [item["json"] for item in items]
    if reference or row["input_size"]:
        return truncated(reference["items"] if reference else 1, row["id"], row["trigger_node"])
    return None
