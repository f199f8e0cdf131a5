"""One node run from its delivery to the event that ends it, or that lets it wait."""

import asyncio
import logging
import time
from datetime import datetime, timedelta

from domain.execution import events as e
from domain.execution.plan import Delivery, Loop
from domain.execution.state import NodeRun
from workers.engine import endings
from workers.engine.driven import Driven
from workers.engine.handlers import Handlers
from workers.engine.journal import Journal, Lost
from workers.engine.log_lines import rfc3339
from workers.engine.node_run import NodeRunContext
from workers.engine.step import Step
from workers.nodes.registry import NODE_TYPES
from workers.ports import Effect, Item, NodeError, Resumption, Suspend

log = logging.getLogger(__name__)


class Steps:
    """Runs the nodes of one execution."""

    def __init__(
        self, of: Driven, *, journal: Journal, given: dict[str, list[Item]], handlers: Handlers
    ) -> None:
        self._around = of.around
        self._execution_id = of.id
        self._workflow = of.workflow
        self._execution = of.execution
        self._journal = journal
        self._outputs = of.outputs
        self._lines = of.lines
        self._given = given
        self._handlers = handlers
        self._watched = of.execution.requested.trigger == "manual"
        """Somebody started it and looks on: the first run of each node, and all that may take long, are shown
        at once. Otherwise ten times a second are often enough."""

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
        elif self._watched and node_id in self._workflow.pins:
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
            context = await self._handlers.context(step, lambda error: self._tolerates(step, error))
            if step.refusal:
                raise step.refusal
            chunks = await self._handlers.chunks(step, context)
            outputs, data = await self._outputs.keep(node_id, step.started.run_index, chunks)
            await self._lines.flush()  # what a node said stands before what became of it
        except Suspend as suspend:
            await self._lines.flush()
            if context and context.aside.errors:
                suspend.details["aside"] = context.aside.stored()
            self._limit(step.started, suspend)
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

    def _limit(self, started: e.NodeStarted, suspend: Suspend) -> None:
        """The node's timeout holds for its waits, too."""
        timeout_s = self._workflow.graph.nodes[started.node_id]["settings"].get("timeout_s")
        if timeout_s is None:
            return
        over = datetime.fromisoformat(started.at) + timedelta(seconds=timeout_s)
        if suspend.until is None or over < suspend.until:
            suspend.until = over
            suspend.details["timeout_s"] = timeout_s

    async def _announce(self, step: Step) -> None:
        node_id = step.started.node_id
        stands_in = step.instead or step.refusal
        if stands_in is None and self.effect(node_id) != "pure":
            self.show(step)
            await self._journal.commit()
        elif self._watched and (step.started.run_index == 0 or not self.is_quick(node_id)):
            self.show(step)
            self._journal.soon()

    def _add(self, step: Step, event: object, data: bytes | None = None) -> None:
        node_id = step.started.node_id
        before, loop = self._execution.latest.get(node_id), self._execution.plan.loop(node_id)
        packable = isinstance(event, e.NodeCompleted) and self._is_one_of_many(step)
        self._journal.add(event, data, packable=packable)
        answers = not set(getattr(event, "outputs", ())) <= set(self._handlers.ports(step.started))
        if answers or (step.shown and self._watched):
            self._journal.soon()
        self._release(step.started, before, loop)

    def _is_one_of_many(self, step: Step) -> bool:
        """A run that repeats, and left nothing on the tape before its end."""
        started = step.started
        decided = step.instead is not None and step.instead[0] != "pinned"
        anew = step.resumption is None and started.attempt == 1 and not decided
        return anew and not step.shown and started.run_index > 0

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

    def _tolerates(self, step: Step, error: NodeError) -> bool:
        """An item's failure is the run's, where that is to be tried again, or ends the execution."""
        settings = self._workflow.graph.nodes[step.started.node_id]["settings"]
        if settings.get("on_error", "stop") == "stop":
            return False
        return self._retry_at(step, error) is None

    def _retry_at(self, step: Step, error: NodeError) -> datetime | None:
        by_hand = step.resumption and step.resumption.reason not in ("called", "time")
        if by_hand or step.refusal:
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
            port = self._handlers.error_port(started)
            chunks = endings.error_chunks(settings["on_error"], port, items, error)
            outputs, data = await self._outputs.keep(started.node_id, started.run_index, chunks)
        failed = endings.failed(started, error, now, began, outputs=outputs, handled=handled, context=context)
        return self._add(step, failed, data)
