"""One execution, driven by its owner from wherever the tape says it stands to its end.

Killed at any moment, what is on the tape is enough for the next owner: completed node runs are taken as
they are, runs that had started and not ended run again if what they do to the world allows it.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.execution import events as e
from domain.execution.plan import Delivery
from domain.execution.state import Execution, NodeRun
from domain.graph import Graph
from domain.tape import Cause, Recorded
from workers.engine.journal import Journal, Lost
from workers.engine.log_lines import LogLines
from workers.engine.outputs import Outputs, items_of_input
from workers.engine.ports import Claim, Surroundings
from workers.engine.step import Step, Steps
from workers.engine.workflows import RunnableWorkflow, Workflows
from workers.ports import Item

CONCURRENT_RUNS = 16
"""Node runs of one execution at the same time."""

log = logging.getLogger(__name__)


class Paused(Exception):
    """The worker stops; what had completed is on the tape, and another owner goes on."""


class Drive:
    def __init__(self, around: Surroundings, workflows: Workflows, claim: Claim) -> None:
        self._around = around
        self._workflows = workflows
        self._claim = claim
        self._wake = asyncio.Event()
        self._tasks: dict[asyncio.Task[e.NodeFailed | None], Step] = {}
        self._failed: e.NodeFailed | None = None
        self._stale = False
        self._pausing = False

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
        if not history or isinstance(history[-1].event, e.TERMINAL):
            await self._around.queue.drop(self._claim)
            return
        try:
            await self._drive(history)
        except Lost as lost:
            log.warning("%s", lost)
            await self._around.queue.give_back_one(self._claim)
        finally:
            await self._stop_tasks()

    async def _drive(self, history: list[Recorded]) -> None:
        first = history[0].event
        workflow = await self._workflows.get(UUID(first.workflow_id), first.workflow_version)
        self._items: list[Item] = items_of_input(history[0].data)
        self._execution = _fold(history, workflow, len(self._items))
        self._failed = _failure_in(history, self._execution)
        self._outputs = _outputs_of(history, self._claim, self._around)
        self._prepare(history, workflow)
        try:
            await self._take_up(history, workflow)
        except (Paused, asyncio.CancelledError):
            await self._stop_tasks()
            await self._lines.flush()
            await self._journal.commit()
            raise

    async def _take_up(self, history: list[Recorded], workflow: RunnableWorkflow | None) -> None:
        was_waiting = self._execution.status == "waiting"
        claim = self._claim
        claimed = e.ExecutionClaimed(
            worker=self._around.worker, epoch=claim.epoch, after_loss=claim.after_loss
        )
        self._journal.add(claimed)
        if len(history) > 1:
            await self._journal.commit()
        if workflow is None:
            await self._end(_failed("workflow_missing", "its version of the workflow is not on the tape"))
        elif self._execution.worker_lost:
            await self._end(_failed("worker_lost", "its worker was lost three times over the same step"))
        elif was_waiting and not self._execution.cancel_requested and not self._overdue():
            waiting = next(r.event for r in reversed(history) if isinstance(r.event, e.ExecutionWaiting))
            await self._wait(waiting)
        else:
            await self._go_on()

    def _prepare(self, history: list[Recorded], workflow: RunnableWorkflow | None) -> None:
        claim, around = self._claim, self._around
        cause = Cause(
            project_id=claim.project_id,
            actor=f"worker:{around.worker}",
            correlation_id=history[0].correlation_id or claim.execution_id,
            causation_id=history[0].event_id,
        )
        self._journal = Journal(
            around.store,
            execution_id=claim.execution_id,
            execution=self._execution,
            cause=cause,
            epoch=claim.epoch,
            version=history[-1].version,
            on_foreign=self._wake.set,
            before_timer=self._show_running,
        )
        self._lines = LogLines(around.store, claim.execution_id, cause, around.clock)
        seconds = (workflow.settings.get("deadline_s") if workflow else None) or None
        self._deadline = history[0].recorded_at + timedelta(seconds=seconds) if seconds else None
        if workflow:
            self._steps = Steps(
                around,
                execution_id=claim.execution_id,
                project_id=claim.project_id,
                workflow=workflow,
                execution=self._execution,
                journal=self._journal,
                outputs=self._outputs,
                lines=self._lines,
                input_items=self._items,
            )

    async def _go_on(self) -> None:
        alarm = self._set_alarm()
        try:
            for run in [] if self._must_stop() else self._execution.running():
                if not await self._resume(run):
                    return
            await self._until_nothing_is_left()
        finally:
            if alarm:
                alarm.cancel()
        await self._end(self._ending())

    async def _resume(self, run: NodeRun) -> bool:
        """Run again what a lost owner had begun; False where people have to decide."""
        node = self._execution.plan.graph.nodes[run.node_id]
        effect = self._steps.effect(run.node_id)
        if effect == "effectful" and node["settings"].get("on_crash", "ask") == "ask":
            await self._wait(
                e.ExecutionWaiting(
                    node_id=run.node_id,
                    run_index=run.run_index,
                    code="crashed_in_effect",
                    message=f"the worker was lost while {node['name']!r} was at work; it may or may not have "
                    "done what it does to the world. Decide whether to run it again.",
                )
            )
            return False
        source = run.sources[0] if run.sources else None
        key = (source["node_id"], source["run_index"], source["port"]) if source else None
        delivery = Delivery(run.node_id, "main", key, run.items_in)
        self._start(self._steps.take(delivery, run.run_index, run.attempt + 1))
        return True

    async def _until_nothing_is_left(self) -> None:
        while not self._must_stop():
            self._pause_if_asked()
            ready = self._execution.plan.ready(CONCURRENT_RUNS - len(self._tasks))
            if ready and not self._tasks and all(self._steps.is_quick(d.target) for d in ready):
                self._failed = await self._steps.run(self._steps.take(ready[0]))
                await asyncio.sleep(0)
                continue
            for delivery in () if self._pausing else ready:
                self._start(self._steps.take(delivery))
            if not self._tasks:
                return
            await self._something_happens()

    def _pause_if_asked(self) -> None:
        at_work = any(self._steps.effect(s.delivery.target) == "effectful" for s in self._tasks.values())
        if self._pausing and not at_work:
            raise Paused

    def _start(self, step: Step) -> None:
        task = asyncio.create_task(self._steps.run(step), name=f"node {step.delivery.target}")
        self._tasks[task] = step
        task.add_done_callback(lambda _: self._wake.set())

    async def _something_happens(self) -> None:
        await self._wake.wait()
        self._wake.clear()
        if self._journal.error:
            raise self._journal.error
        if self._stale:
            self._stale = False
            await self._look()
        for task in [task for task in self._tasks if task.done()]:
            del self._tasks[task]
            self._failed = self._failed or task.result()

    async def _look(self) -> None:
        """The tape tells whether to stop; the journal finds out the rest when it appends."""
        history = await self._around.store.load(self._claim.execution_id)
        if any(isinstance(r.event, e.CancelRequested) for r in history):
            self._execution.cancel_requested = True

    def _must_stop(self) -> bool:
        return bool(self._failed or self._execution.cancel_requested or self._overdue())

    def _overdue(self) -> bool:
        return self._deadline is not None and self._around.clock.now() >= self._deadline

    def _set_alarm(self) -> asyncio.TimerHandle | None:
        if self._deadline is None:
            return None
        seconds = (self._deadline - self._around.clock.now()).total_seconds()
        return asyncio.get_running_loop().call_later(max(0.0, seconds) + 0.01, self._wake.set)

    def _ending(self) -> Any:
        leaves = self._execution.leaves()
        if self._execution.cancel_requested:
            return e.ExecutionCancelled(leaves=leaves)
        if self._failed:
            name = self._failed.name
            return e.ExecutionFailed(
                code=self._failed.code,
                message=f"{name}: {self._failed.message}",
                node_id=self._failed.node_id,
                leaves=leaves,
            )
        if self._overdue():
            message = "it passed the workflow's deadline; raise deadline_s in the workflow's settings"
            return e.ExecutionTimedOut(message=message, leaves=leaves)
        return e.ExecutionCompleted(leaves=leaves, last=self._execution.last())

    async def _end(self, terminal: Any) -> None:
        await self._stop_tasks()
        await self._lines.flush()
        self._journal.add(terminal)
        await self._journal.commit(dequeue=True)

    async def _wait(self, waiting: e.ExecutionWaiting) -> None:
        await self._stop_tasks()
        await self._lines.flush()
        self._journal.add(waiting)
        await self._journal.commit(release=True, wake_at=self._deadline)
        if self._execution.cancel_requested:  # asked for while the release was on its way
            await self._around.queue.wake(self._claim.execution_id)

    def _show_running(self) -> None:
        for step in self._tasks.values():
            self._steps.show(step)

    async def _stop_tasks(self) -> None:
        tasks, self._tasks = list(self._tasks), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _fold(history: list[Recorded], workflow: RunnableWorkflow | None, input_items: int) -> Execution:
    graph = workflow.graph if workflow else Graph({}, [], [], {})
    execution = Execution.begin(history[0].event, graph, input_items)
    for recorded in history[1:]:
        execution.evolve(recorded.event)
    return execution


def _failure_in(history: list[Recorded], execution: Execution) -> e.NodeFailed | None:
    """What failed under an owner that was lost before it could end the execution for it."""
    for recorded in history:
        event = recorded.event
        if (
            isinstance(event, e.NodeFailed)
            and execution.runs[event.node_id, event.run_index].status == "failed"
        ):
            return event
    return None


def _outputs_of(history: list[Recorded], claim: Claim, around: Surroundings) -> Outputs:
    outputs = Outputs(claim.execution_id, claim.project_id, around.payloads)
    for recorded in history:
        if isinstance(recorded.event, e.NodeCompleted):
            outputs.recall(recorded.event.node_id, recorded.event.run_index, recorded.data)
    return outputs


def _failed(code: str, message: str) -> e.ExecutionFailed:
    return e.ExecutionFailed(code=code, message=message, node_id=None, leaves=[])
