"""What is read of an execution's row, and of what it waits for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection

from projections.executions.records import Waiting

MOST_WAITING = 100
COLUMNS = """
  e.id, e.workflow_id, e.workflow_version, e.status, e.trigger, e.trigger_node, e.until_node, e.priority,
  e.position, e.created_at, e.started_at, e.completed_at, e.error, e.waiting, e.reason, e.leaves, e.input_ref,
  e.parent_id, e.parent_node, e.parent_run, e.forked_from, e.forked_node,
  (SELECT name FROM read.workflows AS w WHERE w.id = e.workflow_id) AS workflow_name,
  (SELECT count(*) FROM read.executions AS c WHERE c.parent_id = e.id) AS children,
  (SELECT search_keys FROM read.workflows AS w WHERE w.id = e.workflow_id) AS search_keys,
  octet_length(e.input) AS input_size,
  CASE WHEN octet_length(e.input) <= %(shown)s THEN e.input END AS input
"""
_WAITING = """
SELECT execution.id, run.node_id, run.run_index, run.name, run.waiting
FROM unnest(%s::uuid[]) AS execution (id), LATERAL (
  SELECT * FROM read.node_logs WHERE execution_id = execution.id AND status = 'waiting'
  ORDER BY first_position, ordinal LIMIT %s) AS run
"""


async def waiting_runs(conn: AsyncConnection[Any], executions: Sequence[UUID]) -> dict[UUID, list[Waiting]]:
    """What these executions wait for, oldest first; only those that wait for something."""
    found: dict[UUID, list[Waiting]] = {}
    if not executions:
        return found
    rows = await (await conn.execute(_WAITING, [list(executions), MOST_WAITING])).fetchall()
    for execution_id, node_id, run_index, name, waiting in rows:
        said = orjson.loads(waiting)
        run = Waiting(
            node_id=node_id,
            run_index=run_index,
            name=name.decode(),
            kind=said["kind"],
            message=said["message"],
            until=said["until"],
        )
        found.setdefault(execution_id, []).append(run)
    return found
