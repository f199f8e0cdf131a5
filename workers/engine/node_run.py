"""One run of one node, as its handler sees it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from domain.execution.events import Source
from domain.execution.state import RunKey
from sandbox.model import Sandbox
from workers.engine.outputs import CHUNK_ITEMS, in_chunks
from workers.engine.per_item import Aside
from workers.expressions.evaluator import PreparedParameters
from workers.expressions.scope import Scope
from workers.ports import Chunk, Evaluated, HttpClient, Item, NodeError, NodeFiles, Paired

MOST_WARNINGS = 100
T = TypeVar("T")
Input = Mapping[str, Sequence[Chunk]]
"""What has come in, by input port."""


class Reach(Protocol):
    """What a run reaches beyond its own input."""

    http: HttpClient
    sandbox: Sandbox
    timezone: str

    def files_of(self, node_id: str, run_index: int) -> NodeFiles: ...

    def now(self) -> datetime: ...

    async def items_of(self, name: str, reader: str) -> list[Item]: ...

    async def matching(
        self, sources: Sequence[Source], name: str, start: int, count: int
    ) -> list[Item | str]: ...

    async def loop_input(self, node_id: str, start: int, count: int) -> list[Item]: ...

    async def loop_returned(self, node_id: str) -> list[Item]: ...

    async def call(
        self, run: RunKey, workflow_id: str, items: Sequence[Item], number: int, *, waits: bool
    ) -> str: ...

    def link(self, node_id: str, run_index: int, action: str, until: datetime | None) -> str: ...

    def shown_to_expressions(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose run it is."""

    execution_id: str
    workflow_id: str
    workflow_name: str
    project_id: str
    run_index: int
    attempt: int
    round: int
    interactive: bool


class NodeRunContext:
    """Implements :class:`workers.ports.NodeContext`."""

    def __init__(
        self,
        identity: Identity,
        node: Mapping[str, Any],
        *,
        input: Input,
        sources: Sequence[Source],
        parameters: PreparedParameters,
        reach: Reach,
        write_log: Callable[[str, int, str, str], Awaitable[None]],
        tolerates: Callable[[NodeError], bool],
    ) -> None:
        self.execution_id = identity.execution_id
        self.workflow_id = identity.workflow_id
        self.project_id = identity.project_id
        self.run_index = identity.run_index
        self.attempt = identity.attempt
        self.round = identity.round
        self.interactive = identity.interactive
        self.node_id: str = node["id"]
        self.node_name: str = node["name"]
        self.settings: Mapping[str, Any] = node["settings"]
        self.timeout_s: float | None = node["settings"].get("timeout_s")
        self.http = reach.http
        self.sandbox = reach.sandbox
        self.files = reach.files_of(self.node_id, identity.run_index)
        self.timezone = reach.timezone
        self.warnings: list[dict[str, Any]] = []
        self.children: list[str] = []
        self.aside = Aside(tolerates)
        self._reach = reach
        self.input = input
        self._sources = sources
        self._parameters = parameters
        self._write_log = write_log
        self._scope = Scope(
            execution_id=identity.execution_id,
            workflow_id=identity.workflow_id,
            workflow_name=identity.workflow_name,
            run_index=identity.run_index,
            timezone=reach.timezone,
            items_of=self.nodes_output,
            matching=self.matching_items,
            whole_input=self.whole_input,
            warn=self.warn,
            execution=reach.shown_to_expressions(),
        )

    @property
    def idempotency_key(self) -> str:
        return f"{self.execution_id}:{self.node_id}:{self.run_index}"

    @property
    def input_port(self) -> str:
        return next(iter(self.input), "main")

    @property
    def clock_now(self) -> datetime:
        return self._reach.now()

    async def chunks(self, port: str | None = None) -> AsyncIterator[list[Item]]:
        ports = self.input.values() if port is None else [self.input.get(port, ())]
        for chunk in [chunk for chunks in ports for chunk in chunks]:
            for items in in_chunks(chunk.items):
                yield items

    async def packed(self) -> AsyncIterator[Chunk]:
        for chunk in [chunk for chunks in self.input.values() for chunk in chunks]:
            if chunk.count <= CHUNK_ITEMS:
                yield chunk
            else:
                for items in in_chunks(chunk.items):
                    yield Chunk(items)

    async def loop_input(self, start: int, count: int) -> list[Item]:
        if self.settings.get("once"):
            count = min(count, max(1 - start, 0))
        return await self._reach.loop_input(self.node_id, start, count)

    async def loop_returned(self) -> list[Item]:
        return await self._reach.loop_returned(self.node_id)

    async def nodes_output(self, name: str) -> list[Item]:
        return await self._reach.items_of(name, self.node_id)

    async def matching_items(self, name: str, start: int, count: int) -> list[Item | str]:
        return await self._reach.matching(self._sources, name, start, count)

    async def evaluate(self, items: Sequence[Item], offset: int = 0) -> list[Mapping[str, Any]]:
        return await self._parameters.evaluate(items, offset, self._scope)

    def evaluated(self) -> AsyncIterator[list[Evaluated]]:
        return self.aside.evaluated(self.chunks(), self.evaluate)

    def item(self, index: int) -> AbstractContextManager[None]:
        return self.aside.item(index)

    async def apart(
        self,
        items: Sequence[Item],
        offset: int,
        work: Callable[[Sequence[Item], int], Awaitable[list[T]]],
        codes: Collection[str],
    ) -> list[T]:
        return await self.aside.apart(items, offset, work, codes)

    def paired(self, evaluated: Sequence[Evaluated]) -> Paired:
        return self.aside.paired(evaluated)

    async def call(
        self, workflow_id: str, items: Sequence[Item], number: int = 0, *, waits: bool = True
    ) -> str:
        child = await self._reach.call(
            (self.node_id, self.run_index), workflow_id, items, number, waits=waits
        )
        self.children.append(child)
        return child

    def link(self, action: Literal["webhook", "approve", "reject"], until: datetime | None) -> str:
        return self._reach.link(self.node_id, self.run_index, action, until)

    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        await self._write_log(self.node_id, self.run_index, stream, line)

    def warn(self, parameter: str, item: int, path: str, why: str = "") -> None:
        warning = {"parameter": parameter, "item": item, "path": path} | ({"why": why} if why else {})
        if len(self.warnings) < MOST_WARNINGS and warning not in self.warnings:
            self.warnings.append(warning)

    async def whole_input(self) -> list[Item]:
        return [item for chunks in self.input.values() for chunk in chunks for item in chunk.items]
