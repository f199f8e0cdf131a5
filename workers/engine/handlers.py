"""What a node's handler is given, and what it puts out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from domain.execution import events as e
from workers.engine.driven import Driven
from workers.engine.node_run import Identity, Input, NodeRunContext
from workers.engine.outputs import in_chunks
from workers.engine.pairing import paired_as_obvious
from workers.engine.per_item import with_errors
from workers.engine.places import INTERACTIVE
from workers.engine.reach import ExecutionReach
from workers.engine.step import Step
from workers.expressions.evaluator import Evaluator
from workers.nodes.registry import NODE_TYPES
from workers.ports import Chunk, Item, NodeError, Paired


class Handlers:
    """Of the nodes of one execution."""

    def __init__(self, of: Driven, reach: ExecutionReach) -> None:
        self._execution_id = str(of.id)
        self._project_id = str(of.project_id)
        self._workflow = of.workflow
        self._execution = of.execution
        self._outputs = of.outputs
        self._write_log = of.lines.write
        self._input = of.input_items
        self._reach = reach
        self._evaluator = Evaluator(of.around.hosts, self._project_id)

    async def context(self, step: Step, tolerates: Callable[[NodeError], bool]) -> NodeRunContext:
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
            sources=started.sources,
            parameters=self._evaluator.prepare(NODE_TYPES[node["type"]].parameters, node["parameters"]),
            reach=self._reach,
            write_log=self._write_log,
            tolerates=tolerates,
        )
        context.children += step.children
        return context

    async def chunks(self, step: Step, context: NodeRunContext) -> list[Chunk]:
        """Whole; or what leaves instead."""
        node = self._workflow.graph.nodes[step.started.node_id]
        handler = NODE_TYPES[node["type"]]()
        if step.instead:
            chunks = await _instead(self._stand_in_ports(step.started), step.instead[1], context)
            return paired_as_obvious(chunks, context.input)
        if step.resumption is None:
            produce: Callable[[], AsyncIterator[Chunk]] = lambda: handler.run(context)  # noqa: E731
        else:
            resumption = step.resumption
            if resumption.reason == "time" and "timeout_s" in resumption.details:
                raise _timed_out(resumption.details["timeout_s"])
            context.aside.recall(resumption.details.get("aside", ()))
            produce = lambda: handler.resume(context, resumption)  # noqa: E731
        chunks = await _within(context.timeout_s, produce)
        if errors := context.aside.errors:
            items = await context.whole_input()
            on_error = node["settings"]["on_error"]
            chunks = with_errors(chunks, errors, items, on_error, self.error_port(step.started))
        if node["settings"].get("always_output") and not any(chunk.count for chunk in chunks):
            chunks = [Chunk([{"json": {}}], port) for port in self._stand_in_ports(step.started)]
        return paired_as_obvious(chunks, context.input)

    def ports(self, started: e.NodeStarted) -> Sequence[str]:
        return NODE_TYPES[started.type].outputs_of(self._workflow.graph.nodes[started.node_id]["parameters"])

    def error_port(self, started: e.NodeStarted) -> str:
        """Where errors leave with ``continue``."""
        ports = self.ports(started)
        chosen = NODE_TYPES[started.type].error_output
        return chosen if chosen and chosen in ports else next(iter(ports), "main")

    def _stand_in_ports(self, started: e.NodeStarted) -> Sequence[str]:
        """One, or none where the node has no outputs."""
        chosen = NODE_TYPES[started.type].stand_in_output
        return [chosen] if chosen else self.ports(started)[:1]

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


async def _within(timeout_s: float | None, produce: Callable[[], AsyncIterator[Chunk]]) -> list[Chunk]:
    if timeout_s is None:
        return [chunk async for chunk in produce()]
    try:
        async with asyncio.timeout(timeout_s):
            return [chunk async for chunk in produce()]
    except TimeoutError as error:
        raise _timed_out(timeout_s) from error


def _timed_out(timeout_s: float) -> NodeError:
    return NodeError(
        "timeout", f"it took longer than its timeout of {timeout_s:g} s; raise timeout_s of the node"
    )


async def _instead(ports: Sequence[str], items: list[Item] | None, context: NodeRunContext) -> list[Chunk]:
    found = await context.whole_input() if items is None else items
    paired: Paired = "identity" if items is None else None
    return [Chunk(some, port, paired) for port in ports for some in in_chunks(found)]
