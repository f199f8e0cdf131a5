"""The library's Postgres recorder with our append: one round trip, gapless positions, expected versions.

The stock recorder takes an exclusive table lock, leaves holes in the positions of refused appends, accepts a
version past the stream's end, and retries a commit whose answer was lost into a conflict with itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection

from commands.ports import Append, Appended
from domain import json_text
from domain.topics import topic_of

_APPEND = """
SELECT stored, last_position, stream_version FROM append_events(
    %b::uuid[], %b::bigint[], %b::int[], %b::uuid[], %b::text[], %b::uuid[], %b::uuid[], %b::int[],
    %b::text[], %b::int[], %b::int[], %b::timestamptz[], %b::int[], %b::text[], %b::bytea[], %b::bytea[],
    %b::uuid[])
"""
_KEEP, _DEQUEUE, _RELEASE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one append of a group; ``appended.version`` is the stream's, stored or not."""

    stored: bool
    appended: Appended


@dataclass(frozen=True, slots=True)
class TapeEvent(StoredEvent):
    """The library's stored event with our envelope around it."""

    data: bytes | None = None
    event_id: UUID | None = None
    project_id: UUID | None = None
    actor: str = ""


def encode(event: Any) -> bytes:
    """An event's fields as the stored JSON."""
    return json_text.dumps({name: getattr(event, name) for name in event.__dataclass_fields__})


def append_group(conn: Connection[Any], group: Sequence[Append]) -> list[Verdict]:
    """Store what fits, all in one transaction, and say for each append whether it did."""
    facts = [fact for append in group for fact in append.facts]
    rows = conn.execute(
        _APPEND,
        (
            [a.stream_id for a in group],
            [a.expected for a in group],
            [len(a.facts) for a in group],
            [a.cause.project_id for a in group],
            [a.cause.actor for a in group],
            [a.cause.correlation_id for a in group],
            [a.cause.causation_id for a in group],
            [a.epoch for a in group],
            [_storable(a.cause.reason) for a in group],
            [a.enqueue.priority if a.enqueue else None for a in group],
            [_DEQUEUE if a.dequeue else _RELEASE if a.release else _KEEP for a in group],
            [a.wake_at for a in group],
            [number for number, a in enumerate(group, 1) for _ in a.facts],
            [topic_of(_class_of(f.event)) for f in facts],
            [encode(f.event) for f in facts],
            [f.data for f in facts],
            [f.event_id for f in facts],
        ),
        prepare=True,
    ).fetchall()
    return [Verdict(bool(r[0]), Appended(position=r[1] or 0, version=r[2])) for r in map(_values, rows)]


def _class_of(event: Any) -> Any:
    return type(event)


def _values(row: Any) -> Any:
    return tuple(row.values()) if isinstance(row, dict) else row


def _storable(text: str | None) -> str | None:
    return text.replace("\x00", "\u2400") if text else text


class TapeRecorder(PostgresApplicationRecorder):
    """Reads like the library's; appends through :func:`append_group`, several streams at a time."""

    def append_group(self, group: Sequence[Append]) -> list[Verdict]:
        with self.datastore.get_connection() as conn:
            return append_group(conn, group)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Refused: what is not an :class:`Append` has no project, actor or expected version."""
        raise IntegrityError("the tape is appended to with append_group()")
