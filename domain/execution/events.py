"""What can happen to an execution. Fields are plain JSON; the topics below are the storage format.

Data (items, inputs, log lines) is not in these fields: it stands in the event's data column, or as a
payload where it is large, and the event carries its size and hash.
"""

from dataclasses import dataclass
from typing import Any, TypedDict


class Output(TypedDict):
    """What left a port, without the items themselves."""

    items: int
    size: int
    """Bytes of the items as JSON."""
    hash: str
    """SHA-256 of the items as JSON, hexadecimal."""
    payload: str | None
    """The payload's id, or None where the items stand in the event's data column."""


class Source(TypedDict):
    """Where a node run got its input from: that run's port."""

    node_id: str
    run_index: int
    port: str


class Failure(TypedDict):
    """Why something failed. ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    node_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRequested:
    """Data column: ``{"input": <JSON>}`` (absent: nothing was given), unless ``input["payload"]``."""

    workflow_id: str
    workflow_version: int
    trigger: str
    """manual, webhook, schedule, call or error."""
    trigger_node: str
    priority: int
    input: Output | None = None
    until_node: str | None = None
    request_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionClaimed:
    worker: str
    epoch: int
    after_loss: bool = False
    """The owner before didn't hand it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStarted:
    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    at: str
    sources: list[Source]
    items_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCompleted:
    """Data column: ``{port: {"items": [...], "paired": "identity" | [[input, index], ...] | null}}``
    for the ports whose ``payload`` is None."""

    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    started_at: str
    at: str
    duration_ms: float
    sources: list[Source]
    items_in: int
    outputs: dict[str, Output]
    warnings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFailed:
    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    started_at: str
    at: str
    duration_ms: float
    sources: list[Source]
    items_in: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequested:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionWaiting:
    """Nobody works on it until it is resumed; ``message`` says what it waits for."""

    node_id: str
    run_index: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionResumed:
    node_id: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionCompleted:
    leaves: list[str]
    """Enabled nodes without outgoing edges that ran, in the definition's order."""
    last: Source | None
    """The first port that had items of the last node run that completed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionFailed:
    code: str
    message: str
    node_id: str | None
    leaves: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionCancelled:
    leaves: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionTimedOut:
    message: str
    leaves: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLinesCaptured:
    """A chunk of log lines, in a stream beside the execution's own that no state reads.

    Data column: ``[[at, node_id, run_index, stream, line], ...]``.
    """

    execution_id: str
    lines: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateResultRefused:
    """A worker that had lost the execution came back with something; kept for the audit only."""

    execution_id: str
    worker: str
    epoch: int
    topics: list[str]


TERMINAL = (ExecutionCompleted, ExecutionFailed, ExecutionCancelled, ExecutionTimedOut)

TOPICS: dict[str, type] = {
    "execution.requested": ExecutionRequested,
    "execution.claimed": ExecutionClaimed,
    "execution.node_started": NodeStarted,
    "execution.node_completed": NodeCompleted,
    "execution.node_failed": NodeFailed,
    "execution.cancel_requested": CancelRequested,
    "execution.waiting": ExecutionWaiting,
    "execution.resumed": ExecutionResumed,
    "execution.completed": ExecutionCompleted,
    "execution.failed": ExecutionFailed,
    "execution.cancelled": ExecutionCancelled,
    "execution.timed_out": ExecutionTimedOut,
    "log.lines_captured": LogLinesCaptured,
    "audit.late_result_refused": LateResultRefused,
}
