"""One execution, with what went in and what came out."""

from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.outputs import SHOWN_BYTES, output_data
from projections.executions.records import Execution
from projections.executions.shown import execution, input_data, leaves
from projections.ports import Payloads

_GET = """
SELECT id, workflow_id, workflow_version, status, trigger, trigger_node, until_node, priority, position,
  created_at, started_at, completed_at, error, waiting, leaves, input_ref, octet_length(input) AS input_size,
  CASE WHEN octet_length(input) <= %s THEN input END AS input
FROM read.executions WHERE id = %s AND project_id = %s
"""
_EXISTS = "SELECT 1 FROM read.executions WHERE id = %s AND project_id = %s"


async def get_execution(
    conn: AsyncConnection[Any], project_id: UUID, execution_id: UUID, payloads: Payloads | None = None
) -> Execution | None:
    """Data above 1 MB, and what stands in payloads where none are given, is shown as where to read it."""
    async with conn.cursor(row_factory=dict_row) as found:
        row = await (await found.execute(_GET, [SHOWN_BYTES, execution_id, project_id])).fetchone()
    if row is None:
        return None
    came_in = await input_data(conn, row, payloads, SHOWN_BYTES)
    if row["leaves"] is None:
        return execution(row, came_in, None)
    came_out = await output_data(conn, {execution_id: leaves(row)}, payloads)
    return execution(row, came_in, came_out[execution_id])


async def is_of_project(conn: AsyncConnection[Any], project_id: UUID, execution_id: UUID) -> bool:
    return await (await conn.execute(_EXISTS, [execution_id, project_id])).fetchone() is not None
