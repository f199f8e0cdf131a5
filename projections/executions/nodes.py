"""What each node of an execution did, run by run."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.one import is_of_project
from projections.executions.outputs import SHOWN_BYTES, port_outputs
from projections.executions.records import Attempt, NodeRun
from projections.page import Page, cursor_of, in_utc, numbers
from projections.ports import Payloads

PAGE_BYTES = 8_000_000
"""Where a page ends early."""


class Key(NamedTuple):
    node_id: str
    run_index: int
    position: int
    ordinal: int
    size: int
    """Bytes."""


_KEYS = """
SELECT node_id, run_index, first_position, ordinal, coalesce(size_out, 0) FROM read.node_logs
WHERE execution_id = %s AND (first_position, ordinal) < (%s, %s)
ORDER BY first_position DESC, ordinal DESC LIMIT %s
"""
_RUNS = """
SELECT execution_id, node_id, run_index, attempt, status, type, name, position, started_at, completed_at,
  duration_ms, items_in, items_out, sources, outputs, data, error, warnings, origin, handled, retry_at,
  waiting, children, failed_items
FROM read.node_logs JOIN unnest(%s::text[], %s::int[]) AS key (node_id, run_index) USING (node_id, run_index)
WHERE execution_id = %s ORDER BY first_position DESC, ordinal DESC
"""
_ATTEMPTS = """
SELECT node_id, run_index, attempt, started_at, completed_at, error
FROM read.node_attempts JOIN unnest(%s::text[], %s::int[]) AS key (node_id, run_index)
  USING (node_id, run_index)
WHERE execution_id = %s ORDER BY attempt
"""
Attempts = dict[tuple[str, int], list[Attempt]]


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
    before = numbers(cursor, 2) or (2**63 - 1, 0)
    rows = await (await conn.execute(_KEYS, [execution_id, *before, limit + 1])).fetchall()
    found = [Key(*row) for row in rows]
    keys = _that_fit(found[:limit])
    more = len(keys) < len(found)
    runs = await _runs(conn, execution_id, keys, payloads)
    return Page(items=runs, next_cursor=cursor_of(keys[-1].position, keys[-1].ordinal) if more else None)


def _that_fit(keys: Sequence[Key]) -> list[Key]:
    fitting: list[Key] = []
    size = 0
    for key in keys:
        size += min(key.size, SHOWN_BYTES)
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
    asked = [[key.node_id for key in keys], [key.run_index for key in keys], execution_id]
    async with conn.cursor(row_factory=dict_row) as found:
        rows = await (await found.execute(_RUNS, asked)).fetchall()
    tried_again = [row for row in rows if row["attempt"] > 1]
    attempts = await _attempts(conn, execution_id, tried_again)
    return [_run(row, await port_outputs(conn, row, payloads), attempts) for row in rows]


async def _attempts(
    conn: AsyncConnection[Any], execution_id: UUID, runs: Sequence[Mapping[str, Any]]
) -> Attempts:
    found: Attempts = {}
    if runs:
        asked = [[run["node_id"] for run in runs], [run["run_index"] for run in runs], execution_id]
        for row in await (await conn.execute(_ATTEMPTS, asked)).fetchall():
            node_id, run_index, attempt, began, ended, error = row
            shown = Attempt(
                attempt=attempt,
                status="failed" if ended else "lost",
                started_at=in_utc(began),
                completed_at=in_utc(ended),
                error=orjson.loads(error) if error else None,
            )
            found.setdefault((node_id, run_index), []).append(shown)
    return found


def _run(row: Mapping[str, Any], output: dict[str, Any] | None, attempts: Attempts) -> NodeRun:
    earlier = attempts.get((row["node_id"], row["run_index"]), [])
    return NodeRun(
        node_id=row["node_id"],
        name=row["name"].decode(),
        type=row["type"],
        run_index=row["run_index"],
        attempt=row["attempt"],
        status=row["status"],
        origin=row["origin"],
        handled=row["handled"],
        started_at=in_utc(row["started_at"]),
        completed_at=in_utc(row["completed_at"]),
        duration_ms=row["duration_ms"],
        items_in=row["items_in"],
        items_out=row["items_out"],
        output=output,
        error=orjson.loads(row["error"]) if row["error"] else None,
        warnings=orjson.loads(row["warnings"]) if row["warnings"] else [],
        sources=orjson.loads(row["sources"]),
        attempts=[each for each in earlier if each["attempt"] < row["attempt"]],
        retry_at=in_utc(row["retry_at"]) if row["status"] == "retrying" else None,
        waiting=orjson.loads(row["waiting"]) if row["status"] == "waiting" else None,
        children=orjson.loads(row["children"]) if row["children"] else [],
        failed_items=orjson.loads(row["failed_items"]) if row["failed_items"] else None,
        position=row["position"],
    )
