"""One writer per process: whoever waits at the same moment goes into one transaction."""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.persistence import InterfaceError, OperationalError

from commands.ports import Append, Appended, VersionConflict
from infra.store.application import Tape
from infra.store.recorder import Verdict

log = logging.getLogger(__name__)

GROUP_EVENTS = 2_000
"""A group takes no further append once it has this many events."""
PATIENCE_SECONDS = 30.0
"""How long an append is tried again while Postgres is away. Safe: stored events are known by their ids."""


class StoreUnavailable(Exception):
    """Postgres didn't answer in time; whether the events were stored is not known."""


@dataclass(slots=True)
class _Waiting:
    append: Append
    future: asyncio.Future[Appended]
    loop: asyncio.AbstractEventLoop


class GroupCommit:
    """Appends from any event loop; a thread of its own does the waiting for Postgres."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="group-commit", daemon=True)
        self._thread.start()

    def submit(self, append: Append) -> asyncio.Future[Appended]:
        """Resolves once the events are durable; :class:`VersionConflict` if the stream is elsewhere."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Appended] = loop.create_future()
        self._waiting.put(_Waiting(append, future, loop))
        return future

    def close(self) -> None:
        """Write what waits, then stop."""
        self._waiting.put(None)
        self._thread.join(timeout=5)

    def _write(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            group = [first]
            last = self._gather(group)
            self._store(group)
            if last:
                return

    def _gather(self, group: list[_Waiting]) -> bool:
        events = len(group[0].append.facts)
        while events < GROUP_EVENTS:
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                return False
            if waiting is None:
                return True
            group.append(waiting)
            events += len(waiting.append.facts)
        return False

    def _store(self, group: Sequence[_Waiting]) -> None:
        try:
            verdicts = self._append([w.append for w in group])
        except StoreUnavailable as error:
            _resolve(group, [error] * len(group))
        except Exception as error:
            if len(group) == 1:
                log.exception("an append of %d events failed", len(group[0].append.facts))
                _resolve(group, [error])
            else:
                for waiting in group:  # one of them is at fault: it alone shall fail
                    self._store([waiting])
        else:
            _resolve(group, [_answer(w.append, v) for w, v in zip(group, verdicts, strict=True)])

    def _append(self, appends: Sequence[Append]) -> list[Verdict]:
        give_up = time.monotonic() + PATIENCE_SECONDS
        delay = 0.05
        while True:
            try:
                return self._tape.tape.append_group(appends)
            except (OperationalError, InterfaceError) as error:
                if time.monotonic() > give_up:
                    raise StoreUnavailable("PostgreSQL does not answer; try again") from error
                log.warning("Postgres is away, trying again: %s", str(error).strip())
                time.sleep(delay)
                delay = min(delay * 2, 1.0)


def _answer(append: Append, verdict: Verdict) -> Appended | VersionConflict:
    if verdict.stored:
        return verdict.appended
    return VersionConflict(append.stream_id, append.expected, verdict.appended.version)


def _resolve(group: Sequence[_Waiting], answers: Sequence[Appended | Exception]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Appended], Appended | Exception]]] = {}
    for waiting, answer in zip(group, answers, strict=True):
        by_loop.setdefault(waiting.loop, []).append((waiting.future, answer))
    for loop, pairs in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_set_all, pairs)


def _set_all(pairs: Sequence[tuple[asyncio.Future[Appended], Appended | Exception]]) -> None:
    for future, answer in pairs:
        if future.done():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
