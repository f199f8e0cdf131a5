"""The tape of one execution, to read or to follow."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Request, Response

from domain.ids import log_stream_of
from projections.executions import queries
from web.api import paging
from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.live import LiveEvents, NothingMore
from web.api.routers.executions import find, found
from web.api.services import Given
from web.api.shapes import executions as shapes

router = private_router("/api/executions/{execution_id}/events", "executions")

LastEventId = Annotated[
    str | None, Header(pattern=r"^[0-9]{1,18}$", description="Resumes after this position.")
]
Logs = Annotated[bool, Query(description="Log lines as well, between the events (live only).")]
STREAM = {"text/event-stream": {"schema": {"type": "string"}}}


@router.get("", response_model=shapes.Events, responses={200: {"content": STREAM}})
async def events(
    *,
    execution_id: UUID,
    request: Request,
    me: Me,
    services: Given,
    last_event_id: LastEventId = None,
    logs: Logs = False,
    limit: paging.ManyLimit = 200,
    cursor: paging.Cursor = None,
) -> Response:
    """Oldest first; with ``Accept: text/event-stream`` live, to the terminal event."""
    if "text/event-stream" in request.headers.get("accept", ""):
        execution = await find(services, me, execution_id)
        after = int(last_event_id or 0)
        if execution["status"] in shapes.TERMINAL and after >= execution["position"]:
            return NothingMore()
        streams = [execution_id, log_stream_of(execution_id)] if logs else [execution_id]
        return LiveEvents(services, me, streams, after)
    async with services.read_model.fresh() as conn:
        page = await queries.list_events(conn, me.project_id, execution_id, limit=limit, cursor=cursor)
    return Json(found(page, execution_id))
