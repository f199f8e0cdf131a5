"""One execution, with what went in and what came out."""

from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.outputs import SHOWN_BYTES, output_data
from projections.executions.records import Execution
from projections.executions.selected import COLUMNS, waiting_runs
from projections.executions.shown import execution, input_data, leaves
from projections.ports import Payloads

_GET = f"SELECT {COLUMNS} FROM read.executions AS e WHERE e.id = %(id)s AND e.project_id = %(project)s"
_EXISTS = "SELECT 1 FROM read.executions WHERE id = %s AND project_id = %s"


async def get_execution(
    conn: AsyncConnection[Any], project_id: UUID, execution_id: UUID, payloads: Payloads | None = None
) -> Execution | None:
    """Data above 1 MB, and what stands in payloads where none are given, is shown as where to read it."""
    async with conn.cursor(row_factory=dict_row) as found:
        asked = {"shown": SHOWN_BYTES, "id": execution_id, "project": project_id}
        row = await (await found.execute(_GET, asked)).fetchone()
    if row is None:
        return None
    came_in = await input_data(conn, row, payloads, SHOWN_BYTES)
    if row["leaves"] is None:
        waiting = await waiting_runs(conn, [execution_id])
        return execution(row, came_in, None, waiting.get(execution_id, []))
    came_out = await output_data(conn, {execution_id: leaves(row)}, payloads)
    return execution(row, came_in, came_out[execution_id], [])


async def is_of_project(conn: AsyncConnection[Any], project_id: UUID, execution_id: UUID) -> bool:
    return await (await conn.execute(_EXISTS, [execution_id, project_id])).fetchone() is not None
