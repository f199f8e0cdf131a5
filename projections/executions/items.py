"""The items that a node put out, page by page, however many they are."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.one import is_of_project
from projections.executions.outputs import goes_on, ports_of
from projections.page import Page
from projections.ports import Item, Payloads

_RUNS = """
SELECT type, run_index, outputs, data FROM read.node_logs
WHERE execution_id = %(execution)s AND node_id = %(node)s AND outputs IS NOT NULL
  AND (%(run_index)s::bigint IS NULL OR run_index = %(run_index)s)
  AND items_out > 0 ORDER BY run_index
"""


class _Stretch(NamedTuple):
    """Items of one port of one run that are on the page."""

    inline: list[Item] | None
    payload: str | None
    offset: int
    limit: int


async def node_items(
    conn: AsyncConnection[Any],
    project_id: UUID,
    execution_id: UUID,
    node_id: str,
    *,
    payloads: Payloads,
    run_index: int | None = None,
    port: str | None = None,
    offset: int = 0,
    limit: int = 200,
) -> Page[Item] | None:
    """Items of a run and a port, or of all of them in order; ``next_cursor`` is the next offset as text."""
    if not await is_of_project(conn, project_id, execution_id):
        return None
    asked = {"execution": execution_id, "node": node_id, "run_index": run_index}
    items: list[Item] = []
    total = 0
    async with conn.cursor(row_factory=dict_row) as found:
        await found.execute(_RUNS, asked)
        rows = await found.fetchall()
    for row in rows:
        for inline, payload, count in _wanted(row, port):
            part = _part(inline, payload, offset + len(items) - total, count, limit - len(items))
            total += count
            items += await _read(conn, part, payloads)
    end = offset + len(items)
    return Page(items=items, next_cursor=str(end) if items and end < total else None)


def _wanted(row: dict[str, Any], port: str | None) -> Iterator[tuple[list[Item] | None, str | None, int]]:
    for name, output, inline in ports_of(row):
        if name == port or (port is None and goes_on(row["type"], name)):
            yield inline, output["payload"], output["items"]


def _part(inline: list[Item] | None, payload: str | None, skip: int, count: int, room: int) -> _Stretch:
    skip = max(0, skip)
    return _Stretch(inline, payload, skip, max(0, min(count - skip, room)))


async def _read(conn: AsyncConnection[Any], part: _Stretch, payloads: Payloads) -> list[Item]:
    if part.limit == 0:
        return []
    if part.inline is not None:
        return part.inline[part.offset : part.offset + part.limit]
    if part.payload is None:
        return []
    return await payloads.items_of(conn, UUID(part.payload), part.offset, part.limit)
