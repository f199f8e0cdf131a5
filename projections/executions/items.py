"""The items that a node put out, page by page, however many they are."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from projections.executions.one import is_of_project
from projections.executions.outputs import goes_on, ports_of
from projections.page import InvalidCursor, Page
from projections.ports import Item, Payloads

_RUNS = """
SELECT type, run_index, outputs, NULL AS data FROM read.node_logs
WHERE execution_id = %(execution)s AND node_id = %(node)s AND items_out > 0
  AND (%(run_index)s::bigint IS NULL OR run_index = %(run_index)s)
ORDER BY run_index
"""
_NEWEST = """
SELECT type, run_index, outputs, NULL AS data FROM read.node_logs
WHERE execution_id = %s AND node_id = %s AND items_out > 0 AND run_index < %s
ORDER BY run_index DESC LIMIT 100
"""
_INLINE = """
SELECT data, outputs FROM read.node_logs WHERE execution_id = %s AND node_id = %s AND run_index = %s
"""


class Stretch(NamedTuple):
    """The items of one port of one run, or the part of them that is on a page."""

    run_index: int
    port: str
    payload: str | None
    offset: int
    items: int


async def node_items(
    conn: AsyncConnection[Any],
    project_id: UUID,
    execution_id: UUID,
    node_id: str,
    *,
    payloads: Payloads,
    run_index: int | Literal["last"] | None = None,
    port: str | None = None,
    offset: int = 0,
    limit: int = 200,
) -> Page[Item] | None:
    """Items of a run and a port, or of all of them in order; ``next_cursor`` is the next offset as text.

    The run ``last`` is the last one that put something out there.
    """
    if not await is_of_project(conn, project_id, execution_id):
        return None
    if run_index == "last":
        run_index = await last_run(conn, execution_id, node_id, port)
        if run_index is None:
            return Page(items=[], next_cursor=None)
    asked = {"execution": execution_id, "node": _kept(node_id), "run_index": run_index}
    async with conn.cursor(row_factory=dict_row) as found:
        runs = await (await found.execute(_RUNS, asked)).fetchall()
    stretches = [stretch for run in runs for stretch in _stretches(run, port)]
    items: list[Item] = []
    for part in on_page(stretches, offset, limit):
        items += await _read(conn, execution_id, node_id, part, payloads)
    end = offset + limit
    return Page(items=items, next_cursor=str(end) if end < sum(each.items for each in stretches) else None)


async def last_run(
    conn: AsyncConnection[Any], execution_id: UUID, node_id: str, port: str | None
) -> int | None:
    """The last run of the node that put something out there. Of many runs, those before it are not read."""
    before = 2**31 - 1
    async with conn.cursor(row_factory=dict_row) as found:
        while runs := await (await found.execute(_NEWEST, [execution_id, _kept(node_id), before])).fetchall():
            for run in runs:
                if any(stretch.items for stretch in _stretches(run, port)):
                    return int(run["run_index"])
            before = runs[-1]["run_index"]
    return None


def offset_of(cursor: str) -> int:
    """Raises :class:`InvalidCursor`."""
    if not re.fullmatch("[0-9]{1,15}", cursor):
        raise InvalidCursor("this is not a cursor of this list")
    return int(cursor)


def on_page(stretches: Iterable[Stretch], offset: int, limit: int) -> list[Stretch]:
    """The parts that a page shows, which begins ``offset`` items after the first stretch's begin."""
    parts, begin = [], 0
    for stretch in stretches:
        first, last = max(begin, offset), min(begin + stretch.items, offset + limit)
        if first < last:
            parts.append(stretch._replace(offset=first - begin, items=last - first))
        begin += stretch.items
    return parts


def _kept(node_id: str) -> str:
    """As the read tables spell it."""
    return node_id.replace("\0", "\u2400")


def _stretches(run: dict[str, Any], port: str | None) -> Iterator[Stretch]:
    for name, output, _ in ports_of(run):
        if name == port or (port is None and goes_on(run["type"], name)):
            yield Stretch(run["run_index"], name, output["payload"], 0, output["items"])


async def _read(
    conn: AsyncConnection[Any], execution_id: UUID, node_id: str, part: Stretch, payloads: Payloads
) -> list[Item]:
    if part.payload is not None:
        return await payloads.items_of(conn, UUID(part.payload), part.offset, part.items)
    async with conn.cursor(row_factory=dict_row) as found:
        row = await (await found.execute(_INLINE, [execution_id, node_id, part.run_index])).fetchone()
    inline = {name: items for name, _, items in ports_of(row)} if row else {}
    return (inline.get(part.port) or [])[part.offset : part.offset + part.items]
