"""The run queue and the slots as tests see them."""

from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

import psycopg

from domain.ids import new_id
from workers.engine.ports import LOWEST_PRIORITY, Room

_FILL = """
INSERT INTO run_queue (execution_id, project_id, priority, ready_at)
SELECT gen_random_uuid(), %s, %s, now() - interval '1 hour' + n * interval '1 ms'
FROM generate_series(1, %s) AS n RETURNING execution_id
"""
_READY = "SELECT execution_id FROM run_queue WHERE owner IS NULL AND ready_at <= now()"


def room(places: int, **changes: Any) -> Room:
    """So many places, whatever for."""
    everywhere = [places] * (LOWEST_PRIORITY + 1)
    fields: dict[str, Any] = {"by_priority": everywhere, "of_a_project": everywhere, "held": Counter()}
    return Room(**(fields | changes))


class Rows:
    def __init__(self, url: str) -> None:
        self._url = url

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._url, autocommit=True) as conn:
            cursor = conn.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def fill(self, count: int, project: UUID | None = None, priority: int = 1) -> list[UUID]:
        """So many executions of one project, ready, oldest first."""
        return [row[0] for row in self.run(_FILL, project or new_id(), priority, count)]

    def ready(self) -> set[UUID]:
        return {row[0] for row in self.run(_READY)}

    def projects(self, executions: Collection[UUID]) -> list[UUID]:
        found = self.run("SELECT project_id FROM run_queue WHERE execution_id = ANY(%s)", list(executions))
        return [row[0] for row in found]
