"""Executions: asking for them, anew or again."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Query, Request

from commands.execution_data import ABSENT, checked_files
from commands.fork_execution import fork_execution
from commands.requesting import Started
from commands.run_part import run_part
from commands.start_execution import start_execution
from projections.executions.queries import newest_with_data
from web.api.answers import Json
from web.api.callers import Caller, Me, private_router
from web.api.event_view import is_terminal
from web.api.routers.executions import find
from web.api.services import Given, Services
from web.api.shapes import executions as shapes
from web.api.waiting import first

starting = private_router("/api/workflows/{workflow_id}/execute", "executions")
forking = private_router("/api/executions/{execution_id}/fork", "executions")

IdempotencyKey = Annotated[
    str | None, Header(max_length=255, description="The same key and body answer with the same execution.")
]
Wait = Annotated[int | None, Query(ge=1, le=300, description="Seconds to wait for the end.")]
ENDED: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.Execution, "description": "It ended within the time to wait."}
}


@starting.post("", status_code=202, response_model=shapes.Started, responses=ENDED)
async def execute(
    *,
    workflow_id: UUID,
    request: Request,
    me: Me,
    services: Given,
    body: shapes.Execute | None = None,
    wait: Wait = None,
    idempotency_key: IdempotencyKey = None,
) -> Json:
    """Run the workflow as it is drawn now: all of it, up to a node, from a node on, or a node alone."""
    asked = {"workflow_id": workflow_id, "idempotency_key": idempotency_key, **_given(body)}
    node, from_node = asked.pop("node", None), asked.pop("from_node", None)
    cause, begin = me.cause(request), node if from_node is None else from_node
    if asked.get("files") is None:
        asked.pop("files", None)
    else:
        asked["input"], asked["files"] = checked_files(asked.get("input", ABSENT), asked["files"])
    if begin is None:
        started = await start_execution(services.context, cause, **asked)
    else:
        part = {
            **{
                name: value for name, value in asked.items() if name not in ("input", "files", "trigger_node")
            },
            "until_node": asked.get("until_node") if node is None else node,
        }
        started = await run_part(services.context, cause, _Recorded(services, me), from_node=begin, **part)
    return await _answer(services, request, me, started, wait)


@forking.post("", status_code=202, response_model=shapes.Started, responses=ENDED)
async def fork(
    *,
    execution_id: UUID,
    request: Request,
    me: Me,
    services: Given,
    body: shapes.ForkRequest | None = None,
    wait: Wait = None,
    idempotency_key: IdempotencyKey = None,
) -> Json:
    """Run it again, from a node or from the start; what lies before is taken from its tape, as far as that
    goes by now, and not run again."""
    asked = {"execution_id": execution_id, "idempotency_key": idempotency_key, **_given(body)}
    started = await fork_execution(services.context, me.cause(request), **asked)
    return await _answer(services, request, me, started, wait)


class _Recorded:
    """Implements :class:`commands.run_part.FindRecorded` over the read tables."""

    def __init__(self, services: Services, me: Caller) -> None:
        self._services, self._me = services, me

    async def __call__(
        self,
        workflow_id: UUID,
        *,
        triggers: Collection[str],
        parents: Mapping[str, Collection[str]],
        replaced: Collection[str],
    ) -> UUID | None:
        asked: dict[str, Any] = {"triggers": triggers, "parents": parents, "replaced": replaced}
        async with self._services.read_model.fresh() as conn:
            return await newest_with_data(conn, self._me.project_id, workflow_id, **asked)


def _given(body: shapes.Execute | shapes.ForkRequest | None) -> dict[str, Any]:
    """Only what was sent: an input of null is not the same as none."""
    return body.model_dump(exclude_unset=True) if body else {}


async def _answer(
    services: Services, request: Request, me: Caller, started: Started, wait: int | None
) -> Json:
    if wait and await _ends(services, request, started.execution_id, wait):
        return Json(await find(services, me, started.execution_id))
    return Json({"execution_id": started.execution_id, "position": started.position}, 202)


async def _ends(services: Services, request: Request, execution_id: UUID, seconds: float) -> bool:
    def over(recorded: Any) -> bool | None:
        return is_terminal(recorded) or None

    return bool(await first(services, request, [execution_id], over, after=0, seconds=seconds))
