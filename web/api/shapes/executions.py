"""Executions, as the contract has them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from web.api.shapes.base import Body, Id, Moment

Status = Literal["queued", "running", "waiting", "completed", "failed", "cancelled", "timed_out"]
BadEnd = Literal["failed", "timed_out", "cancelled"]
_FAILURES: tuple[BadEnd, ...] = ("failed", "timed_out")
TERMINAL = frozenset({"completed", "failed", "cancelled", "timed_out"})


Action = Literal["continue", "retry", "skip", "fail", "approve", "reject"]


class Execute(Body):
    """``input``: one object, a list of objects, or nothing."""

    input: Any = None
    priority: int | None = Field(None, ge=0, le=9)
    """Lower goes first: 0 interactive (the default), 1 webhook, 2 schedule, 3 bulk."""
    until_node: str | None = None
    """Run what this node needs, and the node, but nothing after it."""
    trigger_node: str | None = None
    """Where to begin, if the workflow has several triggers."""
    from_node: str | None = None
    """Run from this node on, with the data that the newest execution recorded before it."""
    node: str | None = None
    """Run this node alone, with the data that the newest execution recorded before it."""
    given: dict[str, Any] | None = None
    """Node id → items that stand in for what it would put out."""
    files: list[dict[str, Any] | None] | None = None
    """For each object of the input, `binary` of its item: key → `{file_id, name, mime, size}`."""

    @model_validator(mode="after")
    def _fits_together(self) -> "Execute":
        if self.node is not None and not (self.from_node is self.until_node is None):
            raise ValueError("node is a run of that node alone: leave out from_node and until_node")
        begins_inside = self.node or self.from_node
        if begins_inside and (self.input, self.trigger_node, self.files) != (None, None, None):
            raise ValueError(
                f"what {begins_inside!r} begins with is recorded: leave out input, files and trigger_node, "
                "or give other items to the nodes before it with given"
            )
        return self


class ForkRequest(Body):
    """What isn't named stays as it was."""

    from_node: str | None = None
    """This node and all behind it run again; everything does where it is left out."""
    version: Literal["same", "newest"] = "same"
    """Of the workflow: the one that ran, or the draft as it is now."""
    input: Any = None
    data: dict[str, Any] | None = None
    """Node id → items that stand in for what it put out."""


class ForkMany(Body):
    """Which executions to run again, and how. Those that have been run again since are left out."""

    status: list[BadEnd] = Field(default_factory=lambda: list(_FAILURES))
    execution_ids: list[Id] | None = Field(None, max_length=200)
    """Of these only. Without them, none that another execution called: they run again with that one."""
    workflow_id: Id | None = None
    trigger: str | None = Field(None, max_length=50)
    since: Moment | None = None
    until: Moment | None = None
    begin: Literal["failed", "start"] = "failed"
    """With the node that failed, or all over again."""
    version: Literal["same", "newest"] = "same"
    limit: int = Field(200, ge=1, le=200)
    """So many, the oldest; 1 for a first try."""
    per_minute: float | None = Field(None, gt=0, le=6000)
    """How many of them begin within a minute; as fast as they go where it is left out."""
    dry_run: bool = False
    """Only say which they would be."""
    batch_id: Id | None = None
    """The caller's own name for the request: sent again with it, nothing is run twice."""

    @model_validator(mode="after")
    def _is_named(self) -> "ForkMany":
        if not self.dry_run and self.batch_id is None:
            raise ValueError(
                "give a batch_id, a UUID of your own, so that a repeated request runs nothing twice"
            )
        return self


class ForkRefused(BaseModel):
    code: str
    detail: str


class ForkOfMany(BaseModel):
    """``fork_id`` is null in a dry run, and where it was refused."""

    execution_id: UUID
    from_node: str | None
    fork_id: UUID | None
    refused: ForkRefused | None


class ForksOfMany(BaseModel):
    matched: int
    """Those that fit and have not been run again but in this batch; 10,000 are looked through at most."""
    left: int
    """Of these, how many are not among ``items``."""
    items: list[ForkOfMany]
    """Oldest first."""
    position: int | None


class Decision(Body):
    """About a node run that waits."""

    node_id: str
    run_index: int | None = Field(None, ge=0, lt=2**31)
    """Needed where several runs of the node wait."""
    action: Action
    data: Any = None
    """Items, for ``continue``; ``{approved, comment?}`` where an approval is waited for."""


class Resumed(BaseModel):
    position: int


class Started(BaseModel):
    execution_id: UUID
    position: int


class Failure(BaseModel):
    code: str
    message: str
    node_id: str | None


class Waiting(BaseModel):
    """A node run that waits for something."""

    node_id: str
    run_index: int
    name: str
    kind: Literal["time", "webhook", "approval", "call", "decision"]
    message: str
    until: datetime | None


class WaitingLinks(BaseModel):
    """What makes a waiting node run go on, without an account: ``webhook``, or ``approve`` and ``reject``."""

    node_id: str
    run_index: int
    name: str
    links: dict[Literal["webhook", "approve", "reject"], str]


class Links(BaseModel):
    items: list[WaitingLinks]


class Parent(BaseModel):
    """The node run that called an execution."""

    execution_id: UUID
    node_id: str
    run_index: int


class Forked(BaseModel):
    """What an execution was forked from; from the start where ``from_node`` is null."""

    execution_id: UUID
    from_node: str | None


class Execution(BaseModel):
    id: UUID
    workflow_id: UUID
    workflow_name: str | None
    workflow_version: int
    status: Status
    trigger: str
    error_message: str | None
    error: Failure | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    position: int
    until_node: str | None
    waiting: list[Waiting]
    waiting_reason: str | None
    reason: str | None
    """Why it was cancelled, where nobody asked for it."""
    parent: Parent | None
    children: int
    """How many executions it called: ``GET /api/executions?parent=…`` lists them."""
    forked_from: Forked | None
    keys: dict[str, Any]
    """What the input has under the workflow's `search_keys`."""
    input_data: Any
    output_data: Any


class Executions(BaseModel):
    items: list[Execution]
    next_cursor: str | None


class Attempt(BaseModel):
    attempt: int
    status: Literal["failed", "lost"]
    """Lost with its worker."""
    started_at: datetime
    completed_at: datetime | None
    error: dict[str, Any] | None


class NodeRun(BaseModel):
    node_id: str
    name: str
    type: str
    run_index: int
    attempt: int
    attempts: list[Attempt]
    """Those before the last."""
    status: Literal["running", "waiting", "retrying", "completed", "skipped", "failed", "cancelled"]
    origin: Literal["run", "pinned", "given", "reused", "skipped"]
    """Where its output is from."""
    handled: bool
    """It failed, and the workflow went on."""
    retry_at: datetime | None
    waiting: dict[str, Any] | None
    """``{kind, message, until}`` while it waits."""
    children: list[UUID]
    """The executions that it called."""
    failed_items: dict[str, Any] | None
    """``{count, first: [{item, code, message}]}`` where it completed though some items failed."""
    started_at: datetime
    completed_at: datetime | None
    duration_ms: float | None
    items_in: int
    items_out: int | None
    output: dict[str, Any] | None
    """Port → items, or where they are many ``{"truncated": true, "items": N, "href": …}``."""
    error: dict[str, Any] | None


class NodeRuns(BaseModel):
    items: list[NodeRun]
    next_cursor: str | None


class LogLine(BaseModel):
    position: int
    at: datetime
    node_id: str | None
    run_index: int | None
    stream: Literal["stdout", "stderr", "system"]
    line: str


class LogLines(BaseModel):
    items: list[LogLine]
    next_cursor: str | None


class Event(BaseModel):
    position: int
    version: int
    type: str
    at: datetime
    actor: str
    data: dict[str, Any]


class Events(BaseModel):
    items: list[Event]
    next_cursor: str | None


class Ancestor(BaseModel):
    """An item that another one came from."""

    node_id: str
    run_index: int
    port: str
    item: int
    """Its index within what left the port."""
    value: dict[str, Any] | None
    """Null where the data was dropped."""


class Items(BaseModel):
    """A page of what a node put out."""

    items: list[dict[str, Any]]
    next_cursor: str | None
