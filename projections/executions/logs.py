"""What an execution's nodes printed."""

from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection

from projections.executions.one import is_of_project
from projections.executions.records import LogLine
from projections.page import Page, cursor_of, numbers

_CHUNKS = """
SELECT position, chunk FROM read.execution_logs
WHERE execution_id = %s AND position >= %s ORDER BY position LIMIT 50
"""


async def list_logs(
    conn: AsyncConnection[Any],
    project_id: UUID,
    execution_id: UUID,
    *,
    node_id: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[LogLine] | None:
    """Oldest first; only one node's with ``node_id``."""
    if not await is_of_project(conn, project_id, execution_id):
        return None
    begin, skip = numbers(cursor, 2) or (0, 0)
    lines: list[LogLine] = []
    while chunks := await (await conn.execute(_CHUNKS, [execution_id, begin])).fetchall():
        for position, chunk in chunks:
            for index, line in enumerate(orjson.loads(chunk)):
                if (position == begin and index < skip) or node_id not in (None, line[1]):
                    continue
                if len(lines) == limit:
                    return Page(items=lines, next_cursor=cursor_of(position, index))
                lines.append(_line(position, line))
        begin, skip = chunks[-1][0] + 1, 0
    return Page(items=lines, next_cursor=None)


def _line(position: int, line: list[Any]) -> LogLine:
    at, node_id, run_index, stream, text = line
    return LogLine(position=position, at=at, node_id=node_id, run_index=run_index, stream=stream, line=text)
