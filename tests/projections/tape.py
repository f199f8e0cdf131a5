"""A tape that tests write as they like, also what no version of Flowtape would have written."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from domain import json_text
from domain.ids import new_id
from domain.topics import TOPICS

ACTOR = "user:018f0000-0000-7000-8000-000000000001"
_TOPIC_OF = {kind: topic for topic, kind in TOPICS.items()}
_INSERT = """
INSERT INTO tape_events (originator_id, originator_version, topic, state, data, notification_id, event_id,
  project_id, actor, recorded_at, schema_version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp(), 1)
"""


class Tape:
    """Appends straight into ``tape_events``; one transaction per call, as the store does it."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        self.conn = conn
        self.project = new_id()
        self._versions: dict[UUID, int] = {}

    @property
    def head(self) -> int:
        row = self.conn.execute("SELECT position FROM log_head").fetchone()
        return int(row[0]) if row else 0

    def append(self, stream: UUID, *events: Any) -> int:
        """Events, or (event, data) pairs. Returns the position of the last one."""
        return self.append_raw([self.row(stream, *_with_data(event)) for event in events])

    def append_raw(self, rows: Iterable[tuple[UUID, str, bytes, bytes | None]]) -> int:
        """(stream, topic, state, data) rows, whatever they hold."""
        found = list(rows)
        with self.conn.transaction(), self.conn.cursor() as cursor:
            position = self._next(len(found))
            cursor.executemany(_INSERT, [self._values(position + n, row) for n, row in enumerate(found)])
            self.conn.execute("SELECT pg_notify('tape', %s)", [str(position + len(found) - 1)])
        return position + len(found) - 1

    def _next(self, count: int) -> int:
        row = self.conn.execute("UPDATE log_head SET position = position + %s RETURNING position", [count])
        found = row.fetchone()
        assert found is not None
        return int(found[0]) - count + 1

    def row(self, stream: UUID, event: Any, data: bytes | None) -> tuple[UUID, str, bytes, bytes | None]:
        return stream, _TOPIC_OF[type(event)], json_text.dumps(asdict(event)), data

    def _values(self, position: int, row: tuple[UUID, str, bytes, bytes | None]) -> list[Any]:
        stream, topic, state, data = row
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        return [stream, version, topic, state, data, position, new_id(), self.project, ACTOR]


def at(second: int = 0) -> str:
    return datetime(2025, 11, 22, 12, 0, second, tzinfo=UTC).isoformat()


def _with_data(event: Any) -> tuple[Any, bytes | None]:
    return event if isinstance(event, tuple) else (event, None)
