"""The rows that a batch of events adds up to, before any of them is written."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from projections.engine.tape import TapeRow

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
NodeKey = tuple[str, int]
OPEN = ("running", "waiting")
"""A run that is so, and has another attempt next, lost its worker."""
UNENDED = (*OPEN, "retrying")


@dataclass(slots=True, kw_only=True)
class Requested:
    """What an execution's row has from its first event, and never loses."""

    project: bytes
    workflow: bytes
    workflow_version: int
    trigger: str
    trigger_node: str
    until_node: str | None
    priority: int
    created_at: int
    input: bytes | None
    input_ref: bytes | None
    parent: tuple[bytes, str, int] | None
    """The execution that called it, and the node run there."""
    forked: tuple[bytes, str | None] | None


@dataclass(slots=True)
class Progress:
    """What later events change; None where they leave it as it is."""

    position: int = 0
    status: str | None = None
    started_at: int | None = None
    completed_at: int | None = None
    error: bytes | None = None
    waiting: bytes | None = None
    reason: bytes | None = None
    leaves: bytes | None = None
    last: bytes | None = None


@dataclass(slots=True)
class NodeRun:
    """A row of node_logs. Each event of a node run says all of it anew."""

    event: dict[str, Any]
    first_position: int
    position: int
    status: str
    started_at: int
    completed_at: int | None = None
    outputs: dict[str, Any] | None = None
    data: bytes | None = None
    ordinal: int = 0
    """Among the runs of one event."""


class Attempt(NamedTuple):
    """One that another came after. Without an end: its worker was lost."""

    started_at: int
    completed_at: int | None = None
    error: bytes | None = None


@dataclass(slots=True)
class Rows:
    """Everything that one batch writes, by the stream's 16 bytes."""

    requested: dict[bytes, Requested] = field(default_factory=dict)
    progress: dict[bytes, Progress] = field(default_factory=dict)
    nodes: dict[bytes, dict[NodeKey, NodeRun]] = field(default_factory=dict)
    attempts: dict[tuple[bytes, str, int, int], Attempt] = field(default_factory=dict)
    resumed: dict[tuple[bytes, NodeKey], int] = field(default_factory=dict)
    """Runs that wait no more, and the position of the event that said so."""
    logs: list[tuple[bytes, int, int, bytes]] = field(default_factory=list)
    """(execution, position, lines, chunk)."""
    over: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    """Where and when executions ended: (position, time)."""

    def changed(self, row: TapeRow) -> Progress:
        """The execution's progress, to be changed by this event."""
        progress = self.progress.get(row.stream)
        if progress is None:
            progress = self.progress[row.stream] = Progress()
        progress.position = row.position
        return progress


def microseconds(text: str) -> int:
    """An RFC 3339 time as Postgres counts it: microseconds since 2000."""
    passed = datetime.fromisoformat(text) - _BEGINNING
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def as_json(value: Any) -> bytes | None:
    """The value as JSON bytes; None and an empty list stay None."""
    return orjson.dumps(value) if value else None


def error_of(event: dict[str, Any]) -> bytes | None:
    """``{"code", "message"}`` of what failed."""
    if "code" not in event:
        return None
    return orjson.dumps({"code": event["code"], "message": event["message"]})
