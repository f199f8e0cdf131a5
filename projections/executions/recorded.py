"""Where the newest data that a node could begin with is recorded."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection

LOOKED_THROUGH = 200
"""Executions, newest first."""
_RUNS = """
SELECT e.id, run.node_id, run.outputs
FROM (SELECT id, created_at FROM read.executions
      WHERE workflow_id = %(workflow)s AND project_id = %(project)s AND trigger_node = ANY(%(triggers)s)
      ORDER BY created_at DESC, id DESC LIMIT %(executions)s) AS e
CROSS JOIN unnest(%(parents)s::text[]) AS parent (node_id)
CROSS JOIN LATERAL (
  SELECT node_id, outputs FROM read.node_logs
  WHERE execution_id = e.id AND node_id = parent.node_id AND outputs IS NOT NULL
  ORDER BY run_index DESC LIMIT 20) AS run
ORDER BY e.created_at DESC, e.id DESC
"""


async def newest_with_data(
    conn: AsyncConnection[Any],
    project_id: UUID,
    workflow_id: UUID,
    *,
    triggers: Collection[str],
    parents: Mapping[str, Collection[str]],
    replaced: Collection[str],
) -> UUID | None:
    """The newest execution in which all of these nodes ran, or else some of them did, and something left one
    of them by one of these ports; what left the ``replaced`` doesn't matter."""
    asked = {
        "workflow": workflow_id,
        "project": project_id,
        "triggers": list(triggers),
        "parents": list(parents),
        "executions": LOOKED_THROUGH,
    }
    ran: dict[UUID, set[str]] = {}
    delivered: set[UUID] = set()
    for execution_id, node_id, outputs in await (await conn.execute(_RUNS, asked)).fetchall():
        ran.setdefault(execution_id, set()).add(node_id)
        if node_id in replaced or _left_by(orjson.loads(outputs), parents[node_id]):
            delivered.add(execution_id)
    found = [execution_id for execution_id in ran if execution_id in delivered]
    complete = [execution_id for execution_id in found if len(ran[execution_id]) == len(parents)]
    return next(iter(complete or found), None)


def _left_by(outputs: Mapping[str, Any], ports: Collection[str]) -> bool:
    return any(port in outputs and outputs[port]["items"] for port in ports)
