"""Workflows: putting them to work, and what they were before."""

from typing import Any
from uuid import UUID

from fastapi import Request

from commands.activate_workflow import activate_workflow
from commands.deactivate_workflow import deactivate_workflow
from commands.errors import NotFound
from commands.publish_workflow import publish_workflow
from commands.restore_version import restore_version
from commands.unarchive_workflow import unarchive_workflow
from projections.workflows import queries
from web.api import paging
from web.api.answers import Json
from web.api.authors import with_authors
from web.api.callers import Caller, Me, private_router
from web.api.routers.workflows import edited, shown
from web.api.services import Given, Services
from web.api.shapes import workflows as shapes

router = private_router("/api/workflows/{workflow_id}", "workflows")


@router.post("/publish", response_model=shapes.Workflow)
async def publish(workflow_id: UUID, request: Request, me: Me, services: Given) -> Json:
    """From now on webhooks and schedules run the definition as it is now."""
    done = await publish_workflow(services.context, me.cause(request), workflow_id=workflow_id)
    return Json(await _after(services, me, workflow_id, done.position))


@router.post("/activate", response_model=shapes.Workflow)
async def activate(workflow_id: UUID, request: Request, me: Me, services: Given) -> Json:
    """Let webhooks and schedules run it; publishes it first if nothing is."""
    done = await activate_workflow(services.context, me.cause(request), workflow_id=workflow_id)
    return Json(await _after(services, me, workflow_id, done.position))


@router.post("/deactivate", response_model=shapes.Workflow)
async def deactivate(workflow_id: UUID, request: Request, me: Me, services: Given) -> Json:
    """Its webhooks answer 404 from now on."""
    done = await deactivate_workflow(services.context, me.cause(request), workflow_id=workflow_id)
    return Json(await _after(services, me, workflow_id, done.position))


@router.post("/unarchive", response_model=shapes.Workflow)
async def unarchive(workflow_id: UUID, request: Request, me: Me, services: Given) -> Json:
    """Bring an archived workflow back, inactive."""
    done = await unarchive_workflow(services.context, me.cause(request), workflow_id=workflow_id)
    return Json(await _after(services, me, workflow_id, done.position))


@router.get("/versions", response_model=shapes.Versions)
async def versions(
    workflow_id: UUID, me: Me, services: Given, limit: paging.Limit = 50, cursor: paging.Cursor = None
) -> Json:
    """Its edits, those that belong together as one entry; newest first. What was published is marked."""
    async with services.read_model.fresh() as conn:
        page = await queries.list_versions(conn, me.project_id, workflow_id, limit=limit, cursor=cursor)
    if page is None:
        raise NotFound("workflow", workflow_id)
    return Json({**page, "items": await with_authors(services, page["items"])})


@router.post("/restore", response_model=shapes.Changed)
async def restore(workflow_id: UUID, body: shapes.Restore, request: Request, me: Me, services: Given) -> Json:
    """Bring the definition of an earlier version back, as edits of their own. What is published stays.

    409 unless the workflow is still at ``expected_version``.
    """
    asked: dict[str, Any] = {"version": body.version, "expected_version": body.expected_version}
    cause = me.cause(request, body.batch_id)
    changed = await restore_version(services.context, cause, workflow_id=workflow_id, **asked)
    return Json(await edited(services, me, changed, asked=body, cause=cause, workflow_id=workflow_id))


async def _after(services: Services, me: Caller, workflow_id: UUID, position: int) -> dict[str, Any]:
    services.webhooks.forget()
    return await shown(services, me, workflow_id, position)
