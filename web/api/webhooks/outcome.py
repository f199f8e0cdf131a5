"""Following an execution on the tape to the answer that its webhook gives."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from starlette.responses import Response

from domain.execution import events as e
from domain.tape import Recorded
from web.api.services import Services
from web.api.webhooks.node_runs import EndedRun, ended_runs
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
        self._newest: EndedRun | None = None

    def see(self, recorded: Recorded) -> Answer | None:
        for run in ended_runs(recorded):
            self._newest = run
            if self._respond == "node" and run.type == RESPONDER and PORT in run.outputs:
                return self._saying(run)
        match recorded.event:
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

    def _saying(self, run: EndedRun) -> Answer:
        async def answer() -> Response:
            return said(self._execution_id, await self._first_json(run, PORT))

        return answer

    async def _completed(self, last: e.Source | None) -> Response:
        if self._respond == "node":
            detail = "the workflow completed, but none of its webhook.respond nodes ran"
            return failed(self._execution_id, "no_response", detail)
        if last is None:
            return json_answer({}, self._status)
        run = await self._run((last["node_id"], last["run_index"]))
        return json_answer(await self._first_json(run, last["port"]), self._status)

    async def _run(self, key: tuple[str, int]) -> EndedRun:
        """Almost always the newest one; another only where branches crossed."""
        if self._newest and self._newest[:2] == key:
            return self._newest
        history = await self._services.context.store.load(self._execution_id)
        runs = (run for recorded in reversed(history) for run in ended_runs(recorded))
        return next(run for run in runs if run[:2] == key)

    async def _first_json(self, run: EndedRun, port: str) -> Any:
        payload = run.outputs[port]["payload"]
        if payload is None:
            items = run.inline(port)
        else:
            async with self._services.read_model.now() as conn:
                items = await self._services.payloads.items_of(conn, UUID(payload), 0, 1)
        return items[0]["json"] if items else {}
