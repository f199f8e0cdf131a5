"""What a waiting run does when several things happen at the same moment."""

from collections.abc import Callable
from typing import Any

from domain.execution import events as e
from domain.execution.state import NodeRun
from domain.ids import new_id
from infra.clock import SystemClock
from workers.engine.waits import Waits
from workers.ports import Called, Resumption

RUN: dict[str, Any] = {"node_id": "call", "run_index": 0, "attempt": 1, "sources": [], "items_in": 1}


def resumed(action: str) -> e.ExecutionResumed:
    return e.ExecutionResumed(node_id="call", run_index=0, action=action, by="user:1")


def waiting_for_a_child() -> NodeRun:
    run = NodeRun(**RUN, status="waiting")
    run.waiting = e.NodeWaiting(
        **RUN,
        name="Call",
        type="flow.call",
        started_at="2026-11-24T00:00:00Z",
        at="2026-11-24T00:00:00Z",
        kind="call",
        message="it waits",
        until=None,
        children=[str(new_id())],
    )
    return run


class Children:
    """Looking at them takes a while, in which something may happen."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile
        self.looked = 0
        self.stopped: list[NodeRun] = []

    async def called(self, run: NodeRun) -> list[Called] | None:
        self.looked += 1
        self._meanwhile()
        return None

    async def stop_children(self, runs: list[NodeRun]) -> None:
        self.stopped = runs


class Begun:
    """What would be done."""

    instead: Any = None

    def again(self, run: NodeRun, attempt: int, resumption: Resumption | None = None) -> "Begun":
        return self


async def test_a_decision_that_comes_while_it_looks_at_children_counts() -> None:
    run = waiting_for_a_child()
    run.resumed = resumed("child")
    decide = lambda: setattr(run, "resumed", resumed("skip"))  # noqa: E731
    children: Any = Children(decide)
    begun: Any = Begun()
    step: Any = await Waits(children, SystemClock(), {}).step(begun, run)
    assert step is begun
    assert begun.instead == ("skipped", None)
    assert children.stopped == [run]


async def test_a_child_that_ends_while_it_looks_is_looked_at_again() -> None:
    run = waiting_for_a_child()
    run.resumed = resumed("child")
    children: Any = Children(lambda: setattr(run, "resumed", resumed("child")))
    waits = Waits(children, SystemClock(), {})
    begun: Any = Begun()
    assert await waits.step(begun, run) is None
    assert await waits.step(begun, run) is None
    assert children.looked == 2
