"""Where an item came from."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field

from commands.errors import NotFound
from commands.load_workflow import load_workflow
from domain.execution.lineage import Place
from domain.graph import Graph
from projections.executions.queries import came_from, last_run, node_items, pinned_version
from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.problems import Refusal
from web.api.routers.executions import found
from web.api.services import Given, Services
from web.api.shapes import executions as shapes

router = private_router("/api/executions/{execution_id}/lineage", "executions")

NodeId = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RunIndex = Annotated[
    Annotated[int, Field(ge=0, lt=2**31)] | Literal["last"],
    Query(description="`last`: the last that put something out there."),
]
Port = Annotated[str, Query(max_length=100, description="The port that the item left by.")]
Index = Annotated[int, Query(ge=0, lt=2**53, description="The item's, within what left the port.")]
Ancestor = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The earlier node.")]


@router.get("", response_model=shapes.Ancestor)
async def lineage(
    *,
    execution_id: UUID,
    node_id: NodeId,
    of: Ancestor,
    me: Me,
    services: Given,
    run_index: RunIndex = 0,
    port: Port = "main",
    item: Index = 0,
) -> Json:
    """The item of the node ``of`` that an item of a run came from, however many nodes lie between. 404
    ``no_lineage`` where there is none, where there are several, or where a node in between doesn't say; the
    detail tells which."""
    async with services.read_model.fresh() as conn:
        pinned = found(await pinned_version(conn, me.project_id, execution_id), execution_id)
    graph = await _graph(services, pinned.workflow_id, pinned.version)  # on a connection of the store's own
    async with services.read_model.fresh() as conn:
        run = await last_run(conn, execution_id, node_id, port) or 0 if run_index == "last" else run_index
        place = Place(node_id, run, port, item)
        there = await came_from(conn, execution_id, place, of, graph=graph, pairings=services.payloads)
        if isinstance(there, str):
            raise Refusal(404, "no_lineage", there)
        page = await node_items(
            conn,
            me.project_id,
            execution_id,
            there.node_id,
            payloads=services.payloads,
            run_index=there.run_index,
            port=there.port,
            offset=there.item,
            limit=1,
        )
    return Json({**there._asdict(), "value": next(iter(found(page, execution_id)["items"]), None)})


async def _graph(services: Services, workflow_id: UUID, version: int) -> Graph:
    workflow = await load_workflow(services.context.store, workflow_id, upto=version)
    if workflow is None:
        raise NotFound("workflow", workflow_id)
    return Graph.from_definition(workflow.definition(), services.context.nodes)
