"""Which workflow answers at an address."""

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from psycopg import AsyncConnection

from domain import json_text
from projections.workflows.webhooks import Webhook, match, normalised

_FIND = """
SELECT workflow_id, project_id, version, node_id, respond, status, parameters, path, priority
FROM read.webhooks
WHERE method = %(method)s
  AND ((NOT is_pattern AND path = %(path)s) OR (is_pattern AND segments = %(segments)s))
ORDER BY is_pattern, activated_position, workflow_id, node_id
"""


class WebhookRoute(TypedDict):
    workflow_id: UUID
    project_id: UUID
    version: int
    """The published one, which is to run."""
    node_id: str
    respond: str
    """immediately, last or node."""
    status: int | None
    parameters: dict[str, Any]
    """The trigger's, as they were published."""
    priority: int | None
    """The workflow's, where its settings name one."""
    params: dict[str, str]
    """What each ``:name`` of the path stands for."""


async def find_webhook(conn: AsyncConnection[Any], path: str, method: str) -> WebhookRoute | None:
    """The active workflow for a path below ``/hooks/``, if there is one.

    An exact path goes before patterns, a pattern with its literal segments further left before others; of
    the same, the workflow that was activated first.
    """
    wanted = normalised(path)
    asked = {"method": method.upper(), "path": wanted.encode(), "segments": wanted.count("/") + 1}
    rows = await (await conn.execute(_FIND, asked)).fetchall()
    routes = [(_openness(row[7]), row, match(row[7].decode(), wanted)) for row in rows]
    fitting = [(openness, row, params) for openness, row, params in routes if params is not None]
    if not fitting:
        return None
    _, row, params = min(fitting, key=lambda each: each[0])
    return WebhookRoute(
        workflow_id=row[0],
        project_id=row[1],
        version=row[2],
        node_id=row[3],
        respond=row[4],
        status=row[5],
        parameters=json_text.read_back(row[6]),
        priority=row[8],
        params=params,
    )


async def answered_by_others(
    conn: AsyncConnection[Any], workflow_id: UUID, webhooks: Sequence[Webhook]
) -> set[str]:
    """The triggers at whose address, with one of their methods, another workflow answers."""
    found = set()
    for webhook in webhooks:
        for method in webhook["methods"]:
            route = await find_webhook(conn, webhook["path"], method)
            if route and route["workflow_id"] != workflow_id:
                found.add(webhook["node_id"])
    return found


def _openness(pattern: bytes) -> list[bool]:
    return [segment.startswith(b":") for segment in pattern.split(b"/")]
