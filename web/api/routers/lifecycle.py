"""Workflows: putting them to work."""

from typing import Any
from uuid import UUID

from fastapi import Request

from commands.activate_workflow import activate_workflow
from commands.deactivate_workflow import deactivate_workflow
from commands.publish_workflow import publish_workflow
from web.api.answers import Json
from web.api.callers import Caller, Me, private_router
from web.api.routers.workflows import shown
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


async def _after(services: Services, me: Caller, workflow_id: UUID, position: int) -> dict[str, Any]:
    services.webhooks.forget()
    return await shown(services, me, workflow_id, position)
