"""Executions: watching and stopping them, and deciding about what waits."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from commands.cancel_execution import cancel_execution
from commands.errors import NotFound
from commands.resume_execution import resume_execution
from projections.executions import queries
from web.api import paging
from web.api.answers import Json
from web.api.callers import Caller, Me, private_router
from web.api.services import Given, Services
from web.api.shapes import executions as shapes
from web.api.shapes.base import Moment

router = private_router("/api/executions", "executions")
LINKS = {"webhook": ("webhook",), "approval": ("approve", "reject")}
"""By what a node run waits for."""


@router.get("", response_model=shapes.Executions)
async def list_all(
    *,
    me: Me,
    services: Given,
    workflow_id: UUID | None = None,
    status: Annotated[list[shapes.Status], Query(description="Any of these.")] = [],  # noqa: B006
    trigger: Annotated[str | None, Query(max_length=50)] = None,
    parent: Annotated[UUID | None, Query(description="Those that this execution called.")] = None,
    since: Moment | None = None,
    until: Moment | None = None,
    q: Annotated[str | None, Query(max_length=200, description="Text under search_keys.")] = None,
    limit: paging.Limit = 50,
    cursor: paging.Cursor = None,
) -> Json:
    """Newest first."""
    filters: dict[str, Any] = {
        "workflow_id": workflow_id,
        "status": status,
        "trigger": trigger,
        "parent": parent,
        "since": since,
        "until": until,
        "text": q or None,
    }
    async with services.read_model.fresh() as conn:
        page = await queries.list_executions(conn, me.project_id, **filters, limit=limit, cursor=cursor)
    return Json(page)


@router.get("/{execution_id}", response_model=shapes.Execution)
async def show(execution_id: UUID, me: Me, services: Given) -> Json:
    return Json(await find(services, me, execution_id))


@router.get("/{execution_id}/nodes", response_model=shapes.NodeRuns)
async def nodes(
    execution_id: UUID, me: Me, services: Given, limit: paging.Limit = 50, cursor: paging.Cursor = None
) -> Json:
    """What each node did, run by run; newest first."""
    asked: dict[str, Any] = {"limit": limit, "cursor": cursor, "payloads": services.payloads}
    async with services.read_model.fresh() as conn:
        page = await queries.list_nodes(conn, me.project_id, execution_id, **asked)
    return Json(found(page, execution_id))


@router.get("/{execution_id}/logs", response_model=shapes.LogLines)
async def logs(
    *,
    execution_id: UUID,
    me: Me,
    services: Given,
    node_id: Annotated[str | None, Query(max_length=64)] = None,
    limit: paging.ManyLimit = 50,
    cursor: paging.Cursor = None,
) -> Json:
    """What the code printed, oldest first."""
    asked: dict[str, Any] = {"node_id": node_id, "limit": limit, "cursor": cursor}
    async with services.read_model.fresh() as conn:
        page = await queries.list_logs(conn, me.project_id, execution_id, **asked)
    return Json(found(page, execution_id))


@router.get("/{execution_id}/links", response_model=shapes.Links)
async def links(execution_id: UUID, me: Me, services: Given) -> Json:
    """The links of the node runs that wait for a call or an approval. Whoever has one can use it, once."""
    waiting = (await find(services, me, execution_id))["waiting"]
    items = [
        {
            **{name: run[name] for name in ("node_id", "run_index", "name")},
            "links": {
                action: services.links.url(execution_id, run["node_id"], run["run_index"], action, None)
                for action in LINKS[run["kind"]]
            },
        }
        for run in waiting
        if run["kind"] in LINKS
    ]
    return Json({"items": items})


@router.post("/{execution_id}/cancel", status_code=202, response_model=shapes.Started)
async def cancel(execution_id: UUID, request: Request, me: Me, services: Given) -> Json:
    """What runs is stopped; what has ended stays as it is."""
    position = await cancel_execution(services.context, me.cause(request), execution_id=execution_id)
    return Json({"execution_id": execution_id, "position": position}, 202)


@router.post("/{execution_id}/resume", status_code=202, response_model=shapes.Resumed)
async def resume(
    execution_id: UUID, body: shapes.Decision, request: Request, me: Me, services: Given
) -> Json:
    """Decide about a node run that waits. 409 says what can be decided instead."""
    asked = body.model_dump(exclude_unset=True)
    position = await resume_execution(services.context, me.cause(request), execution_id=execution_id, **asked)
    return Json({"position": position}, 202)


async def find(services: Services, me: Caller, execution_id: UUID) -> Any:
    async with services.read_model.fresh() as conn:
        return found(
            await queries.get_execution(conn, me.project_id, execution_id, services.payloads), execution_id
        )


def found(answer: Any, execution_id: UUID) -> Any:
    if answer is None:
        raise NotFound("execution", execution_id)
    return answer
