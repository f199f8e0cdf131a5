"""What one execution's owner has decided and not yet stored.

The state runs ahead of the tape by what is buffered here. Pure steps wait in the buffer for the next
thing that must be stored, at most 100 ms; whoever is about to touch the world commits first. Those that
repeat go into fewer events.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from commands.ports import Append, EventStore, VersionConflict
from domain.execution.events import TERMINAL, ExecutionClaimed, LateResultRefused
from domain.execution.state import Execution
from domain.ids import derived_id
from domain.tape import Cause, Fact, Recorded
from domain.topics import topic_of
from workers.engine.packing import packed

FLUSH_SECONDS = 0.1

log = logging.getLogger(__name__)


class Lost(Exception):
    """Somebody else owns the execution now, or it is over: nothing more may be appended."""


class Journal:
    """``on_foreign`` is called with what others appended meanwhile, after the state has it;
    ``before_timer`` may add to the buffer before a flush that nobody asked for."""

    def __init__(
        self,
        store: EventStore,
        *,
        execution_id: UUID,
        execution: Execution,
        cause: Cause,
        epoch: int,
        version: int,
        on_foreign: Callable[[list[Recorded]], None],
        before_timer: Callable[[], None],
    ) -> None:
        self._store = store
        self._execution_id = execution_id
        self._execution = execution
        self._cause = cause
        self._epoch = epoch
        self._version = version
        self._on_foreign = on_foreign
        self._before_timer = before_timer
        self._buffer: list[Fact] = []
        self._packable: set[UUID] = set()
        self._lock = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Task[None] | None = None
        self.error: Exception | None = None

    def add(
        self, event: Any, data: bytes | None = None, *, known: bool = False, packable: bool = False
    ) -> None:
        """``known``: the state has it already. ``packable``: a completion, and nothing else of the run is on
        the tape."""
        fact = Fact(event=event, data=data)
        self._buffer.append(fact)
        if packable:
            self._packable.add(fact.event_id)
        if not known:
            self._execution.evolve(event)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._on_timer)

    def soon(self) -> None:
        """Store what is buffered, without waiting for it; what is added meanwhile goes next."""
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush(), name="journal")

    async def commit(self, *, dequeue: bool = False) -> None:
        """Returns once everything added so far is durable. Raises :class:`Lost`."""
        async with self._lock:
            if facts := self._taken():
                await self._append(facts, dequeue=dequeue)

    async def commit_unless(
        self,
        told: Callable[[], bool],
        event: Any,
        *,
        release: bool = False,
        wake_at: datetime | None = None,
    ) -> bool:
        """Store what is buffered; and the event behind it, unless others have told us something, by now or
        in the meantime. Only then it happened: the state hears of it afterwards. Raises :class:`Lost`.
        """
        async with self._lock:
            facts = self._taken()
            if not told() and await self._try(
                [*facts, Fact(event=event)], dequeue=False, release=release, wake_at=wake_at
            ):
                self._execution.evolve(event)
                return True
            if facts:
                await self._append(facts, dequeue=False)
            return False

    def _taken(self) -> list[Fact]:
        if self.error:
            raise self.error
        facts = packed(self._buffer, self._packable)
        self._buffer, self._packable = [], set()
        self.stop_timer()
        return facts

    def stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self) -> None:
        self._timer = None
        self._before_timer()
        self.soon()

    async def _flush(self) -> None:
        try:
            while self._buffer:
                await self.commit()
        except Exception as error:
            self.error = error
            self._on_foreign([])

    async def _append(self, facts: list[Fact], *, dequeue: bool) -> None:
        while not await self._try(facts, dequeue=dequeue):
            pass

    async def _try(self, facts: list[Fact], **ending: Any) -> bool:
        """False: others have appended; what they did is taken in."""
        append = Append(
            stream_id=self._execution_id,
            expected=self._version,
            facts=facts,
            cause=self._cause,
            epoch=self._epoch,
            **ending,
        )
        try:
            self._version = (await self._store.append(append)).version
        except VersionConflict:
            await self._take_in(facts)
            return False
        return True

    async def look(self) -> None:
        """Take in what others appended. Raises :class:`Lost`."""
        async with self._lock:
            await self._take_in([])

    async def _take_in(self, facts: list[Fact]) -> None:
        """``facts`` are those that were refused because of it."""
        foreign = await self._store.load(self._execution_id, after=self._version)
        for recorded in foreign:
            taken_over = isinstance(recorded.event, ExecutionClaimed) and recorded.event.epoch > self._epoch
            if taken_over or isinstance(recorded.event, TERMINAL):
                await self._refuse(facts)
                raise Lost(f"execution {self._execution_id} went on without this worker")
            if recorded.epoch is not None:
                raise Lost(f"an earlier owner of {self._execution_id} was still writing")
            self._execution.evolve(recorded.event)
            self._version = recorded.version
        if foreign:
            self._on_foreign(foreign)

    async def _refuse(self, facts: list[Fact]) -> None:
        if not facts:
            return
        refused = LateResultRefused(
            execution_id=str(self._execution_id),
            worker=self._cause.actor,
            epoch=self._epoch,
            topics=[topic_of(_class_of(fact.event)) for fact in facts],
        )
        audit = derived_id("audit", self._cause.project_id)
        await self._store.append(
            Append(stream_id=audit, expected=None, facts=[Fact(event=refused)], cause=self._cause)
        )


def _class_of(event: Any) -> Any:
    return type(event)
