"""One execution, driven by its owner from wherever the tape says it stands to its end, or until it waits.

Killed at any moment, what is on the tape is enough for the next owner: completed node runs are taken as
they are, runs that had started and not ended run again if what they do to the world allows it, and runs
that wait go on waiting.
"""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.execution import events as e
from domain.execution.state import NodeRun
from domain.tape import Recorded
from workers.engine import endings, verdict
from workers.engine.admission import Admission, Parked, Refused
from workers.engine.closing import Closing
from workers.engine.history import deadline, folded, run_of, what_came_with
from workers.engine.journal import Lost
from workers.engine.log_lines import rfc3339
from workers.engine.ports import Claim, Surroundings
from workers.engine.reuse import reused_runs
from workers.engine.step import Step
from workers.engine.tools import tools_for
from workers.engine.workflows import MISSING, Workflows
from workers.ports import NodeError

CONCURRENT_RUNS = 16
"""Node runs of one execution at the same time."""
HELD_SECONDS = 2.0
"""A wait that is over sooner is sat out; for a longer one the execution is let go."""


log = logging.getLogger(__name__)


class Paused(Exception):
    """The worker stops; what had completed is on the tape, and another owner goes on."""


class Drive:
    def __init__(self, around: Surroundings, workflows: Workflows, claim: Claim) -> None:
        self._around = around
        self._workflows = workflows
        self._claim = claim
        self._closing = Closing(around, workflows, claim)
        self.project_id = claim.project_id
        self._wake = asyncio.Event()
        self._tasks: dict[asyncio.Task[None], Step] = {}
        self._came_with: dict[tuple[str, int], object] = {}
        self._stale = False
        self._pausing = False
        self._alarm: asyncio.TimerHandle | None = None

    def pause(self) -> None:
        """Begin nothing new; end as soon as nothing is at work on the world outside."""
        self._pausing = True
        self._wake.set()

    def notice(self) -> None:
        """Something was appended to the execution's stream by somebody else: look."""
        self._stale = True
        self._wake.set()

    async def run(self) -> None:
        """Returns when the execution is over, waits, or belongs to somebody else."""
        history = await self._around.store.load(self._claim.execution_id)
        if not history:
            return await self._around.queue.drop(self._claim)
        if isinstance(history[-1].event, e.TERMINAL):
            return await self._closing.over(history[0])
        try:
            await self._drive(history)
        except Lost as lost:
            log.warning("%s", lost)
            await self._around.queue.give_back_one(self._claim)
        finally:
            self._set_alarm(None)
            await self._stop_tasks()

    async def _drive(self, history: list[Recorded]) -> None:
        first = history[0].event
        workflow = await self._workflows.get(UUID(first.workflow_id), first.workflow_version)
        self._requested = history[0]
        self._workflow = workflow or MISSING
        self._execution = folded(history, self._workflow)
        self._deadline = deadline(history[0], self._workflow)
        self._tools = tools_for(
            self._around,
            self._workflows,
            self._claim,
            history=history,
            workflow=self._workflow,
            execution=self._execution,
            deadline=self._deadline,
            came_with=self._came_with,
            on_foreign=self._hear,
            before_timer=self._show_running,
        )
        self._hear(history)
        try:
            await self._take_up(history)
        except (Paused, asyncio.CancelledError):
            await self._stop_tasks()
            await self._tools.lines.flush()
            await self._tools.journal.commit()
            raise

    async def _take_up(self, history: list[Recorded]) -> None:
        try:
            slot = None if self._execution.epoch or self._must_stop() else await self._admit(history)
        except Parked:
            return
        except Refused as refused:
            await self._end(e.ExecutionCancelled(leaves=[], reason=str(refused)))
        except NodeError as error:
            await self._end(verdict.failed(error.code, f"concurrency.{error.message}"))
        else:
            del history[1:]  # a long one is large, and what it tells is in the state by now
            await self._claim_it(slot)
            await self._go_on()

    async def _go_on(self) -> None:
        if self._workflow is MISSING:
            await self._end(verdict.failed("workflow_missing", "its version of the workflow is not on tape"))
        elif self._execution.worker_lost:
            await self._end(verdict.worker_lost(self._execution))
        else:
            await self._reuse()
            for run in [] if self._must_stop() else self._execution.unended("running"):
                self._recover(run)
            if await self._until_nothing_is_left():
                await self._end(verdict.of(self._execution, overdue=self._overdue()))

    async def _admit(self, history: list[Recorded]) -> e.Slot | None:
        workflow, cause = self._workflow, self._tools.cause
        admission = Admission(
            self._around, history=history, workflow=workflow, cause=cause, deadline=self._deadline
        )
        return await admission.slot()

    async def _claim_it(self, slot: e.Slot | None) -> None:
        claim, journal = self._claim, self._tools.journal
        begun = self._execution.epoch > 0
        claimed = e.ExecutionClaimed(
            worker=self._around.worker, epoch=claim.epoch, after_loss=claim.after_loss, slot=slot
        )
        journal.add(claimed)
        if begun:
            await journal.commit()

    async def _reuse(self) -> None:
        if self._execution.next_index or self._execution.cancel_requested:
            return
        store, payloads, at = self._around.store, self._around.payloads, rfc3339(self._around.clock.now())
        for event, data in await reused_runs(
            store, payloads, self._execution, self._tools.outputs, self._tools.given, at=at
        ):
            self._tools.outputs.recall((event.node_id, event.run_index), event.outputs, data)
            self._tools.journal.add(event, data)
        await self._tools.journal.commit()

    def _recover(self, run: NodeRun) -> None:
        """Run again what a lost owner had begun; people decide where that could do harm."""
        node = self._execution.plan.graph.nodes[run.node_id]
        effect = self._tools.steps.effect(run.node_id)
        may_harm = effect == "effectful" and node["settings"].get("on_crash", "ask") == "ask"
        if run.waiting is not None:
            run.status, run.until = "waiting", run.waiting.until
        elif may_harm:
            step = self._tools.steps.again(run, run.attempt)
            self._tools.journal.add(endings.undecided(step.started, self._around.clock.now()))
        else:
            self._start(self._tools.steps.again(run, run.attempt + 1))

    async def _until_nothing_is_left(self) -> bool:
        """False: it waits, and has been let go."""
        while not self._must_stop():
            self._pause_if_asked()
            if not self._pausing:
                await self._start_what_is_due()
            ready = self._execution.plan.ready(CONCURRENT_RUNS - len(self._tasks))
            if ready and not self._tasks and all(self._tools.steps.is_quick(d.target) for d in ready):
                await self._tools.steps.run(self._tools.steps.take(ready[0]))
                await asyncio.sleep(0)
                continue
            for delivery in () if self._pausing else ready:
                self._start(self._tools.steps.take(delivery))
            if not self._tasks and not await self._sit_out():
                return not self._execution.open
            await self._something_happens()
        return True

    async def _start_what_is_due(self) -> None:
        """Retries and waits whose time has come."""
        if not self._execution.open:
            return
        now = self._around.clock.now()
        for run in self._execution.unended("retrying"):
            if datetime.fromisoformat(run.until or "") <= now:
                self._start(self._tools.steps.again(run, run.attempt + 1))
        for run in self._execution.unended("waiting"):
            if step := await self._tools.waits.step(self._tools.steps, run):
                self._start(step)

    async def _sit_out(self) -> bool:
        """Nothing is at work. True where something is about to be; otherwise, where some run waits, the
        execution is let go."""
        if not self._execution.open:
            return False
        if self._tools.waits.soon(self._execution.open.values(), HELD_SECONDS):
            return True
        if await self._let_go():
            return False
        self._wake.set()
        return True

    async def _let_go(self) -> bool:
        """False: something came meanwhile. Let go behind that, it would wait for what has happened."""
        runs = self._execution.open.values()
        await self._tools.lines.flush()
        wake_at = min(
            filter(None, [self._deadline, self._tools.waits.first(runs), self._tools.waits.next_look(runs)]),
            default=None,
        )

        def told() -> bool:
            return bool(self._execution.cancel_requested) or any(run.resumed for run in runs)

        return await self._tools.journal.commit_unless(
            told, self._tools.waits.of_all(runs), release=True, wake_at=wake_at
        )

    def _pause_if_asked(self) -> None:
        at_work = any(
            self._tools.steps.effect(s.started.node_id) == "effectful" for s in self._tasks.values()
        )
        if self._pausing and not at_work:
            raise Paused

    def _start(self, step: Step) -> None:
        task = asyncio.create_task(self._tools.steps.run(step), name=f"node {step.started.node_id}")
        self._tasks[task] = step
        task.add_done_callback(lambda _: self._wake.set())

    async def _something_happens(self) -> None:
        moments = [self._deadline, self._tools.waits.first(self._execution.open.values())]
        self._set_alarm(min(filter(None, moments), default=None))
        await self._wake.wait()
        self._wake.clear()
        if self._tools.journal.error:
            raise self._tools.journal.error
        if self._stale:
            self._stale = False
            await self._tools.journal.look()
        for task in [task for task in self._tasks if task.done()]:
            del self._tasks[task]
            task.result()

    def _hear(self, foreign: list[Recorded]) -> None:
        """What others appended; the state has it already."""
        for recorded in foreign:
            if isinstance(recorded.event, e.ExecutionResumed):
                self._came_with[run_of(recorded.event)] = what_came_with(recorded)
        self._wake.set()

    def _must_stop(self) -> bool:
        return bool(self._execution.failure or self._execution.cancel_requested or self._overdue())

    def _overdue(self) -> bool:
        return self._deadline is not None and self._around.clock.now() >= self._deadline

    def _set_alarm(self, moment: datetime | None) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        if moment:
            seconds = (moment - self._around.clock.now()) / timedelta(seconds=1)
            self._alarm = asyncio.get_running_loop().call_later(max(0.0, seconds) + 0.01, self._wake.set)

    async def _end(self, terminal: Any) -> None:
        await self._stop_tasks()
        await self._closing.end(self._tools, self._requested, self._workflow, self._execution, terminal)

    def _show_running(self) -> None:
        for step in self._tasks.values():
            self._tools.steps.show(step)

    async def _stop_tasks(self) -> None:
        tasks, self._tasks = list(self._tasks), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
