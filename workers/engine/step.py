"""One node run from its delivery to the event that ends it."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.execution import events as e
from domain.execution.plan import Delivery
from domain.execution.state import Execution
from workers.engine.journal import Journal, Lost
from workers.engine.log_lines import LogLines, rfc3339
from workers.engine.node_run import NodeRunContext
from workers.engine.outputs import Outputs, in_chunks
from workers.engine.ports import Surroundings
from workers.engine.workflows import RunnableWorkflow
from workers.expressions.evaluator import Evaluator
from workers.nodes.registry import NODE_TYPES
from workers.ports import Chunk, Effect, Item, NodeError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Step:
    """A delivery that has become a run."""

    delivery: Delivery
    run_index: int
    attempt: int
    started: e.NodeStarted
    shown: bool = False
    """NodeStarted is, or is about to be, on the tape."""


class Steps:
    """Runs the nodes of one execution."""

    def __init__(
        self,
        around: Surroundings,
        *,
        execution_id: UUID,
        project_id: UUID,
        workflow: RunnableWorkflow,
        execution: Execution,
        journal: Journal,
        outputs: Outputs,
        lines: LogLines,
        input_items: list[Item],
    ) -> None:
        self._around = around
        self._execution_id = str(execution_id)
        self._project_id = str(project_id)
        self._workflow = workflow
        self._execution = execution
        self._journal = journal
        self._outputs = outputs
        self._lines = lines
        self._input = input_items
        self._evaluator = Evaluator(around.hosts, str(project_id))
        self._by_name = {node["name"]: node_id for node_id, node in workflow.graph.nodes.items()}

    def effect(self, node_id: str) -> Effect:
        node = self._workflow.graph.nodes[node_id]
        return NODE_TYPES[node["type"]].effect(node["parameters"])

    def is_quick(self, node_id: str) -> bool:
        """Nothing to watch, nothing to interrupt: it can run in the engine's own task."""
        node_type = NODE_TYPES[self._workflow.graph.nodes[node_id]["type"]]
        return not node_type.shown_at_once and self.effect(node_id) == "pure"

    def take(self, delivery: Delivery, run_index: int | None = None, attempt: int = 1) -> Step:
        """From here on the delivery is this run's."""
        if run_index is None:
            run_index = self._execution.next_index.get(delivery.target, 0)
        node = self._workflow.graph.nodes[delivery.target]
        started = e.NodeStarted(
            node_id=node["id"],
            name=node["name"],
            type=node["type"],
            run_index=run_index,
            attempt=attempt,
            at=rfc3339(self._around.clock.now()),
            sources=delivery.sources(),
            items_in=delivery.items,
        )
        self._execution.evolve(started)
        return Step(delivery, run_index, attempt, started)

    def show(self, step: Step) -> None:
        if not step.shown:
            step.shown = True
            self._journal.add(step.started, known=True)

    async def run(self, step: Step) -> e.NodeFailed | None:
        """Returns why it failed, if it did. The event that ends it is in the journal by then."""
        began = time.perf_counter()
        node_id = step.delivery.target
        try:
            if self.effect(node_id) != "pure":
                self.show(step)
                await self._journal.commit()
            elif self._execution.requested.trigger == "manual" or not self.is_quick(node_id):
                self.show(step)
                self._journal.soon()
            context = await self._context(step)
            chunks = await self._chunks(context, node_id)
            outputs, data = await self._outputs.keep(node_id, step.run_index, chunks)
            await self._lines.flush()  # what a node said stands before what became of it
        except NodeError as error:
            return await self._fail(step, error.code, error.message, began)
        except (asyncio.CancelledError, Lost):
            raise
        except Exception as error:
            log.exception("node %s of execution %s broke", node_id, self._execution_id)
            message = f"the node broke ({type(error).__name__}); the worker's log has the details"
            return await self._fail(step, "internal_error", message, began)
        self._complete(step, context, outputs, data, began)
        return None

    async def _context(self, step: Step) -> NodeRunContext:
        node = self._workflow.graph.nodes[step.delivery.target]
        node_type = NODE_TYPES[node["type"]]
        return NodeRunContext(
            execution_id=self._execution_id,
            workflow_id=self._execution.requested.workflow_id,
            workflow_name=self._workflow.name,
            project_id=self._project_id,
            node=node,
            run_index=step.run_index,
            attempt=step.attempt,
            chunks=await self._input_of(step.delivery),
            parameters=self._evaluator.prepare(node_type.parameters, node["parameters"]),
            nodes_output=self._output_of_name,
            write_log=self._lines.write,
            http=self._around.http,
            sandbox=self._around.sandbox,
        )

    async def _chunks(self, context: NodeRunContext, node_id: str) -> list[Chunk]:
        node = self._workflow.graph.nodes[node_id]
        handler = NODE_TYPES[node["type"]]()
        if context.timeout_s is None:
            return [chunk async for chunk in handler.run(context)]
        try:
            async with asyncio.timeout(context.timeout_s):
                return [chunk async for chunk in handler.run(context)]
        except TimeoutError as error:
            message = (
                f"it took longer than its timeout of {context.timeout_s:g} s; raise timeout_s of the node"
            )
            raise NodeError("timeout", message) from error

    async def _input_of(self, delivery: Delivery) -> list[Chunk]:
        if delivery.source is None:
            return [Chunk(items) for items in in_chunks(self._input)]
        return await self._outputs.get(self._execution, delivery.source)

    async def _output_of_name(self, name: str) -> list[Item]:
        node_id = self._by_name.get(name)
        runs = [run for node, run in self._execution.order if node == node_id]
        if node_id is None or not runs:
            reason = "has not run yet" if node_id else "is not in this workflow"
            raise NodeError("unknown_node", f"the node {name!r} {reason}")
        key = (node_id, runs[-1])
        for port in self._execution.runs[key].outputs:
            return [i for c in await self._outputs.get(self._execution, (*key, port)) for i in c.items]
        return []

    def _complete(
        self,
        step: Step,
        context: NodeRunContext,
        outputs: dict[str, e.Output],
        data: bytes | None,
        began: float,
    ) -> None:
        completed = e.NodeCompleted(
            **_run_of(step, self._around.clock.now(), began), outputs=outputs, warnings=context.warnings
        )
        self._journal.add(completed, data)
        answers = any(port not in NODE_TYPES[step.started.type].outputs for port in outputs)
        if step.shown or answers:
            self._journal.soon()
        source = step.delivery.source
        if source and not self._execution.plan.waits_for(source):
            self._outputs.release(source)

    async def _fail(self, step: Step, code: str, message: str, began: float) -> e.NodeFailed:
        await self._lines.flush()
        run = _run_of(step, self._around.clock.now(), began)
        failed = e.NodeFailed(**run, code=code, message=message)
        self._journal.add(failed)
        return failed


def _run_of(step: Step, now: datetime, began: float) -> dict[str, Any]:
    started = step.started
    return {
        "node_id": started.node_id,
        "name": started.name,
        "type": started.type,
        "run_index": started.run_index,
        "attempt": started.attempt,
        "started_at": started.at,
        "at": rfc3339(now),
        "duration_ms": round((time.perf_counter() - began) * 1000, 3),
        "sources": started.sources,
        "items_in": started.items_in,
    }
