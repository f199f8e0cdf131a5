"""One run of one node type, with real expressions and a real way out."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import IO, Any, Literal, TypeVar

import pytest

from domain.files import StoredFile
from sandbox.model import Sandbox
from workers.engine.per_item import Aside
from workers.expressions.evaluator import Evaluator
from workers.expressions.hosts import ExpressionHosts
from workers.expressions.scope import Scope
from workers.nodes.registry import NODE_TYPES
from workers.outbound.client import OutboundHttp
from workers.ports import (
    Chunk,
    Evaluated,
    HttpClient,
    Item,
    NodeError,
    NodeFiles,
    Paired,
    Resumption,
    Suspend,
)

T = TypeVar("T")


class NoFiles:
    async def find(self, file_ids: Collection[str]) -> dict[str, StoredFile]:
        return {}

    def read(self, file: StoredFile) -> AsyncIterator[bytes]:
        raise AssertionError("there is nothing to read")

    async def save(self, path: str, content: IO[bytes], *, name: str, mime: str) -> StoredFile:
        raise AssertionError(f"no file is made: {path}")


class Run:
    """The context of a run; ``items`` are given as their json, ``chunk`` at a time. ``ports``: the items that
    came in by other ports than ``main``. ``returned``: what has come back to a loop."""

    execution_id = "execution-1"
    workflow_id = "workflow-1"
    project_id = "project-1"
    node_id = "node-1"
    node_name = "A node"
    run_index = 0
    attempt = 1
    interactive = False
    timeout_s: float | None = None
    round = 0
    timezone = "UTC"
    settings: Mapping[str, Any] = MappingProxyType({})
    input_port = "main"
    clock_now = datetime(2026, 1, 1, tzinfo=UTC)
    sandbox: Sandbox
    files: NodeFiles
    """None are there, unless it is given some."""
    idempotency_key = "execution-1:node-1:0"

    def __init__(
        self,
        type_name: str,
        parameters: Mapping[str, Any],
        items: Sequence[Mapping[str, Any]],
        *,
        hosts: ExpressionHosts | None = None,
        http: HttpClient | None = None,
        chunk: int = 1000,
        goes_on: bool = False,
        ports: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        returned: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.files: NodeFiles = NoFiles()
        self._ports: dict[str, list[Item]] = {
            name: [{"json": json} for json in came] for name, came in (ports or {}).items()
        }
        self._returned: list[Item] = [{"json": json} for json in returned]
        self.aside = Aside(lambda _: goes_on)
        self.settings = {"on_error": "continue" if goes_on else "stop"}
        self.http: HttpClient = http or OutboundHttp()
        self.lines: list[tuple[str, str]] = []
        self.warnings: list[tuple[Any, ...]] = []
        self.chunks_out: list[Chunk] = []
        self._type = NODE_TYPES[type_name]
        self.items: list[Item] = [{"json": json} for json in items]
        self._chunk = chunk
        evaluator = Evaluator(hosts or ExpressionHosts(spares=0), self.project_id)
        self._prepared = evaluator.prepare(self._type.parameters, parameters)

    async def chunks(self, port: str | None = None) -> AsyncIterator[list[Item]]:
        items = self.items if port is None else self._ports.get(port, [])
        for start in range(0, len(items), self._chunk):
            yield items[start : start + self._chunk]

    async def packed(self) -> AsyncIterator[Chunk]:
        async for items in self.chunks():
            yield Chunk(items)

    async def loop_input(self, start: int, count: int) -> list[Item]:
        return self.items[start : start + count]

    async def loop_returned(self) -> list[Item]:
        return self._returned

    async def call(
        self, workflow_id: str, items: Sequence[Item], number: int = 0, *, waits: bool = True
    ) -> str:
        raise AssertionError(f"no workflow is called: {workflow_id}")

    def link(self, action: Literal["webhook", "approve", "reject"], until: datetime | None) -> str:
        raise AssertionError(f"no link is wanted: {action}")

    async def nodes_output(self, name: str) -> list[Item]:
        raise AssertionError(f"no other node is read: {name}")

    async def matching_items(self, name: str, start: int, count: int) -> list[Item | str]:
        raise AssertionError(f"no other node is read: {name}")

    async def evaluate(self, items: Sequence[Item], offset: int = 0) -> list[Mapping[str, Any]]:
        scope = Scope(
            execution_id=self.execution_id,
            workflow_id=self.workflow_id,
            workflow_name="A workflow",
            run_index=self.run_index,
            timezone=self.timezone,
            items_of=self.nodes_output,
            matching=self.matching_items,
            whole_input=self._whole_input,
            warn=self.warn,
        )
        return await self._prepared.evaluate(items, offset, scope)

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

    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        self.lines.append((stream, line))

    def warn(self, parameter: str, item: int, path: str, why: str = "") -> None:
        self.warnings.append((parameter, item, path, why) if why else (parameter, item, path))

    async def outputs(self, resumption: Resumption | None = None) -> dict[str, list[Any]]:
        """Run it, or let it go on: each port's items, as their json."""
        ports: dict[str, list[Any]] = defaultdict(list)
        node = self._type()
        async for chunk in node.run(self) if resumption is None else node.resume(self, resumption):
            self.chunks_out.append(chunk)
            ports[chunk.port] += [item["json"] for item in chunk.items]
        return dict(ports)

    async def suspended(self) -> Suspend:
        """Run it: how it waits."""
        with pytest.raises(Suspend) as caught:
            await self.outputs()
        return caught.value

    async def failed(self, resumption: Resumption | None = None) -> NodeError:
        with pytest.raises(NodeError) as caught:
            await self.outputs(resumption)
        return caught.value

    @property
    def pairs(self) -> list[Paired]:
        return [chunk.paired for chunk in self.chunks_out]

    async def _whole_input(self) -> Sequence[Item]:
        return self.items
