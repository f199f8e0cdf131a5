"""Executions that start, end and stop each other: calls, and error workflows."""

from collections.abc import AsyncIterator
from itertools import count
from uuid import UUID

from commands.cancel_execution import cancel_execution
from commands.errors import Refused
from commands.ports import Append, Run, VersionConflict
from commands.start_execution import start_execution
from domain.execution import events as e
from domain.execution.state import NodeRun
from domain.ids import derived_id
from domain.tape import Cause, Fact, Recorded
from workers.engine.history import folded, recall
from workers.engine.outputs import Outputs
from workers.engine.ports import Surroundings
from workers.engine.workflows import RunnableWorkflow, Workflows
from workers.ports import Called, Item

ORPHANED = "the execution that called it is over"


_STATUS = {
    e.ExecutionCompleted: "completed",
    e.ExecutionFailed: "failed",
    e.ExecutionCancelled: "cancelled",
    e.ExecutionTimedOut: "timed_out",
}


def call_id(execution_id: UUID, run: NodeRun, number: int) -> UUID:
    """The same call of the same run is the same execution, unless the run has waited for it and failed."""
    again = [run.waited] if run.waited else []
    return derived_id("call", execution_id, run.node_id, run.run_index, number, *again)


class Family:
    """Of one execution."""

    def __init__(self, around: Surroundings, workflows: Workflows, execution_id: UUID, cause: Cause) -> None:
        self._around = around
        self._workflows = workflows
        self._execution_id = execution_id
        self._cause = cause

    async def called(self, run: NodeRun) -> list[Called] | None:
        """What became of the executions that a run waits for, once all of them are over."""
        children = run.waiting.children if run.waiting else []
        if await self._any_is_open(children):
            return None
        return [await self._ending_of(UUID(child)) for child in children]

    async def stop_children(self, runs: list[NodeRun]) -> None:
        """Those that these runs wait for, or were about to: nobody is going to ask for their results."""
        for run in runs:
            children = run.waiting.children if run.waiting else await self._called_so_far(run)
            for child in children:
                if not await self._is_over(UUID(child)):
                    await cancel_execution(
                        self._around.context, self._cause, execution_id=UUID(child), reason=ORPHANED
                    )

    async def _called_so_far(self, run: NodeRun) -> list[str]:
        """The calls of a run that nothing on its own tape tells of."""
        found: list[str] = []
        for number in count():
            child = call_id(self._execution_id, run, number)
            first = await self._around.store.load(child, upto=1)
            if not first:
                return found
            if first[0].event.caller["waits"]:
                found.append(str(child))
        raise AssertionError("count() has no end")

    async def tell_caller(self, requested: e.ExecutionRequested) -> None:
        """The run that waits for this execution may go on, unless it waits for another one still, which is
        going to tell it."""
        if requested.caller is None or not requested.caller["waits"]:
            return
        if await self._any_is_open(await self._siblings(requested.caller)):
            return
        parent = UUID(requested.caller["execution_id"])
        resumed = e.ExecutionResumed(
            node_id=requested.caller["node_id"],
            run_index=requested.caller["run_index"],
            action="child",
            by=f"execution:{self._execution_id}",
        )
        while (last := await self._around.store.last(parent)) and not isinstance(last.event, e.TERMINAL):
            append = Append(
                stream_id=parent,
                expected=last.version,
                facts=[Fact(event=resumed)],
                cause=self._cause,
                enqueue=Run(execution_id=parent, priority=requested.priority),
            )
            try:
                await self._around.store.append(append)
            except VersionConflict:
                continue
            self._around.context.doorbell.ring(parent)
            return

    async def _siblings(self, caller: e.Caller) -> list[str]:
        """All that the calling run waits for, once that is on tape."""
        waits = await self._around.store.load(UUID(caller["execution_id"]), topics=["execution.node_waiting"])
        run = (caller["node_id"], caller["run_index"])
        found = [r.event.children for r in waits if (r.event.node_id, r.event.run_index) == run]
        return found[-1] if found else []

    async def _any_is_open(self, executions: list[str]) -> bool:
        """The last ones first: those are most likely to be."""
        for execution_id in reversed(executions):
            if not await self._is_over(UUID(execution_id)):
                return True
        return False

    async def call_error_workflow(
        self, requested: Recorded, workflow: RunnableWorkflow, ending: object, status: str
    ) -> str | None:
        """Before the ending is stored, and once however often that is tried; why it can't be, if so."""
        request: e.ExecutionRequested = requested.event
        target = workflow.settings.get("error_workflow_id")
        of_error = request.caller["of_error"] if request.caller else request.trigger == "error"
        if not target or of_error or request.until_node:
            return None
        error = _error_of(ending, workflow)
        report = {
            "execution": {
                "id": str(self._execution_id),
                "url": f"{self._around.base_url}/executions/{self._execution_id}",
                "status": status,
                "trigger": request.trigger,
                "started_at": requested.recorded_at.isoformat(),
                "error": error,
            },
            "workflow": {
                "id": request.workflow_id,
                "name": workflow.name,
                "version": request.workflow_version,
            },
        }
        try:
            await start_execution(
                self._around.context,
                self._cause,
                workflow_id=UUID(target),
                input=report,
                trigger="error",
                priority=request.priority,
                execution_id=derived_id("error", self._execution_id),
            )
        except (Refused, ValueError) as refused:
            return f"The error workflow was not told of this: {refused}."
        return None

    async def _is_over(self, execution_id: UUID) -> bool:
        last = await self._around.store.last(execution_id)
        return last is not None and isinstance(last.event, e.TERMINAL)

    async def _ending_of(self, execution_id: UUID) -> Called:
        history = await self._around.store.load(execution_id)
        ending = history[-1].event
        return Called(
            execution_id=str(execution_id),
            status=_STATUS[type(ending)],  # type: ignore[arg-type]
            items=await self._last_items(execution_id, history, ending),
            message=getattr(ending, "message", None) or getattr(ending, "reason", None),
        )

    async def _last_items(self, execution_id: UUID, history: list[Recorded], ending: object) -> list[Item]:
        if not isinstance(ending, e.ExecutionCompleted) or ending.last is None:
            return []
        requested = history[0].event
        workflow = await self._workflows.get(UUID(requested.workflow_id), requested.workflow_version)
        execution = folded(history, workflow)

        async def tape(after: int) -> AsyncIterator[list[Recorded]]:
            yield history[after:]

        outputs = Outputs(execution_id, history[0].project_id, self._around.payloads, tape)
        recall(outputs, history, execution)
        last = ending.last
        chunks = await outputs.get((last["node_id"], last["run_index"], last["port"]))
        return [item for chunk in chunks for item in chunk.items]


def _error_of(ending: object, workflow: RunnableWorkflow) -> dict[str, object]:
    node_id = getattr(ending, "node_id", None)
    node = workflow.graph.nodes.get(node_id) if node_id else None
    return {
        "code": getattr(ending, "code", "timed_out"),
        "message": getattr(ending, "message", ""),
        "node_id": node_id,
        "node_name": node["name"] if node else None,
    }
