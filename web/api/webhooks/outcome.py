"""Following an execution on the tape to the answer that its webhook gives."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from starlette.responses import Response

from domain.execution import events as e
from domain.json_text import read_back
from domain.tape import Recorded
from web.api.services import Services
from web.api.webhooks.response import failed, json_answer, said

RESPONDER, PORT = "webhook.respond", "response"

Answer = Callable[[], Awaitable[Response]]


class Outcome:
    """Sees an execution's events in order; ``see`` returns how to answer as soon as that is decided."""

    def __init__(self, services: Services, execution_id: UUID, respond: str, status: int) -> None:
        self._services = services
        self._execution_id = execution_id
        self._respond = respond
        self._status = status
        self._newest: Recorded | None = None

    def see(self, recorded: Recorded) -> Answer | None:
        match recorded.event:
            case e.NodeCompleted(type=kind, outputs=outputs):
                self._newest = recorded
                if self._respond == "node" and kind == RESPONDER and PORT in outputs:
                    return lambda: self._said(recorded)
            case e.ExecutionCompleted(last=last):
                return lambda: self._completed(last)
            case e.ExecutionFailed():
                return self._failing("execution_failed", "the workflow failed; its execution says why")
            case e.ExecutionCancelled():
                return self._failing("execution_cancelled", "the execution was cancelled")
            case e.ExecutionTimedOut():
                return self._failing("execution_timed_out", "the workflow passed its deadline")
        return None

    def _failing(self, code: str, detail: str) -> Answer:
        async def answer() -> Response:
            return failed(self._execution_id, code, detail)

        return answer

    async def _said(self, recorded: Recorded) -> Response:
        return said(self._execution_id, await self._first_json(recorded, PORT))

    async def _completed(self, last: e.Source | None) -> Response:
        if self._respond == "node":
            detail = "the workflow completed, but none of its webhook.respond nodes ran"
            return failed(self._execution_id, "no_response", detail)
        if last is None:
            return json_answer({}, self._status)
        recorded = await self._run(last["node_id"], last["run_index"])
        return json_answer(await self._first_json(recorded, last["port"]), self._status)

    async def _run(self, node_id: str, run_index: int) -> Recorded:
        """Almost always the newest one; another only where branches crossed."""
        if _is_run(self._newest, node_id, run_index):
            assert self._newest
            return self._newest
        history = await self._services.context.store.load(self._execution_id)
        return next(each for each in reversed(history) if _is_run(each, node_id, run_index))

    async def _first_json(self, recorded: Recorded, port: str) -> Any:
        payload = recorded.event.outputs[port]["payload"]
        if payload is None:
            items = read_back(recorded.data or b"{}")[port]["items"]
        else:
            async with self._services.read_model.now() as conn:
                items = await self._services.payloads.items_of(conn, UUID(payload), 0, 1)
        return items[0]["json"] if items else {}


def _is_run(recorded: Recorded | None, node_id: str, run_index: int) -> bool:
    event = recorded.event if recorded else None
    return isinstance(event, e.NodeCompleted) and (event.node_id, event.run_index) == (node_id, run_index)
