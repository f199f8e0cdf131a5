"""What nodes put out, however much it is."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import Field

from projections.executions.queries import node_items, offset_of
from web.api import paging
from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.routers.executions import found
from web.api.services import Given
from web.api.shapes import executions as shapes

router = private_router("/api/executions/{execution_id}/data", "executions")

NodeId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RunIndex = Annotated[
    Annotated[int, Field(ge=0, lt=2**31)] | Literal["last"] | None,
    Query(description="Of all runs where it is left out; `last`: of the last that put something out there."),
]
Port = Annotated[str | None, Query(max_length=100, description="All ports, in order, where it is left out.")]
Offset = Annotated[int, Query(ge=0, lt=2**53)]


@router.get("/{node_id}", response_model=shapes.Items)
async def items(
    *,
    execution_id: UUID,
    node_id: NodeId,
    me: Me,
    services: Given,
    run_index: RunIndex = None,
    port: Port = None,
    offset: Offset = 0,
    limit: paging.ManyLimit = 200,
    cursor: paging.Cursor = None,
) -> Json:
    """In order, from ``cursor``, or where there is none from ``offset`` on."""
    offset = offset if cursor is None else offset_of(cursor)
    asked: dict[str, Any] = {"run_index": run_index, "port": port, "offset": offset, "limit": limit}
    async with services.read_model.fresh() as conn:
        page = await node_items(
            conn, me.project_id, execution_id, node_id, payloads=services.payloads, **asked
        )
    return Json(found(page, execution_id))
