"""What the node runs of one execution reach beyond their own input."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from commands.errors import Refused
from commands.requesting import Started
from commands.start_execution import start_execution
from domain.execution import events as e
from domain.execution.state import RunKey
from domain.tape import Cause
from workers.engine.driven import Driven
from workers.engine.family import call_id
from workers.engine.run_files import RunFiles
from workers.ports import Chunk, Item, NodeError

MOST_CALLS_DEEP = 20


class ExecutionReach:
    """Implements :class:`workers.engine.node_run.Reach`."""

    def __init__(self, of: Driven, *, cause: Cause, deadline: datetime | None) -> None:
        self.http = of.around.http
        self.sandbox = of.around.sandbox
        self.timezone = of.workflow.timezone
        self._around = of.around
        self._execution_id = of.id
        self._cause = cause
        self._execution = of.execution
        self._outputs = of.outputs
        self._ancestry = of.ancestry
        self._input = of.input_items
        self._deadline = deadline
        self._graph = of.workflow.graph
        self._towards: dict[tuple[str, str], str | None] = {}
        nodes = self._graph.nodes
        self._by_name = {node["name"]: node_id for node_id, node in nodes.items()}
        self._waits = [(i, n["name"]) for i, n in nodes.items() if n["type"] == "flow.wait"]

    def files_of(self, node_id: str, run_index: int) -> RunFiles:
        return RunFiles(
            self._around.files, self._cause.project_id, self._execution_id, f"{node_id}:{run_index}"
        )

    def now(self) -> datetime:
        return self._around.clock.now()

    async def items_of(self, name: str, reader: str) -> list[Item]:
        node_id = self._that_ran(name)
        run_index = self._execution.latest[node_id]
        outputs = self._execution.runs[node_id, run_index].outputs
        if (node_id, reader) not in self._towards:
            self._towards[node_id, reader] = self._graph.port_towards(node_id, reader)
        port = self._towards[node_id, reader] or next(iter(outputs), None)
        if port not in outputs:
            return []
        return _items(await self._outputs.get((node_id, run_index, port)))

    async def matching(
        self, sources: Sequence[e.Source], name: str, start: int, count: int
    ) -> list[Item | str]:
        return await self._ancestry.items(sources, start, count, self._that_ran(name))

    def _that_ran(self, name: str) -> str:
        node_id = self._by_name.get(name)
        if node_id is None or node_id not in self._execution.latest:
            reason = "has not run yet" if node_id else "is not in this workflow"
            raise NodeError("unknown_node", f"the node {name!r} {reason}")
        return node_id

    async def loop_input(self, node_id: str, start: int, count: int) -> list[Item]:
        loop = self._execution.plan.loop(node_id)
        if loop is None or loop.beginning is None:
            return self._input[start : start + count]
        return _part(await self._outputs.get(loop.beginning), start, count)

    async def loop_returned(self, node_id: str) -> list[Item]:
        loop = self._execution.plan.loop(node_id)
        return _items(await self._outputs.stream(loop.gathered)) if loop else []

    def link(self, node_id: str, run_index: int, action: str, until: datetime | None) -> str:
        return self._around.links.url(self._execution_id, node_id, run_index, action, until)

    def shown_to_expressions(self) -> dict[str, Any]:
        """``$execution``: its id, and the links of the wait nodes as of their next run."""
        shown: dict[str, Any] = {"id": str(self._execution_id)}
        if self._waits:
            shown["links"] = {name: self._links(node_id) for node_id, name in self._waits}
        return shown

    def _links(self, node_id: str) -> dict[str, str]:
        run_index = self._execution.next_index.get(node_id, 0)
        if (node_id, run_index - 1) in self._execution.open:
            run_index -= 1
        return {a: self.link(node_id, run_index, a, None) for a in ("webhook", "approve", "reject")}

    async def call(
        self, run: RunKey, workflow_id: str, items: Sequence[Item], number: int, *, waits: bool
    ) -> str:
        asked = start_execution(
            self._around.context,
            self._cause,
            workflow_id=_workflow_id(workflow_id),
            input=[item["json"] for item in items],
            files=[item.get("binary") for item in items],
            trigger="call",
            priority=self._execution.requested.priority,
            caller=self._caller(run, waits),
            execution_id=call_id(self._execution_id, self._execution.open[run], number),
            deadline_at=self._deadline if waits else None,
        )
        try:
            started = await _to_its_end(asked)
        except (Refused, ValueError) as error:
            raise NodeError("not_callable", f"the workflow {workflow_id} can't be called: {error}") from error
        return str(started.execution_id)

    def _caller(self, run: RunKey, waits: bool) -> e.Caller:
        requested = self._execution.requested
        depth = requested.caller["depth"] + 1 if requested.caller else 1
        if depth > MOST_CALLS_DEEP:
            message = f"workflows call each other more than {MOST_CALLS_DEEP} deep; end the recursion earlier"
            raise NodeError("too_deep", message)
        return e.Caller(
            execution_id=str(self._execution_id),
            node_id=run[0],
            run_index=run[1],
            depth=depth,
            manual=requested.caller["manual"] if requested.caller else requested.trigger == "manual",
            waits=waits,
            of_error=requested.caller["of_error"] if requested.caller else requested.trigger == "error",
        )


def _workflow_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NodeError("not_callable", f"{text[:100]!r} is not the id of a workflow") from error


async def _to_its_end(asking: Coroutine[Any, Any, Started]) -> Started:
    """Cancelled meanwhile, nobody could tell whether the execution was asked for."""
    task = asyncio.ensure_future(asking)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _items(chunks: Sequence[Chunk]) -> list[Item]:
    return [item for chunk in chunks for item in chunk.items]


def _part(chunks: Sequence[Chunk], start: int, count: int) -> list[Item]:
    """Without going through all items: a loop asks for a few, again and again."""
    found: list[Item] = []
    for chunk in chunks:
        if start + count <= 0:
            break
        found += chunk.items[max(start, 0) : max(start + count, 0)]
        start -= chunk.count
    return found
