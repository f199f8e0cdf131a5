"""What each node of an execution did, run by run."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.one import is_of_project
from projections.executions.outputs import SHOWN_BYTES, port_outputs
from projections.executions.records import NodeRun
from projections.page import Page, cursor_of, in_utc, numbers
from projections.ports import Payloads

PAGE_BYTES = 8_000_000
"""Where a page ends early."""
Key = tuple[str, int, int, int]
"""Node, run index, position and bytes."""
_KEYS = """
SELECT node_id, run_index, first_position, coalesce(size_out, 0) AS size FROM read.node_logs
WHERE execution_id = %s AND first_position < %s ORDER BY first_position DESC LIMIT %s
"""
_RUNS = """
SELECT execution_id, node_id, run_index, attempt, status, type, name, position, started_at, completed_at,
  duration_ms, items_in, items_out, sources, outputs, data, error, warnings
FROM read.node_logs JOIN unnest(%s::text[], %s::int[]) AS key (node_id, run_index) USING (node_id, run_index)
WHERE execution_id = %s ORDER BY first_position DESC
"""


async def list_nodes(
    conn: AsyncConnection[Any],
    project_id: UUID,
    execution_id: UUID,
    *,
    limit: int = 50,
    cursor: str | None = None,
    payloads: Payloads | None = None,
) -> Page[NodeRun] | None:
    """Newest first. A page of large outputs may hold fewer than ``limit``."""
    if not await is_of_project(conn, project_id, execution_id):
        return None
    before = (numbers(cursor, 1) or (2**63 - 1,))[0]
    found = await (await conn.execute(_KEYS, [execution_id, before, limit + 1])).fetchall()
    keys = _that_fit(found[:limit])
    more = len(keys) < len(found)
    runs = await _runs(conn, execution_id, keys, payloads)
    return Page(items=runs, next_cursor=cursor_of(keys[-1][2]) if more else None)


def _that_fit(keys: Sequence[Key]) -> list[Key]:
    fitting: list[Key] = []
    size = 0
    for key in keys:
        size += min(key[3], SHOWN_BYTES)
        if fitting and size > PAGE_BYTES:
            break
        fitting.append(key)
    return fitting


async def _runs(
    conn: AsyncConnection[Any],
    execution_id: UUID,
    keys: Sequence[Key],
    payloads: Payloads | None,
) -> list[NodeRun]:
    asked = [[key[0] for key in keys], [key[1] for key in keys], execution_id]
    async with conn.cursor(row_factory=dict_row) as found:
        rows = await (await found.execute(_RUNS, asked)).fetchall()
    return [_run(row, await port_outputs(conn, row, payloads)) for row in rows]


def _run(row: Mapping[str, Any], output: dict[str, Any] | None) -> NodeRun:
    return NodeRun(
        node_id=row["node_id"],
        name=row["name"].decode(),
        type=row["type"],
        run_index=row["run_index"],
        attempt=row["attempt"],
        status=row["status"],
        started_at=in_utc(row["started_at"]),
        completed_at=in_utc(row["completed_at"]),
        duration_ms=row["duration_ms"],
        items_in=row["items_in"],
        items_out=row["items_out"],
        output=output,
        error=orjson.loads(row["error"]) if row["error"] else None,
        warnings=orjson.loads(row["warnings"]) if row["warnings"] else [],
        sources=orjson.loads(row["sources"]),
        position=row["position"],
    )
