"""The tags and folders of workflows."""

from projections.workflows import queries
from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.services import Given
from web.api.shapes import workflows as shapes

router = private_router("/api/workflows", "workflows")


@router.get("/tags", response_model=shapes.Labels)
async def tags(me: Me, services: Given) -> Json:
    async with services.read_model.fresh() as conn:
        return Json({"items": await queries.list_tags(conn, me.project_id), "next_cursor": None})


@router.get("/folders", response_model=shapes.Labels)
async def folders(me: Me, services: Given) -> Json:
    async with services.read_model.fresh() as conn:
        return Json({"items": await queries.list_folders(conn, me.project_id), "next_cursor": None})
