"""What queries about executions answer with."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID


class Failure(TypedDict):
    code: str
    node_id: str | None
    message: str


class Waiting(TypedDict):
    node_id: str
    run_index: int
    name: str
    kind: str
    """time, webhook, approval, call or decision."""
    message: str
    until: str | None


class Parent(TypedDict):
    execution_id: UUID
    node_id: str
    run_index: int


class Forked(TypedDict):
    execution_id: UUID
    from_node: str | None


class Execution(TypedDict):
    id: UUID
    workflow_id: UUID
    workflow_name: str | None
    """As it is called now."""
    workflow_version: int
    status: str
    trigger: str
    trigger_node: str
    until_node: str | None
    priority: int
    keys: dict[str, Any]
    """What the input has under the workflow's ``search_keys``, as far as it is shown here."""
    input_data: Any
    output_data: dict[str, Any] | None
    """Leaf node → the ``json`` of its items, or what :func:`truncated` says; None until it is over."""
    error_message: str | None
    error: Failure | None
    waiting: list[Waiting]
    """The node runs that wait for something; 100 at most."""
    waiting_reason: str | None
    """In words, while the status is waiting, or queued for a free place under the workflow's concurrency."""
    reason: str | None
    """Why it was cancelled, where nobody asked for it."""
    parent: Parent | None
    """The node run that called it."""
    children: int
    """How many executions it called."""
    forked_from: Forked | None
    started_at: datetime | None
    completed_at: datetime | None
    created_at: datetime
    position: int
    """Of the last event that changed anything of the above."""


class Attempt(TypedDict):
    attempt: int
    status: str
    """failed, or lost with its worker."""
    started_at: datetime | None
    completed_at: datetime | None
    error: dict[str, Any] | None


class NodeRun(TypedDict):
    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    status: str
    """running, waiting, retrying, completed, skipped, failed or cancelled."""
    origin: str
    """``run``, or where its output is from instead: pinned, given, reused or skipped."""
    handled: bool
    """It failed, and the workflow went on."""
    started_at: datetime | None
    completed_at: datetime | None
    duration_ms: float | None
    items_in: int
    items_out: int | None
    output: dict[str, Any] | None
    """Port → items, or what :func:`truncated` says; None until it has completed."""
    error: dict[str, Any] | None
    warnings: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    attempts: list[Attempt]
    """Those before the last."""
    retry_at: datetime | None
    waiting: dict[str, Any] | None
    """``{kind, message, until}`` while it waits."""
    children: list[str]
    """The executions that it called."""
    failed_items: dict[str, Any] | None
    """``{count, first: [{item, code, message}]}`` of a run that completed though some items failed."""
    position: int


class LogLine(TypedDict):
    position: int
    at: str
    node_id: str | None
    run_index: int | None
    stream: str
    line: str


class Event(TypedDict):
    position: int
    version: int
    type: str
    at: datetime | None
    actor: str
    data: dict[str, Any]


class Truncated(TypedDict):
    truncated: bool
    items: int
    href: str


def truncated(items: int, execution_id: UUID, node_id: str, query: str = "") -> Truncated:
    """What stands for data that is too large to be shown; its items can be read page by page at ``href``."""
    return Truncated(
        truncated=True, items=items, href=f"/api/executions/{execution_id}/data/{node_id}{query}"
    )
