"""Log lines of one execution, in chunks, to a stream beside its own."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from commands.ports import Append, Clock, EventStore
from domain import json_text
from domain.execution.events import LogLinesCaptured
from domain.ids import log_stream_of
from domain.tape import Cause, Fact

FLUSH_SECONDS = 0.1
FLUSH_BYTES = 32 * 1024
MOST_WAITING = 8 * FLUSH_BYTES
"""Whoever writes faster than this can be stored has to wait."""
LONGEST_LINE = 64 * 1024


class LogLines:
    def __init__(self, store: EventStore, execution_id: UUID, cause: Cause, clock: Clock) -> None:
        self._store = store
        self._execution_id = execution_id
        self._cause = cause
        self._clock = clock
        self._lines: list[list[Any]] = []
        self._size = 0
        self._lock = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    async def write(self, node_id: str | None, run_index: int | None, stream: str, line: str) -> None:
        """Without a node: of the execution itself."""
        text = line.encode("utf-8", "replace").decode()
        if len(text) > LONGEST_LINE:
            text = f"{text[:LONGEST_LINE]}… (cut, {len(text)} characters)"
        self._lines.append([rfc3339(self._clock.now()), node_id, run_index, stream, text])
        self._size += len(text) + 80
        if self._size >= MOST_WAITING:
            await self.flush()
        elif self._size >= FLUSH_BYTES:
            self._soon()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._soon)

    async def flush(self) -> None:
        """Returns once all lines so far are stored."""
        if not self._lines and not self._lock.locked():
            return
        async with self._lock:
            if self._timer:
                self._timer.cancel()
                self._timer = None
            lines, self._lines, self._size = self._lines, [], 0
            if lines:
                await self._append(lines)

    def _soon(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self.flush(), name="log lines")

    async def _append(self, lines: list[list[Any]]) -> None:
        data = json_text.dumps(lines)
        event = LogLinesCaptured(execution_id=str(self._execution_id), lines=len(lines), size=len(data))
        stream = log_stream_of(self._execution_id)
        facts = [Fact(event=event, data=data)]
        await self._store.append(Append(stream_id=stream, expected=None, facts=facts, cause=self._cause))


def rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
