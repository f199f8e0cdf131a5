"""One batch of events into the tables of all groups, in one transaction with their positions."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from projections.engine.errors import is_events_fault, where
from projections.engine.group import Group
from projections.engine.tape import TapeRow

_READ_POSITION = "SELECT position, built_at, shape FROM positions WHERE model = %s"
_MOVE = """
WITH moved AS (
  UPDATE positions AS at SET position = %(head)s, moved_at = clock_timestamp()
  FROM unnest(%(models)s::text[], %(positions)s::bigint[], %(built)s::timestamptz[])
    AS seen (model, position, built_at)
  WHERE at.model = seen.model AND at.position = seen.position AND at.built_at = seen.built_at RETURNING 1
)
SELECT count(*), pg_notify('projected', %(head)s::text) FROM moved
"""
_PARK = """
INSERT INTO parked (model, stream_id, position, topic, error, message) VALUES (%s, %s, %s, %s, %s, %s)
"""

log = logging.getLogger("flowtape.projector")


class Displaced(Exception):
    """The group's tables were rebuilt, or somebody else moved its position: look where it is now."""


@dataclass(slots=True)
class Place:
    """How far a group has come."""

    group: Group
    position: int
    built_at: datetime
    shape: str
    parked: set[bytes] = field(default_factory=set)

    def due(self, events: Sequence[TapeRow]) -> list[TapeRow]:
        """Those events that it has still to apply."""
        topics, parked, position = self.group.topics, self.parked, self.position
        return [e for e in events if e.topic in topics and e.position > position and e.stream not in parked]


def place_of(conn: Connection[Any], group: Group) -> Place | None:
    """Where the group stands; None where it never began."""
    row = conn.execute(_READ_POSITION, [group.name]).fetchone()
    if row is None:
        return None
    parked = conn.execute("SELECT stream_id FROM parked WHERE model = %s", [group.name]).fetchall()
    return Place(group, row[0], row[1], row[2], {stream.bytes for (stream,) in parked})


def project(conn: Connection[Any], places: Sequence[Place], events: Sequence[TapeRow]) -> None:
    """Apply the batch to all groups, or to none; streams that can't be applied are parked.

    Raises :class:`Displaced`, and psycopg's errors where the database is the trouble.
    """
    try:
        _commit(conn, places, events, _apply_together)
    except Exception as error:
        if isinstance(error, Displaced) or not is_events_fault(error):
            raise
        _commit(conn, places, events, _apply_stream_by_stream)


Apply = Callable[[Connection[Any], Place, list[TapeRow]], set[bytes]]


def _commit(conn: Connection[Any], places: Sequence[Place], events: Sequence[TapeRow], apply: Apply) -> None:
    head = events[-1].position
    culprits: list[tuple[Place, set[bytes]]] = []
    with conn.transaction():
        behind = [place for place in places if place.position < head]
        _move(conn, behind, head)
        for place in behind:
            if due := place.due(events):
                culprits.append((place, apply(conn, place, due)))
    for place in behind:
        place.position = head
    for place, streams in culprits:
        place.parked |= streams


def _move(conn: Connection[Any], places: Sequence[Place], head: int) -> None:
    """Comes first: from here on nobody swaps the tables. Listeners hear of it at the commit."""
    seen = {
        "head": head,
        "models": [place.group.name for place in places],
        "positions": [place.position for place in places],
        "built": [place.built_at for place in places],
    }
    row = conn.execute(_MOVE, seen).fetchone()
    if row is None or row[0] != len(places):
        raise Displaced(", ".join(place.group.name for place in places))


def _apply_together(conn: Connection[Any], place: Place, due: list[TapeRow]) -> set[bytes]:
    place.group.apply(conn, due)
    return set()


def _apply_stream_by_stream(conn: Connection[Any], place: Place, due: list[TapeRow]) -> set[bytes]:
    streams: dict[bytes, list[TapeRow]] = {}
    for event in due:
        streams.setdefault(event.stream, []).append(event)
    return {stream for stream, events in streams.items() if not _applied_or_parked(conn, place, events)}


def _applied_or_parked(conn: Connection[Any], place: Place, events: list[TapeRow]) -> bool:
    for event in events:
        try:
            with conn.transaction():
                place.group.apply(conn, [event])
        except Exception as error:
            if not is_events_fault(error):
                raise
            _park(conn, place.group, event, error)
            return False
    return True


def _park(conn: Connection[Any], group: Group, event: TapeRow, error: Exception) -> None:
    stream, kind, reason = UUID(bytes=event.stream), type(error).__name__, where(error)
    log.error("%s: parked stream %s at %s: %s %s", group.name, stream, event.position, kind, reason)
    conn.execute(_PARK, [group.name, stream, event.position, event.topic, kind, reason])
