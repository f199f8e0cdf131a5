"""One node run from its delivery to the event that ends it, or that lets it wait."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.execution import events as e
from domain.execution.plan import Delivery, Loop
from domain.execution.state import Execution, NodeRun
from workers.engine import endings
from workers.engine.journal import Journal, Lost
from workers.engine.log_lines import LogLines, rfc3339
from workers.engine.node_run import Identity, Input, NodeRunContext
from workers.engine.outputs import Outputs, in_chunks
from workers.engine.pairing import paired_as_obvious
from workers.engine.per_item import with_errors
from workers.engine.places import INTERACTIVE
from workers.engine.ports import Surroundings
from workers.engine.reach import ExecutionReach
from workers.engine.workflows import RunnableWorkflow
from workers.expressions.evaluator import Evaluator
from workers.nodes.registry import NODE_TYPES
from workers.ports import Chunk, Effect, Item, NodeError, Paired, Resumption, Suspend

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Step:
    """An attempt at a node run."""

    started: e.NodeStarted
    resumption: Resumption | None = None
    """It was suspended, and goes on."""
    instead: tuple[str, list[Item] | None] | None = None
    """It isn't run: what leaves it instead (None: its input), and where that is from."""
    refusal: NodeError | None = None
    """It isn't run: it fails with this."""
    children: list[str] = field(default_factory=list)
    """The executions that it called before it was suspended."""
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
        given: dict[str, list[Item]],
        reach: ExecutionReach,
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
        self._given = given
        self._reach = reach
        self._evaluator = Evaluator(around.hosts, str(project_id))

    def effect(self, node_id: str) -> Effect:
        node = self._workflow.graph.nodes[node_id]
        return NODE_TYPES[node["type"]].effect(node["parameters"])

    def is_quick(self, node_id: str) -> bool:
        """Nothing to watch, nothing to interrupt: it can run in the engine's own task."""
        node_type = NODE_TYPES[self._workflow.graph.nodes[node_id]["type"]]
        return not node_type.shown_at_once and self.effect(node_id) == "pure"

    def take(self, delivery: Delivery) -> Step:
        """From here on the delivery is this run's."""
        node_id = delivery.target
        run_index = self._execution.next_index.get(node_id, 0)
        step = self._begin(node_id, run_index, 1, delivery.sources(), delivery.items)
        if node_id in self._given:
            step.instead = ("given", self._given[node_id])
        elif self._execution.requested.trigger == "manual" and node_id in self._workflow.pins:
            step.instead = ("pinned", self._workflow.pins[node_id])
        return step

    def again(self, run: NodeRun, attempt: int, resumption: Resumption | None = None) -> Step:
        """Another attempt at a run that has not ended, or the continuation of one that was suspended."""
        step = self._begin(run.node_id, run.run_index, attempt, run.sources, run.items_in)
        step.resumption = resumption
        step.children = run.waiting.children if run.waiting else []
        return step

    async def goes_on(self, run: NodeRun, resumption: Resumption) -> Step | None:
        """The continuation of one that was suspended, unless somebody has decided about it at the same
        moment. From here on nobody can."""
        started = self._started(run.node_id, run.run_index, run.attempt, run.sources, run.items_in)
        if not await self._journal.commit_unless(lambda: run.resumed is not None, started):
            return None
        step = Step(started, resumption, shown=True)
        step.children = run.waiting.children if run.waiting else []
        return step

    def _begin(
        self, node_id: str, run_index: int, attempt: int, sources: list[e.Source], items_in: int
    ) -> Step:
        started = self._started(node_id, run_index, attempt, sources, items_in)
        self._execution.evolve(started)
        return Step(started)

    def _started(
        self, node_id: str, run_index: int, attempt: int, sources: list[e.Source], items_in: int
    ) -> e.NodeStarted:
        node = self._workflow.graph.nodes[node_id]
        return e.NodeStarted(
            node_id=node_id,
            name=node["name"],
            type=node["type"],
            run_index=run_index,
            attempt=attempt,
            at=rfc3339(self._around.clock.now()),
            sources=sources,
            items_in=items_in,
        )

    def show(self, step: Step) -> None:
        if not step.shown:
            step.shown = True
            self._journal.add(step.started, known=True)

    async def run(self, step: Step) -> None:
        """The event that ends it, or lets it wait, is in the journal by then."""
        began = time.perf_counter()
        node_id = step.started.node_id
        context = None
        try:
            await self._announce(step)
            context = await self._context(step)
            if step.refusal:
                raise step.refusal
            chunks = await self._chunks(step, context)
            outputs, data = await self._outputs.keep(node_id, step.started.run_index, chunks)
            await self._lines.flush()  # what a node said stands before what became of it
        except Suspend as suspend:
            await self._lines.flush()
            if context and context.aside.errors:
                suspend.details["aside"] = context.aside.stored()
            waiting = endings.waiting(step.started, suspend, self._around.clock.now())
            return self._add(step, waiting)
        except NodeError as error:
            return await self._fail(step, context, error, began)
        except (asyncio.CancelledError, Lost):
            raise
        except Exception as error:
            log.exception("node %s of execution %s broke", node_id, self._execution_id)
            message = f"the node broke ({type(error).__name__}); the worker's log has the details"
            return await self._fail(step, context, NodeError("internal_error", message), began)
        completed = endings.completed(step.started, self._around.clock.now(), began, outputs, context)
        if step.instead:
            completed = endings.of_origin(completed, step.instead[0])
        return self._add(step, completed, data)

    async def _announce(self, step: Step) -> None:
        node_id = step.started.node_id
        stands_in = step.instead or step.refusal
        if stands_in is None and self.effect(node_id) != "pure":
            self.show(step)
            await self._journal.commit()
        elif not self.is_quick(node_id) or self._is_watched(step.started):
            self.show(step)
            self._journal.soon()

    def _is_watched(self, started: e.NodeStarted) -> bool:
        """Somebody started it and looks on: at the first run of each node; where it repeats, ten times a
        second are often enough."""
        return self._execution.requested.trigger == "manual" and started.run_index == 0

    async def _context(self, step: Step) -> NodeRunContext:
        started = step.started
        node = self._workflow.graph.nodes[started.node_id]
        loop = self._execution.plan.loop(started.node_id)
        identity = Identity(
            execution_id=self._execution_id,
            workflow_id=self._execution.requested.workflow_id,
            workflow_name=self._workflow.name,
            project_id=self._project_id,
            run_index=started.run_index,
            attempt=started.attempt,
            round=started.run_index - loop.first_run if loop else 0,
            interactive=self._execution.requested.priority == INTERACTIVE,
        )
        context = NodeRunContext(
            identity,
            node,
            input=await self._input_of(step),
            parameters=self._evaluator.prepare(NODE_TYPES[node["type"]].parameters, node["parameters"]),
            reach=self._reach,
            write_log=self._lines.write,
            tolerates=lambda error: self._tolerates(step, error),
        )
        context.children += step.children
        return context

    async def _chunks(self, step: Step, context: NodeRunContext) -> list[Chunk]:
        node = self._workflow.graph.nodes[step.started.node_id]
        handler = NODE_TYPES[node["type"]]()
        if step.instead:
            return await _instead(self._ports(step.started)[:1], step.instead[1], context)
        if step.resumption is None:
            produce: Callable[[], AsyncIterator[Chunk]] = lambda: handler.run(context)  # noqa: E731
        else:
            resumption = step.resumption
            context.aside.recall(resumption.details.get("aside", ()))
            produce = lambda: handler.resume(context, resumption)  # noqa: E731
        chunks = await _within(context.timeout_s, produce)
        if errors := context.aside.errors:
            items = await context.whole_input()
            on_error = node["settings"]["on_error"]
            chunks = with_errors(chunks, errors, items, on_error, self._error_port(step.started))
        if node["settings"].get("always_output") and not any(chunk.count for chunk in chunks):
            chunks = [Chunk([{"json": {}}], port) for port in self._ports(step.started)[:1]]
        return paired_as_obvious(chunks, context.input)

    async def _input_of(self, step: Step) -> Input:
        started = step.started
        found: dict[str, list[Chunk]] = {}
        for source in started.sources:
            key = (source["node_id"], source["run_index"], source["port"])
            found.setdefault(source["input"], []).extend(await self._outputs.get(key))
        if not started.sources and self._execution.plan.loop(started.node_id) is None:
            found = {"main": [Chunk(items) for items in in_chunks(self._input)]}
        if self._workflow.graph.nodes[started.node_id]["settings"].get("once"):
            found = {port: [Chunk(c.items[:1]) for c in chunks[:1]] for port, chunks in found.items()}
        return found

    def _add(self, step: Step, event: object, data: bytes | None = None) -> None:
        node_id = step.started.node_id
        before, loop = self._execution.latest.get(node_id), self._execution.plan.loop(node_id)
        packable = isinstance(event, e.NodeCompleted) and self._is_one_of_many(step)
        self._journal.add(event, data, packable=packable)
        answers = not set(getattr(event, "outputs", ())) <= set(self._ports(step.started))
        if step.shown or answers:
            self._journal.soon()
        self._release(step.started, before, loop)

    def _is_one_of_many(self, step: Step) -> bool:
        """A run that repeats, and left nothing on the tape before its end."""
        started = step.started
        decided = step.instead is not None and step.instead[0] != "pinned"
        anew = step.resumption is None and started.attempt == 1 and not decided
        return anew and not step.shown and started.run_index > 0

    def _ports(self, started: e.NodeStarted) -> Sequence[str]:
        return NODE_TYPES[started.type].outputs_of(self._workflow.graph.nodes[started.node_id]["parameters"])

    def _release(self, started: e.NodeStarted, before: int | None, loop: Loop | None) -> None:
        """Let go of the input, of what the node's latest run put out before this one, and of all that a loop
        wanted when it is over."""
        keys = [(source["node_id"], source["run_index"]) for source in started.sources]
        keys.append((started.node_id, started.run_index))
        if before is not None:
            keys.append((started.node_id, before))
        if loop and self._execution.plan.loop(started.node_id) is not loop:
            keys += [port[:2] for port in (loop.beginning, *loop.gathered) if port]
        for key in keys:
            self._outputs.release(self._execution, key)

    def _error_port(self, started: e.NodeStarted) -> str:
        """Where errors leave with ``continue``."""
        ports = self._ports(started)
        return NODE_TYPES[started.type].error_output or (ports[0] if ports else "main")

    def _tolerates(self, step: Step, error: NodeError) -> bool:
        """An item's failure is the run's, where that is to be tried again, or ends the execution."""
        settings = self._workflow.graph.nodes[step.started.node_id]["settings"]
        if settings.get("on_error", "stop") == "stop":
            return False
        return self._retry_at(step, error) is None

    def _retry_at(self, step: Step, error: NodeError) -> datetime | None:
        if step.resumption or step.refusal:
            return None
        retry = self._workflow.graph.nodes[step.started.node_id]["settings"].get("retry")
        return endings.retry_at(retry, error, step.started, self._around.clock.now())

    async def _fail(self, step: Step, context: NodeRunContext | None, error: NodeError, began: float) -> None:
        await self._lines.flush()
        started, now = step.started, self._around.clock.now()
        settings = self._workflow.graph.nodes[started.node_id]["settings"]
        if retry_at := self._retry_at(step, error):
            return self._add(step, endings.retrying(started, error, now, began, retry_at))
        data: bytes | None = None
        outputs: dict[str, e.Output] = {}
        handled = settings.get("on_error", "stop") != "stop"
        if handled:
            items = await context.whole_input() if context else []
            port = self._error_port(started)
            chunks = endings.error_chunks(settings["on_error"], port, items, error)
            outputs, data = await self._outputs.keep(started.node_id, started.run_index, chunks)
        failed = endings.failed(started, error, now, began, outputs=outputs, handled=handled, context=context)
        return self._add(step, failed, data)


async def _within(timeout_s: float | None, produce: Callable[[], AsyncIterator[Chunk]]) -> list[Chunk]:
    if timeout_s is None:
        return [chunk async for chunk in produce()]
    try:
        async with asyncio.timeout(timeout_s):
            return [chunk async for chunk in produce()]
    except TimeoutError as error:
        message = f"it took longer than its timeout of {timeout_s:g} s; raise timeout_s of the node"
        raise NodeError("timeout", message) from error


async def _instead(ports: Sequence[str], items: list[Item] | None, context: NodeRunContext) -> list[Chunk]:
    found = await context.whole_input() if items is None else items
    paired: Paired = "identity" if items is None else None
    return [Chunk(some, port, paired) for port in ports for some in in_chunks(found)]
