"""Undo and redo, from the tape."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import Request

from commands.undo_edits import Direction, Offer, undo_edits, what_can_be_undone
from web.api.answers import Json
from web.api.callers import Caller, Me, private_router
from web.api.event_view import edit_of
from web.api.routers.workflows import edited
from web.api.services import Given, Services
from web.api.shapes import workflows as shapes

router = private_router("/api/workflows/{workflow_id}", "workflows")


@router.get("/undo", response_model=shapes.Undoable)
async def show(workflow_id: UUID, request: Request, me: Me, services: Given) -> Json:
    """What the caller would undo and redo next, in whichever tab they did it."""
    return Json(await _undoable(services, me, workflow_id, request))


@router.post("/undo", response_model=shapes.Undone)
async def undo(workflow_id: UUID, body: shapes.Undo, request: Request, me: Me, services: Given) -> Json:
    """Take back the newest of the caller's own steps; what others did stays.

    409 `version_conflict` where others have changed the same parts since; `skip` passes such a step over.
    """
    return await _taken_back("undo", workflow_id, body, request=request, me=me, services=services)


@router.post("/redo", response_model=shapes.Undone)
async def redo(workflow_id: UUID, body: shapes.Undo, request: Request, me: Me, services: Given) -> Json:
    """Take back the caller's newest undoing, unless they have done something else since."""
    return await _taken_back("redo", workflow_id, body, request=request, me=me, services=services)


async def _taken_back(
    direction: Direction,
    workflow_id: UUID,
    body: shapes.Undo,
    *,
    request: Request,
    me: Caller,
    services: Services,
) -> Json:
    asked: dict[str, Any] = {"expected_version": body.expected_version, "skip": body.skip}
    cause = me.cause(request, body.batch_id)
    done = await undo_edits(services.context, cause, direction, workflow_id=workflow_id, **asked)
    answer = await edited(services, me, done, asked=body, cause=cause, workflow_id=workflow_id)
    return Json({**await _undoable(services, me, workflow_id, request), **answer})


async def _undoable(services: Services, me: Caller, workflow_id: UUID, request: Request) -> dict[str, Any]:
    found = await what_can_be_undone(services.context, me.cause(request), workflow_id)
    return {"version": found.version, "undo": _shown(found.undo), "redo": _shown(found.redo)}


def _shown(offer: Offer | None) -> dict[str, Any] | None:
    if offer is None:
        return None
    edits = None if offer.edits is None else [edit_of(each) for each in offer.edits]
    return {**asdict(offer.step), "edits": edits}
