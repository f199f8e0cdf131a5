"""Builds a group's tables anew beside the live ones, while those serve, and swaps them in one transaction."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, sql

from projections.engine.batch import Place, place_of
from projections.engine.catch_up import step
from projections.engine.columns import register_columns
from projections.engine.group import Group
from projections.engine.tables import BESIDE, LIVE, create_anew, create_engine_tables, work_in
from projections.engine.tape import head_of_tape

NEAR = 500
"""Events at most that are left for the moment in which readers wait."""
_TAKE_OVER = [
    "DELETE FROM read.parked WHERE model = %s",
    "INSERT INTO read.parked SELECT * FROM read_next.parked WHERE model = %s",
    """INSERT INTO read.positions SELECT * FROM read_next.positions WHERE model = %s
       ON CONFLICT (model) DO UPDATE SET (position, shape, built_at, moved_at)
         = (excluded.position, excluded.shape, excluded.built_at, excluded.moved_at)""",
    "DELETE FROM read_next.parked WHERE model = %s",
    "DELETE FROM read_next.positions WHERE model = %s",
]

log = logging.getLogger("flowtape.projector")


def rebuild(url: str, group: Group) -> int:
    """Rebuild a group with a connection of its own; returns the position at which it was swapped in."""
    with psycopg.connect(url, autocommit=True) as conn:
        register_columns(conn)
        return rebuild_on(conn, group)


def rebuild_on(conn: Connection[Any], group: Group) -> int:
    """The same on a connection in autocommit; rebuilds at the same time take turns."""
    with _taking_turns(conn):
        work_in(conn, LIVE)
        create_engine_tables(conn)
        work_in(conn, BESIDE)
        create_engine_tables(conn)
        create_anew(conn, group, BESIDE)
        place = place_of(conn, group)
        assert place is not None
        while head_of_tape(conn) - place.position > NEAR:
            step(conn, [place])
        _swap(conn, place)
    log.info("%s: rebuilt up to %s", group.name, place.position)
    return place.position


def _swap(conn: Connection[Any], place: Place) -> None:
    """Readers lock read.positions before they look: they see all of the old tables, or all of the new."""
    with conn.transaction():
        conn.execute("LOCK TABLE read.positions IN ACCESS EXCLUSIVE MODE")
        while step(conn, [place]):
            pass
        for table in place.group.tables:
            _replace(conn, table)
        for statement in _TAKE_OVER:
            conn.execute(statement, [place.group.name])


def _replace(conn: Connection[Any], table: str) -> None:
    old, new = sql.Identifier(LIVE, table), sql.Identifier(BESIDE, table)
    conn.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(old))
    conn.execute(sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(new, sql.Identifier(LIVE)))


@contextmanager
def _taking_turns(conn: Connection[Any]) -> Iterator[None]:
    conn.execute("SELECT pg_advisory_lock(hashtextextended('flowtape rebuild', 0))")
    try:
        yield
    finally:
        if not conn.broken:
            work_in(conn, LIVE)
            conn.execute("SELECT pg_advisory_unlock(hashtextextended('flowtape rebuild', 0))")
