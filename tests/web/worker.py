"""What a worker would write on the tape, written by a test."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from commands.ports import Append
from domain.execution import events as e
from domain.execution.events import ExecutionRequested, LogLinesCaptured
from domain.ids import log_stream_of
from domain.json_text import dumps
from domain.tape import Cause, Fact, Recorded
from tests.projections.stories import completed
from web.api.services import Services


async def append(services: Services, execution_id: UUID | str, *events: Any) -> int:
    """Events or (event, data) pairs, to the execution's stream; returns the position of the last."""
    stream = UUID(str(execution_id))
    [first] = await services.context.store.load(stream, upto=1)
    cause = Cause(project_id=first.project_id, actor="worker:test")
    pairs = [event if isinstance(event, tuple) else (event, None) for event in events]
    facts = [Fact(event=event, data=data) for event, data in pairs]
    done = await services.context.store.append(
        Append(stream_id=stream, expected=None, facts=facts, cause=cause, dequeue=True)
    )
    return done.position


async def log(services: Services, execution_id: UUID | str, *lines: str) -> int:
    stream = UUID(str(execution_id))
    [first] = await services.context.store.load(stream, upto=1)
    rows = [["2026-01-01T00:00:00Z", "set", 0, "stdout", line] for line in lines]
    event = LogLinesCaptured(execution_id=str(stream), lines=len(lines), size=10)
    cause = Cause(project_id=first.project_id, actor="worker:test")
    facts = [Fact(event=event, data=dumps(rows))]
    done = await services.context.store.append(
        Append(stream_id=log_stream_of(stream), expected=None, facts=facts, cause=cause)
    )
    return done.position


def ended(node_id: str = "set", port: str = "main") -> e.ExecutionCompleted:
    """Completed, and this node was the last one."""
    return e.ExecutionCompleted(
        leaves=[node_id], last={"node_id": node_id, "run_index": 0, "port": port, "input": "main"}
    )


def ran(node_id: str, *values: Any) -> tuple[e.NodeCompleted, bytes]:
    return completed(node_id, {"main": list(values)})


class Player:
    """Writes the same story on every execution that is asked for."""

    def __init__(self, services: Services, events: Sequence[Any]) -> None:
        self._services, self._events = services, events
        self.requested: list[tuple[UUID, ExecutionRequested, bytes | None]] = []
        self._tasks: set[Any] = set()
        services.tail.on_topics("execution.requested", self._play)

    def _play(self, recorded: Recorded) -> None:

        self.requested.append((recorded.stream_id, recorded.event, recorded.data))
        task = asyncio.ensure_future(append(self._services, recorded.stream_id, *self._events))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
