"""The projector: takes the groups that nobody else has, and keeps them at the tape's head."""

import logging
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import Connection

from projections.engine.batch import Displaced, Place, place_of
from projections.engine.catch_up import begun, step
from projections.engine.columns import register_columns
from projections.engine.group import Group
from projections.engine.rebuild import rebuild_on
from projections.engine.stop import Backoff, Stop
from projections.engine.tables import LIVE, create_engine_tables, work_in
from projections.engine.tape import BATCH

POLL_SECONDS = 1.0
PAUSE_RATIO = 2.0
"""A pause after each small batch, as a multiple of its time: the next one is larger, which costs far less."""
LONGEST_PAUSE_SECONDS = 0.03
_SESSION = """
SET synchronous_commit = off;
SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 2
"""
"""Not waiting for the disk loses nothing: rows and position are lost together, and projected again."""
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('flowtape projector ' || %s, 0))"

log = logging.getLogger("flowtape.projector")


def run_projector(url: str, groups: Sequence[Group], stop: Stop) -> None:
    """Project until told to stop, whatever Postgres does in the meantime."""
    backoff = Backoff(stop.wait)
    while not stop.requested:
        try:
            with psycopg.connect(url, autocommit=True, application_name="flowtape projector") as conn:
                Session(conn, groups).run(stop)
        except Exception as error:
            log.warning("starting again after %s: %s", type(error).__name__, str(error).partition("\n")[0])
            backoff.pause()


class Session:
    """What lasts as long as one connection: the locks on groups, and where they stand."""

    def __init__(self, conn: Connection[Any], groups: Sequence[Group]) -> None:
        self._conn = conn
        self._waiting_for = list(groups)
        self._places: list[Place] = []
        self._asked_at = -POLL_SECONDS

    def run(self, stop: Stop) -> None:
        self._conn.execute(_SESSION)
        register_columns(self._conn)
        work_in(self._conn, LIVE)
        create_engine_tables(self._conn)
        while not stop.requested:
            self._take_free_groups()
            if not self._places or not self._step(stop):
                self._wait(stop)

    def _take_free_groups(self) -> None:
        if not self._waiting_for or time.monotonic() - self._asked_at < POLL_SECONDS:
            return
        self._asked_at = time.monotonic()
        for group in list(self._waiting_for):
            if self._conn.execute(_TAKE, [group.name]).fetchone() == (True,):
                self._waiting_for.remove(group)
                self._places.append(self._ready(group))
                self._conn.execute("LISTEN tape")

    def _ready(self, group: Group) -> Place:
        place = begun(self._conn, group)
        if place.shape != group.shape:
            rebuild_on(self._conn, group)
            place = begun(self._conn, group)
        log.info("%s: projecting from %s", group.name, place.position)
        return place

    def _step(self, stop: Stop) -> bool:
        """False at the tape's head."""
        begun = time.monotonic()
        try:
            count = step(self._conn, self._places)
        except Displaced:
            self._places = [self._found_again(place) for place in self._places]
            return True
        if 0 < count < BATCH:
            stop.wait(min(PAUSE_RATIO * (time.monotonic() - begun), LONGEST_PAUSE_SECONDS))
        return count > 0

    def _found_again(self, place: Place) -> Place:
        now = place_of(self._conn, place.group)
        if now is None:
            raise Displaced(place.group.name)
        return now

    def _wait(self, stop: Stop) -> None:
        stop.wait(POLL_SECONDS, self._conn.fileno())
        for _ in self._conn.notifies(timeout=0):
            pass
