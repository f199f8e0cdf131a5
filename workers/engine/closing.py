"""The last acts of an execution: whom its end concerns hears of it, and it leaves the queue."""

from typing import Any

from domain.execution import events as e
from domain.execution.state import Execution
from domain.tape import Recorded
from workers.engine.family import Family
from workers.engine.ports import Claim, Surroundings
from workers.engine.tools import Tools, cause_of
from workers.engine.workflows import RunnableWorkflow, Workflows


class Closing:
    def __init__(self, around: Surroundings, workflows: Workflows, claim: Claim) -> None:
        self._around = around
        self._workflows = workflows
        self._claim = claim

    async def end(
        self,
        tools: Tools,
        requested: Recorded,
        workflow: RunnableWorkflow,
        execution: Execution,
        terminal: Any,
    ) -> None:
        """Nothing of it runs any more; ``terminal`` is its last event."""
        await tools.family.stop_children(list(execution.open.values()))
        if isinstance(terminal, e.ExecutionFailed | e.ExecutionTimedOut):
            status = "failed" if isinstance(terminal, e.ExecutionFailed) else "timed_out"
            if untold := await tools.family.call_error_workflow(requested, workflow, terminal, status):
                await tools.lines.write(None, None, "system", untold)
        await tools.lines.flush()
        tools.journal.add(terminal)
        caller = requested.event.caller
        is_waited_for = caller is not None and caller["waits"]
        await tools.journal.commit(dequeue=not is_waited_for)
        if is_waited_for:
            await self.over(requested)
        if execution.slot:  # somebody who was parked has it now
            self._around.context.doorbell.ring(self._claim.execution_id)

    async def over(self, requested: Recorded) -> None:
        """Only one whose caller knows leaves the queue: killed in between, it is told by the next owner."""
        cause = cause_of(self._around, self._claim, requested)
        family = Family(self._around, self._workflows, self._claim.execution_id, cause)
        await family.tell_caller(requested.event)
        await self._around.queue.drop(self._claim)
