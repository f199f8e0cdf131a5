"""One run of one node, as its handler sees it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Literal

from sandbox.model import Sandbox
from workers.engine.outputs import in_chunks
from workers.expressions.evaluator import PreparedParameters
from workers.expressions.scope import Scope
from workers.ports import Chunk, HttpClient, Item

MOST_WARNINGS = 100


class NodeRunContext:
    """Implements :class:`workers.ports.NodeContext`."""

    def __init__(
        self,
        *,
        execution_id: str,
        workflow_id: str,
        workflow_name: str,
        project_id: str,
        node: Mapping[str, Any],
        run_index: int,
        attempt: int,
        chunks: Sequence[Chunk],
        parameters: PreparedParameters,
        nodes_output: Callable[[str], Coroutine[Any, Any, list[Item]]],
        write_log: Callable[[str, int, str, str], Awaitable[None]],
        http: HttpClient,
        sandbox: Sandbox,
    ) -> None:
        self.execution_id = execution_id
        self.workflow_id = workflow_id
        self.project_id = project_id
        self.node_id: str = node["id"]
        self.node_name: str = node["name"]
        self.run_index = run_index
        self.attempt = attempt
        self.timeout_s: float | None = node["settings"].get("timeout_s")
        self.http = http
        self.sandbox = sandbox
        self._nodes_output = nodes_output
        self.warnings: list[dict[str, Any]] = []
        self._chunks = chunks
        self._parameters = parameters
        self._write_log = write_log
        self._scope = Scope(
            execution_id=execution_id,
            workflow_id=workflow_id,
            workflow_name=workflow_name,
            run_index=run_index,
            items_of=nodes_output,
            whole_input=self._whole_input,
            warn=self.warn,
        )

    @property
    def idempotency_key(self) -> str:
        return f"{self.execution_id}:{self.node_id}:{self.run_index}"

    async def chunks(self) -> AsyncIterator[list[Item]]:
        for chunk in self._chunks:
            for items in in_chunks(chunk.items):
                yield items

    async def nodes_output(self, name: str) -> list[Item]:
        return await self._nodes_output(name)

    async def evaluate(self, items: Sequence[Item], offset: int = 0) -> list[Mapping[str, Any]]:
        return await self._parameters.evaluate(items, offset, self._scope)

    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        await self._write_log(self.node_id, self.run_index, stream, line)

    def warn(self, parameter: str, item: int, path: str) -> None:
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append({"parameter": parameter, "item": item, "path": path})

    async def _whole_input(self) -> Sequence[Item]:
        return [item for chunk in self._chunks for item in chunk.items]
