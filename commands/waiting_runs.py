"""Which node runs of an execution wait for something, and what may be decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commands.ports import EventStore
from domain.execution import events as e
from domain.tape import Recorded
from domain.topics import topic_of

RunKey = tuple[str, int]

ACTIONS = {
    "decision": ("retry", "skip", "continue", "fail"),
    "approval": ("approve", "reject", "continue"),
    "time": ("continue", "skip", "fail"),
    "webhook": ("continue", "skip", "fail"),
    "call": ("continue", "skip", "fail"),
}
"""What may be decided about a run, by the kind of what it waits for."""
_MOVES_ON = (e.NodeStarted, e.NodeCompleted, e.NodeFailed, e.NodeRetryScheduled)
_MATTERS = [
    topic_of(kind)
    for kind in (
        e.NodeWaiting,
        e.ExecutionResumed,
        e.CancelRequested,
        e.NodeRunsCompleted,
        *_MOVES_ON,
        *e.TERMINAL,
    )
]


@dataclass(slots=True)
class Waiting:
    """A run's newest wait, and the newest decision about the run."""

    event: e.NodeWaiting
    decided: Recorded | None = None
    is_over: bool = False
    """It has gone on."""

    @property
    def is_open(self) -> bool:
        return not self.is_over and self.decided is None

    def is_late(self, now: datetime) -> bool:
        """The time to answer is over, whether a worker has seen to it yet or not."""
        limited = self.event.until if self.event.kind in ("approval", "webhook") else None
        return limited is not None and datetime.fromisoformat(limited) <= now

    @property
    def actions(self) -> tuple[str, ...]:
        return ACTIONS.get(self.event.kind, ())

    def shown(self) -> dict[str, Any]:
        names = ("node_id", "run_index", "kind", "message", "until")
        return {name: getattr(self.event, name) for name in names} | {"actions": list(self.actions)}


@dataclass(slots=True)
class WaitingRuns:
    version: int
    """Of the stream, as of which the rest holds."""
    runs: dict[RunKey, Waiting]
    ending: str | None = None
    """Why nothing can be decided any more."""

    def open(self, node_id: str | None = None) -> list[Waiting]:
        """Those that nothing has been decided about, of one node if it is named."""
        return [
            run
            for (node, _), run in self.runs.items()
            if self.ending is None and run.is_open and node_id in (None, node)
        ]

    def shown(self) -> list[dict[str, Any]]:
        return [run.shown() for run in self.open()]


async def load_waiting(store: EventStore, execution_id: UUID, newest: Recorded) -> WaitingRuns:
    """As of that event of the stream. Only what matters here is read, however long the stream is."""
    history = await store.load(execution_id, upto=newest.version, topics=_MATTERS)
    return fold(history, newest.version)


def fold(history: Sequence[Recorded], version: int) -> WaitingRuns:
    found = WaitingRuns(version=version, runs={})
    for recorded in history:
        _evolve(found, recorded)
    return found


def _evolve(found: WaitingRuns, recorded: Recorded) -> None:
    match recorded.event:
        case e.NodeWaiting() as event:
            found.runs[event.node_id, event.run_index] = Waiting(event)
        case e.ExecutionResumed(node_id=node_id, run_index=run_index, action=action):
            run = found.runs.get((node_id, run_index))
            if run and action != "child":
                run.decided = recorded
        case e.CancelRequested():
            found.ending = "it is being cancelled"
        case e.ExecutionCompleted() | e.ExecutionFailed() | e.ExecutionCancelled() | e.ExecutionTimedOut():
            found.ending = "the execution is over"
        case e.NodeRunsCompleted(runs=runs):
            for each in runs:
                _move_on(found, (each["node_id"], each["run_index"]))
        case event:
            _move_on(found, (event.node_id, event.run_index))


def _move_on(found: WaitingRuns, key: RunKey) -> None:
    if run := found.runs.get(key):
        run.is_over = True
