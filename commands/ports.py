"""What command handlers need from outside; infra implements it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.tape import Cause, Fact, Recorded
from domain.workflow.catalogue import NodeCatalogue, Problem

__all__ = [
    "Append",
    "Appended",
    "Clock",
    "Doorbell",
    "EventStore",
    "NodeCatalogue",
    "Problem",
    "Run",
    "VersionConflict",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A row of the run queue, written in the same transaction as the events."""

    execution_id: UUID
    priority: int
    """0 interactive, 1 webhook, 2 schedule, 3 bulk; lower goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """Events for one stream, all or none.

    ``expected`` is the stream's version before them (0: the stream is new), or None to append after
    whatever is there.
    """

    stream_id: UUID
    expected: int | None
    facts: Sequence[Fact]
    cause: Cause
    epoch: int | None = None
    enqueue: Run | None = None
    dequeue: bool = False
    """The execution of this stream is over: its run queue row goes in the same transaction."""
    release: bool = False
    """The execution of this stream waits: its row stays, without an owner, until it is resumed."""
    wake_at: datetime | None = None
    """When a waiting execution is to be looked at again even if nobody resumes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """Where the events of one append ended: the last position and the stream's version."""

    position: int
    version: int


class VersionConflict(Exception):
    """The stream is not where the append expected it; nothing was stored."""

    def __init__(self, stream_id: UUID, expected: int | None, current: int) -> None:
        super().__init__(f"stream {stream_id} is at version {current}, not {expected}; load it again")
        self.stream_id = stream_id
        self.expected = expected
        self.current = current


class EventStore(Protocol):
    """The tape."""

    async def load(
        self, stream_id: UUID, after: int = 0, upto: int | None = None, topics: Collection[str] | None = None
    ) -> list[Recorded]:
        """The stream's events in order, only those of these topics where any are named; an empty list where
        there is no such stream."""

    async def last(self, stream_id: UUID) -> Recorded | None:
        """The newest event of the stream."""

    async def append(self, append: Append) -> Appended:
        """Store and return once durable. Raises :class:`VersionConflict`."""

    async def save_snapshot(self, stream_id: UUID, version: int, state: dict[str, Any]) -> None:
        """Keep a fold of the stream up to ``version``, so that loading needs only what follows."""

    async def load_snapshot(
        self, stream_id: UUID, upto: int | None = None
    ) -> tuple[int, dict[str, Any]] | None:
        """The newest kept fold not past ``upto`` as (version, state), if there is one."""


class Doorbell(Protocol):
    """Tells workers that the run queue has something; a lost ring delays, and loses nothing."""

    def ring(self, execution_id: UUID) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime: ...
