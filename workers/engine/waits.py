"""Node runs that wait: when they go on, and how."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from commands.ports import Clock
from domain.execution import events as e
from domain.execution.state import NodeRun
from workers.engine.family import Family
from workers.engine.step import Step
from workers.engine.steps import Steps
from workers.ports import Called, NodeError, Resumption

LOOK_EVERY_S = 60.0
"""How often a run that waits for others looks for itself: who should have told it may have been killed."""


class Waits:
    """Of one execution. ``came_with``: the data of the resumptions, by run."""

    def __init__(self, family: Family, clock: Clock, came_with: Mapping[tuple[str, int], Any]) -> None:
        self._family = family
        self._clock = clock
        self._came_with = came_with
        self._looked: dict[tuple[str, int], datetime] = {}

    async def step(self, steps: Steps, run: NodeRun) -> Step | None:
        """What a waiting run does now, or None where it goes on waiting."""
        if told := run.resumed is not None and run.resumed.action == "child":
            run.resumed = None  # now: what comes while we look must stay
        called = None if run.resumed else await self._called(run, told)
        if run.resumed and run.resumed.action != "child":
            await self._family.stop_children([run])
            return self._decided(steps, run, run.resumed)
        if called is not None:
            return await steps.goes_on(run, self._resumption(run, "called", called))
        if run.until and datetime.fromisoformat(run.until) <= self._clock.now():
            await self._family.stop_children([run])
            return await steps.goes_on(run, self._resumption(run, "time"))
        return None

    def soon(self, runs: Iterable[NodeRun], seconds: float) -> bool:
        first = self.first(runs)
        return first is not None and first <= self._clock.now() + timedelta(seconds=seconds)

    def first(self, runs: Iterable[NodeRun]) -> datetime | None:
        """When the first of them goes on by itself."""
        moments = [datetime.fromisoformat(run.until) for run in runs if run.until]
        return min(moments, default=None)

    def next_look(self, runs: Iterable[NodeRun]) -> datetime | None:
        calls = any(run.waiting and run.waiting.children for run in runs)
        return self._clock.now() + timedelta(seconds=LOOK_EVERY_S) if calls else None

    def of_all(self, runs: Iterable[NodeRun]) -> e.ExecutionWaiting:
        """What the execution waits for: one of its runs, a decision first."""
        by_kind = sorted(runs, key=lambda run: not (run.waiting and run.waiting.kind == "decision"))
        run = by_kind[0]
        first = self.first(by_kind)
        code, message = "retry", "an attempt failed; it is made again later"
        if run.waiting:
            code = "crashed_in_effect" if run.waiting.kind == "decision" else run.waiting.kind
            message = run.waiting.message
        return e.ExecutionWaiting(
            node_id=run.node_id,
            run_index=run.run_index,
            code=code,
            message=message,
            until=first.isoformat() if first else None,
        )

    async def _called(self, run: NodeRun, told: bool) -> list[Called] | None:
        """Looked for when told, and now and then."""
        if not (run.waiting and run.waiting.children):
            return None
        key, now = (run.node_id, run.run_index), self._clock.now()
        looked = self._looked.get(key)
        if not told and looked and now - looked < timedelta(seconds=LOOK_EVERY_S):
            return None
        self._looked[key] = now
        return await self._family.called(run)

    def _decided(self, steps: Steps, run: NodeRun, resumed: e.ExecutionResumed) -> Step:
        if resumed.action == "retry":
            return steps.again(run, run.attempt + 1)
        step = steps.again(run, run.attempt)
        data = self._came_with.get((run.node_id, run.run_index))
        nothing_to_go_on_from = run.waiting is None or run.waiting.kind in ("decision", "call")
        if resumed.action == "skip":
            step.instead = ("skipped", None)
        elif resumed.action == "fail":
            step.refusal = NodeError("failed_by_hand", f"{resumed.by} decided that it failed")
        elif resumed.action == "continue" and (nothing_to_go_on_from or isinstance(data, list)):
            step.instead = ("given", data if isinstance(data, list) else None)
        else:
            step.resumption = self._resumption(run, resumed.action)
        return step

    def _resumption(self, run: NodeRun, reason: Any, called: list[Called] | None = None) -> Resumption:
        return Resumption(
            reason=reason,
            data=self._came_with.get((run.node_id, run.run_index)),
            by=run.resumed.by if run.resumed else None,
            details=run.waiting.details if run.waiting else {},
            called=called or [],
        )
