"""Bringing groups up to the tape's head, once."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from projections.engine.batch import Place, place_of, project
from projections.engine.columns import register_columns
from projections.engine.group import Group
from projections.engine.tables import LIVE, are_there, create_anew, create_engine_tables, work_in
from projections.engine.tape import BATCH, read_tape


def catch_up(conn: Connection[Any], groups: Sequence[Group]) -> int:
    """Project whatever is on the tape, without a projector process; for tests and tools.

    The connection must be in autocommit. Returns the position reached.
    """
    register_columns(conn)
    work_in(conn, LIVE)
    create_engine_tables(conn)
    places = [begun(conn, group) for group in groups]
    while step(conn, places):
        pass
    return min(place.position for place in places)


def begun(conn: Connection[Any], group: Group) -> Place:
    """Where the group stands; its tables are made where there were none."""
    place = place_of(conn, group)
    if place is None or not are_there(conn, group):
        create_anew(conn, group, LIVE)
        place = place_of(conn, group)
    assert place is not None
    return place


def step(conn: Connection[Any], places: Sequence[Place], limit: int = BATCH) -> int:
    """Project the next batch; returns the number of its events, 0 at the tape's head."""
    events = read_tape(conn, min(place.position for place in places), limit)
    if events:
        project(conn, places, events)
    return len(events)
