"""Which item of an earlier node an item came from, as the read tables tell it."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from domain import json_text
from domain.execution.lineage import Left, Lineage, Missing, Origin, Place
from domain.execution.state import RunKey
from domain.graph import Graph
from projections.ports import Pairings

_PINNED = "SELECT workflow_id, workflow_version FROM read.executions WHERE id = %s AND project_id = %s"
_RUNS = """
SELECT node_id, run_index, sources, outputs, data
FROM read.node_logs JOIN unnest(%s::text[], %s::int[]) AS key (node_id, run_index) USING (node_id, run_index)
WHERE execution_id = %s AND outputs IS NOT NULL
"""


class Pinned(NamedTuple):
    """The version of the workflow that an execution runs."""

    workflow_id: UUID
    version: int


async def pinned_version(conn: AsyncConnection[Any], project_id: UUID, execution_id: UUID) -> Pinned | None:
    row = await (await conn.execute(_PINNED, [execution_id, project_id])).fetchone()
    return Pinned(*row) if row else None


async def came_from(
    conn: AsyncConnection[Any],
    execution_id: UUID,
    place: Place,
    node_id: str,
    *,
    graph: Graph,
    pairings: Pairings,
) -> Place | str:
    """The item of that node that the item at this place came from, or why there is none."""
    origins: dict[RunKey, Origin] = {}
    lineage = Lineage(graph, origins)
    while True:
        try:
            return lineage.trace(place, node_id)
        except Missing as missing:
            found = await _origins(conn, execution_id, missing.keys, pairings)
            if not found:
                return "nothing is known of a run that leads to it"
            origins |= found


async def _origins(
    conn: AsyncConnection[Any], execution_id: UUID, keys: Collection[RunKey], pairings: Pairings
) -> dict[RunKey, Origin]:
    nodes, run_indexes = [node for node, _ in keys], [run_index for _, run_index in keys]
    found = {}
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_RUNS, [nodes, run_indexes, execution_id])
        rows = await cursor.fetchall()
    for row in rows:
        ports = await _ports(conn, row, pairings)
        found[row["node_id"], row["run_index"]] = Origin(orjson.loads(row["sources"]), ports)
    return found


async def _ports(conn: AsyncConnection[Any], row: dict[str, Any], pairings: Pairings) -> dict[str, Left]:
    inline = json_text.read_back(row["data"]) if row["data"] else {}
    ports = {}
    for port, output in orjson.loads(row["outputs"]).items():
        if output["payload"]:
            chunks = await pairings.pairs_of(conn, UUID(output["payload"]))
        else:
            chunks = [(output["items"], inline[port]["paired"])]
        ports[port] = Left.of(chunks)
    return ports
