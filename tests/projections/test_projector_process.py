"""The projector as a process: stand-ins, Postgres going away, an orderly stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.ids import new_id
from projections.groups import GROUPS
from tests.fixtures.postgres import Database
from tests.projections.live import until
from tests.projections.stories import claimed, over, requested
from tests.projections.tape import Tape

Process = subprocess.Popen[bytes]


@contextmanager
def projector(database: Database) -> Iterator[Process]:
    environment = {**os.environ, "DATABASE_URL": database.url}
    process = subprocess.Popen([sys.executable, "-m", "infra.processes.projector"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def has_projected(conn: psycopg.Connection[Any], position: int) -> bool:
    try:
        row = conn.execute("SELECT min(position), count(*) FROM read.positions").fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return row is not None and row[1] == 2 and row[0] >= position


def executions(conn: psycopg.Connection[Any]) -> int:
    row = conn.execute("SELECT count(*) FROM read.executions").fetchone()
    return row[0] if row else 0


def active(conn: psycopg.Connection[Any]) -> list[int]:
    """The Postgres processes that hold projector locks, once for each."""
    holders = """SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND application_name = 'flowtape projector'
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    return [pid for (pid,) in conn.execute(holders).fetchall()]


def test_it_projects_what_is_appended_and_stops_when_asked(
    database: Database, conn: psycopg.Connection[Any], tape: Tape
) -> None:
    with projector(database) as process:
        tape.append(new_id(), requested(), claimed(), over())
        until(lambda: has_projected(conn, 3))
        title = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        assert title.startswith(b"flowtape projector")
        assert conn.execute("SELECT count(*) FROM processes WHERE kind = 'projector'").fetchone() == (1,)
        process.terminate()
        assert process.wait(3) == 0
        assert conn.execute("SELECT count(*) FROM processes").fetchone() == (0,)


def test_what_is_appended_is_projected_at_once_not_at_the_next_poll(
    database: Database, conn: psycopg.Connection[Any], tape: Tape
) -> None:
    with projector(database):
        until(lambda: has_projected(conn, 0))
        took = []
        for _ in range(5):
            head = tape.append(new_id(), requested(), claimed(), over())
            took.append(until(partial(has_projected, conn, head)))
        assert sorted(took)[2] < 0.3


def test_a_second_one_stands_by_and_takes_over_when_the_first_is_killed(
    database: Database, conn: psycopg.Connection[Any], tape: Tape
) -> None:
    with projector(database) as first:
        until(lambda: len(active(conn)) == len(GROUPS))
        with projector(database):
            until(lambda: conn.execute("SELECT count(*) FROM processes").fetchone() == (2,))
            assert len(set(active(conn))) == 1
            first.send_signal(signal.SIGKILL)
            first.wait()
            head = tape.append(new_id(), requested(), claimed(), over())
            assert until(lambda: has_projected(conn, head)) < 3


def test_it_goes_on_after_its_connection_was_cut(
    database: Database, conn: psycopg.Connection[Any], tape: Tape
) -> None:
    with projector(database) as process, psycopg.connect(database.owner_url, autocommit=True) as owner:
        until(lambda: len(active(conn)) == len(GROUPS))
        for pid in set(active(conn)):
            owner.execute("SELECT pg_terminate_backend(%s)", [pid])
        head = tape.append(new_id(), requested(), claimed(), over())
        until(lambda: has_projected(conn, head))
        assert process.poll() is None


@pytest.mark.parametrize("dropped", ["read.node_logs, read.executions", "read.positions, read.executions"])
def test_dropped_tables_come_back_by_themselves(
    database: Database, conn: psycopg.Connection[Any], tape: Tape, dropped: str
) -> None:
    with projector(database):
        tape.append(new_id(), requested(), claimed(), over())
        until(lambda: has_projected(conn, 3))
        conn.execute(f"DROP TABLE {dropped}".encode())
        head = tape.append(new_id(), requested(), claimed(), over())
        until(lambda: has_projected(conn, head) and executions(conn) == 2)
