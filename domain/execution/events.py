"""What can happen to an execution. Fields are plain JSON; the topics below are the storage format.

Data (items, inputs, log lines) is not in these fields: it stands in the event's data column, or as a
payload where it is large, and the event carries its size and hash.
"""

from dataclasses import dataclass, field
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
    """Where a node run got its input from: that run's port; and the port of its own that it came in by."""

    node_id: str
    run_index: int
    port: str
    input: str


class Failure(TypedDict):
    """Why something failed. ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    node_id: str | None


class FailedItems(TypedDict):
    """Items of a node run that failed while the others passed."""

    count: int
    first: list[dict[str, Any]]
    """``{item, code, message}`` of the first ones; ``item`` is its index within the input."""


class Caller(TypedDict):
    """The node run of another execution that asked for this one, and how many calls deep this one is."""

    execution_id: str
    node_id: str
    run_index: int
    depth: int
    manual: bool
    """A person started what all this began with: drafts are run, not what is published."""
    waits: bool
    """The run goes on when this one is over, and the end of either reaches the other."""
    of_error: bool
    """An error workflow is what all this began with: its failures call no other one."""


class Slot(TypedDict):
    """One of so many as a workflow's concurrency allows under a key, which is hashed: it may be data."""

    key: str
    limit: int


class Fork(TypedDict):
    """What is taken from another execution's tape instead of being run again."""

    execution_id: str
    from_node: str | None
    """This node and all behind it run again; None: everything does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRequested:
    """Data column: ``{"input"?: <JSON>, "given"?: {node_id: [item, ...]}}`` (absent: nothing was given).

    ``given`` stands in for what those nodes would put out.
    """

    workflow_id: str
    workflow_version: int
    trigger: str
    """manual, webhook, schedule, call or error."""
    trigger_node: str
    priority: int
    input: Output | None = None
    until_node: str | None = None
    """Nothing but this node and what leads to it runs."""
    from_node: str | None = None
    """Nothing but this node and what is behind it runs: what it begins with is taken from another execution,
    or given."""
    request_hash: str | None = None
    caller: Caller | None = None
    forked: Fork | None = None
    deadline_at: str | None = None
    """Handed down by the caller; the workflow's own may be earlier."""
    not_before: str | None = None
    """It is one of many that run at a pace, and begins then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionClaimed:
    worker: str
    epoch: int
    after_loss: bool = False
    """The owner before didn't hand it on."""
    slot: Slot | None = None
    """The one that it took when it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionParked:
    """It has not begun: there is no slot for it, and it begins as soon as there is."""

    slot: Slot
    message: str


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
    for the ports whose ``payload`` is None; null in place of a pair where nobody knows of that item."""

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
    origin: str = "run"
    """``run``; or where the outputs are from instead: ``pinned``, ``given``, ``reused`` (from the execution
    that this one was forked from) or ``skipped`` (the input went through)."""
    children: list[str] = field(default_factory=list)
    """The executions that it called."""
    failed_items: FailedItems | None = None
    """They left as errors, since the node's settings let the workflow go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRunsCompleted:
    """Many runs that completed one after another, in one event: ``runs`` are the fields of
    :class:`NodeCompleted` each, without those that have their default.

    Data column: a JSON array with each run's data, ``null`` for those without.
    """

    runs: list[dict[str, Any]]


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
    outputs: dict[str, Output] = field(default_factory=dict)
    """What left the node instead, where the workflow goes on. Data column as of NodeCompleted."""
    handled: bool = False
    """The workflow goes on in spite of it."""
    children: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRetryScheduled:
    """An attempt failed, and there will be another one."""

    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    """The one that failed."""
    started_at: str
    at: str
    duration_ms: float
    sources: list[Source]
    items_in: int
    code: str
    message: str
    retry_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeWaiting:
    """A node run goes on when something happens; nobody works on it until then."""

    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    started_at: str
    at: str
    sources: list[Source]
    items_in: int
    kind: str
    """time, webhook, approval, call or decision (its worker was lost while it was at work)."""
    message: str
    until: str | None
    """When it goes on by itself; None: never."""
    details: dict[str, Any] = field(default_factory=dict)
    """What the node wants to know again then."""
    children: list[str] = field(default_factory=list)
    """The executions that it waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequested:
    by: str
    reason: str | None = None
    """Where it was no person who asked: why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionWaiting:
    """Nobody works on it until it is resumed; this says what it waits for (one thing of several)."""

    node_id: str
    run_index: int
    code: str
    message: str
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionResumed:
    """What a waiting node run was waiting for happened. Data column: ``{"data": <JSON>}`` where something
    came with it."""

    node_id: str
    run_index: int
    action: str
    """continue, retry, skip or fail (decided by somebody), approve, reject, webhook, or child (one that it
    called is over)."""
    by: str


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
    reason: str | None = None
    """Where nobody asked for it: why it was."""


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
    "execution.parked": ExecutionParked,
    "execution.node_started": NodeStarted,
    "execution.node_completed": NodeCompleted,
    "execution.node_runs_completed": NodeRunsCompleted,
    "execution.node_failed": NodeFailed,
    "execution.node_retry_scheduled": NodeRetryScheduled,
    "execution.node_waiting": NodeWaiting,
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
