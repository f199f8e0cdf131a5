"""Which executions came to a bad end, and nobody has run them again since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection

LOOKED_THROUGH = 10_000
"""Executions, oldest first."""
# Those that others called run again with whoever called them.
_CANDIDATES = """
SELECT e.id, array(SELECT id FROM read.executions AS f WHERE f.forked_from = e.id), now()
FROM read.executions AS e
WHERE e.project_id = %(project)s AND e.status = ANY(%(status)s)
  AND (%(only)s::uuid[] IS NULL OR e.id = ANY(%(only)s))
  AND (%(only)s::uuid[] IS NOT NULL OR e.parent_id IS NULL)
  AND (%(workflow)s::uuid IS NULL OR e.workflow_id = %(workflow)s)
  AND (%(trigger)s::text IS NULL OR e.trigger = %(trigger)s)
  AND e.created_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND e.created_at <= coalesce(%(until)s::timestamptz, 'infinity')
ORDER BY e.created_at, e.id LIMIT %(limit)s
"""
_ERRORS = "SELECT id, error FROM read.executions WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``forks``: what it was run again as."""

    id: UUID
    forks: Collection[UUID]
    now: datetime
    """By the database's clock."""


async def candidates(
    conn: AsyncConnection[Any],
    project_id: UUID,
    *,
    status: Collection[str],
    only: Collection[UUID] | None = None,
    workflow_id: UUID | None = None,
    trigger: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Candidate]:
    """Oldest first, at most ``LOOKED_THROUGH``; with ``only``, of these."""
    asked = {
        "project": project_id,
        "status": list(status),
        "only": None if only is None else list(only),
        "workflow": workflow_id,
        "trigger": None if trigger is None else trigger.replace("\0", "\u2400"),
        "since": since,
        "until": until,
        "limit": LOOKED_THROUGH,
    }
    found = await (await conn.execute(_CANDIDATES, asked, prepare=False)).fetchall()
    return [Candidate(id=id, forks=frozenset(forks), now=now) for id, forks, now in found]


async def failed_nodes(conn: AsyncConnection[Any], execution_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Where they failed: a node's id, or None."""
    found = await (await conn.execute(_ERRORS, (list(execution_ids),))).fetchall()
    return {id: orjson.loads(error).get("node_id") if error else None for id, error in found}
