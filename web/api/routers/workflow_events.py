"""The tape of one workflow."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from commands.errors import NotFound
from projections.workflows import queries
from web.api import paging
from web.api.answers import Json
from web.api.authors import with_authors
from web.api.callers import Me, private_router
from web.api.services import Given
from web.api.shapes import workflows as shapes

router = private_router("/api/workflows/{workflow_id}/events", "workflows")

Since = Annotated[int, Query(ge=0, lt=2**53, description="Only what came after this version.")]


@router.get("", response_model=shapes.WorkflowEvents)
async def events(
    *,
    workflow_id: UUID,
    me: Me,
    services: Given,
    order: Annotated[Literal["oldest", "newest"], Query(description="Which come first.")] = "oldest",
    since: Since = 0,
    limit: paging.ManyLimit = 200,
    cursor: paging.Cursor = None,
) -> Json:
    """Every edit, with who made it and in which batch. Folded in order they are the workflow."""
    async with services.read_model.fresh() as conn:
        page = await queries.list_events(
            conn,
            me.project_id,
            workflow_id,
            newest_first=order == "newest",
            since=since,
            limit=limit,
            cursor=cursor,
        )
    if page is None:
        raise NotFound("workflow", workflow_id)
    return Json({**page, "items": await with_authors(services, page["items"])})
