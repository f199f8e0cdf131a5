"""The tags and folders that a project's workflows have."""

from typing import Any, TypedDict
from uuid import UUID

from psycopg import AsyncConnection

_TAGS = """
SELECT tag, count(*) FROM read.workflows, unnest(tags) AS tag WHERE project_id = %s AND NOT archived
GROUP BY tag ORDER BY tag
"""
_FOLDERS = """
SELECT folder, count(*) FROM read.workflows WHERE project_id = %s AND NOT archived AND folder IS NOT NULL
GROUP BY folder ORDER BY folder
"""


class Label(TypedDict):
    name: str
    workflows: int


async def list_tags(conn: AsyncConnection[Any], project_id: UUID) -> list[Label]:
    """By name."""
    return await _labels(conn, _TAGS, project_id)


async def list_folders(conn: AsyncConnection[Any], project_id: UUID) -> list[Label]:
    """By name."""
    return await _labels(conn, _FOLDERS, project_id)


async def _labels(conn: AsyncConnection[Any], statement: str, project_id: UUID) -> list[Label]:
    rows = await (await conn.execute(statement.encode(), [project_id])).fetchall()
    return [Label(name=name.decode(), workflows=count) for name, count in rows]
