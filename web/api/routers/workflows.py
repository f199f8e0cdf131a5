"""Workflows: drawing them."""

from collections.abc import Collection
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from commands.apply_commands import apply_commands
from commands.archive_workflow import archive_workflow
from commands.change_definition import change_definition
from commands.change_workflow import MOST_SHOWN, Changed
from commands.create_workflow import create_workflow
from commands.describe_workflow import describe_workflow
from commands.errors import NotFound
from commands.load_workflow import load_workflow
from domain.tape import Cause, Recorded
from domain.workflow.state import Workflow
from projections.read_model import ReadModelBehind
from projections.workflows import queries
from web.api import paging
from web.api.answers import Json
from web.api.authors import with_authors
from web.api.callers import Caller, Me, private_router
from web.api.event_view import edit_shown
from web.api.services import Given, Services
from web.api.shapes import workflows as shapes

router = private_router("/api/workflows", "workflows")


@router.post("", status_code=201, response_model=shapes.Workflow)
async def create(body: shapes.NewWorkflow, request: Request, me: Me, services: Given) -> Json:
    """A half-built workflow can always be saved; ``problems`` says what keeps it from running."""
    created = await create_workflow(services.context, me.cause(request), **dict(body))
    return Json(await shown(services, me, created.workflow_id, created.position), 201)


@router.get("", response_model=shapes.Workflows)
async def list_all(
    *,
    me: Me,
    services: Given,
    q: Annotated[str | None, Query(max_length=200, description="Part of a name.")] = None,
    tag: Annotated[str | None, Query(max_length=200)] = None,
    folder: Annotated[str | None, Query(max_length=255, description="Empty: those in none.")] = None,
    is_active: bool | None = None,
    archived: Annotated[bool, Query(description="Those, and no others.")] = False,
    sort: Annotated[queries.Sort, Query(description="Newest or last changed first, or by name.")] = "created",
    limit: paging.Limit = 50,
    cursor: paging.Cursor = None,
) -> Json:
    """With the last execution of each."""
    asked: dict[str, Any] = {
        "q": q,
        "tag": tag,
        "folder": folder,
        "is_active": is_active,
        "archived": archived,
        "sort": sort,
        "limit": limit,
        "cursor": cursor,
    }
    async with services.read_model.fresh() as conn:
        return Json(await queries.list_workflows(conn, me.project_id, **asked))


@router.get("/{workflow_id}", response_model=shapes.Workflow)
async def show(
    workflow_id: UUID, me: Me, services: Given, version: Annotated[int | None, Query(ge=1)] = None
) -> Json:
    """As it is now, or as it was at ``version``."""
    if version is not None:
        return Json(services.workflows.of_state(await past(services, me, workflow_id, version)))
    async with services.read_model.fresh() as conn:
        row = await queries.get_workflow(conn, me.project_id, workflow_id)
        if row is None:
            raise NotFound("workflow", workflow_id)
        taken = await queries.answered_by_others(conn, workflow_id, queries.webhooks_of(row["definition"]))
    return Json(services.workflows.of_row(row, taken))


@router.patch("/{workflow_id}", response_model=shapes.Workflow)
async def change(
    workflow_id: UUID, body: shapes.WorkflowChange, request: Request, me: Me, services: Given
) -> Json:
    """Name, description, tags and folder."""
    asked = body.model_dump(exclude_unset=True)
    if "folder" in asked:
        asked["folder"] = asked["folder"] or ""
    changed = await describe_workflow(services.context, me.cause(request), workflow_id=workflow_id, **asked)
    return Json(await shown(services, me, workflow_id, changed.position))


@router.delete("/{workflow_id}", status_code=204)
async def archive(workflow_id: UUID, request: Request, me: Me, services: Given) -> Response:
    """It disappears from every list and stops running; its tape stays."""
    await archive_workflow(services.context, me.cause(request), workflow_id=workflow_id)
    services.webhooks.forget()
    return Response(status_code=204)


@router.put("/{workflow_id}/definition", response_model=shapes.Changed)
async def define(
    workflow_id: UUID, body: shapes.NewDefinition, request: Request, me: Me, services: Given
) -> Json:
    """Replace the definition; 409 unless it is still at ``expected_version``."""
    asked: dict[str, Any] = {"definition": body.definition, "expected_version": body.expected_version}
    cause = me.cause(request, body.batch_id)
    changed = await change_definition(services.context, cause, workflow_id=workflow_id, **asked)
    return Json(await edited(services, me, changed, asked=body, cause=cause, workflow_id=workflow_id))


@router.post("/{workflow_id}/commands", response_model=shapes.Changed)
async def edit(workflow_id: UUID, body: shapes.Commands, request: Request, me: Me, services: Given) -> Json:
    """Several edits, all or none. A stale version is fine where nobody touched the same things since."""
    asked: dict[str, Any] = {"commands": body.commands, "expected_version": body.expected_version}
    cause = me.cause(request, body.batch_id, body.step_id)
    changed = await apply_commands(services.context, cause, workflow_id=workflow_id, **asked)
    return Json(await edited(services, me, changed, asked=body, cause=cause, workflow_id=workflow_id))


async def shown(services: Services, me: Caller, workflow_id: UUID, position: int) -> dict[str, Any]:
    """A command's answer is read from the tape, so that no projector is needed for it; only whether others
    answer at its webhooks' addresses is told by one, if it is there."""
    workflow = await _own(services, me, workflow_id)
    return services.workflows.of_state(workflow, position, await _taken(services, workflow))


async def _taken(services: Services, workflow: Workflow) -> Collection[str]:
    if not (webhooks := queries.webhooks_of(workflow.definition())):
        return ()
    try:
        async with services.read_model.fresh() as conn:
            return await queries.answered_by_others(conn, workflow.id, webhooks)
    except ReadModelBehind:
        return ()


async def past(services: Services, me: Caller, workflow_id: UUID, version: int) -> Workflow:
    if (await _own(services, me, workflow_id)).archived:
        raise NotFound("workflow", workflow_id)
    return await _own(services, me, workflow_id, version)


async def edited(
    services: Services, me: Caller, changed: Changed, *, workflow_id: UUID, asked: shapes.Change, cause: Cause
) -> dict[str, Any]:
    workflow = await _own(services, me, workflow_id, changed.version)
    others = await _between(services, workflow, asked.expected_version, cause)
    return {
        "version": changed.version,
        "definition_version": workflow.definition_version,
        "position": changed.position,
        "problems": services.workflows.problems(workflow),
        "events": await with_authors(services, [edit_shown(each) for each in others[-MOST_SHOWN:]]),
    }


async def _between(services: Services, workflow: Workflow, since: int, cause: Cause) -> list[Recorded]:
    """What others did; what was asked for itself is known by its batch, else by its request."""
    history = await services.context.store.load(workflow.id, after=since, upto=workflow.version)
    own = (cause.actor, cause.causation_id, None if cause.causation_id else cause.correlation_id)

    def whose(each: Recorded) -> object:
        return (each.actor, each.causation_id, None if cause.causation_id else each.correlation_id)

    return [each for each in history if whose(each) != own]


async def _own(services: Services, me: Caller, workflow_id: UUID, upto: int | None = None) -> Workflow:
    workflow = await load_workflow(services.context.store, workflow_id, upto)
    if workflow is None or workflow.project_id != me.project_id:
        raise NotFound("workflow", workflow_id)
    return workflow
