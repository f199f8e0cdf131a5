"""The embedded PostgreSQL, from an empty folder to what a killed one leaves."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from infra.embedded import Unavailable
from infra.embedded.postgres import Logins, Postgres
from infra.embedded.process import started_at
from tests.fixtures.folders import short_folder

QUICK = {"fsync": "off"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with short_folder() as path:
        yield path


@pytest.fixture
def server(folder: Path) -> Iterator[Postgres]:
    made = Postgres(folder, QUICK)
    yield made
    made.stop()


def ask(url: str, query: bytes) -> object:
    with psycopg.connect(url) as conn:
        row = conn.execute(query).fetchone()
    return row and row[0]


def test_both_roles_log_in_and_only_one_owns_the_database(server: Postgres) -> None:
    logins = server.start()
    assert ask(logins.url, b"SELECT current_user::text") == "flowtape_app"
    owner = b"SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"
    assert ask(logins.owner_url, owner) == "flowtape_owner"


def test_nobody_gets_in_without_the_password(server: Postgres) -> None:
    logins = server.start()
    password = logins.url.partition(":")[2].partition("flowtape_app:")[2].partition("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(logins.url.replace(password, "wrong"))


def test_passwords_and_data_are_closed_to_others(server: Postgres, folder: Path) -> None:
    server.start()
    assert stat.S_IMODE((folder / "postgres.json").stat().st_mode) == 0o600
    for private in ("postgres/data", "postgres/run"):
        assert stat.S_IMODE((folder / private).stat().st_mode) == 0o700
    assert not folder.stat().st_mode & stat.S_IRWXO


def test_what_was_committed_survives_a_killed_server_and_its_leftovers(folder: Path) -> None:
    first = Postgres(folder, QUICK)
    with psycopg.connect(first.start().owner_url) as conn:
        conn.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert first.process
    first.process.kill()
    first.process.wait()
    assert list((folder / "postgres/run").iterdir())
    second = Postgres(folder, QUICK)
    try:
        assert ask(second.start().owner_url, b"SELECT answer FROM kept") == 42
    finally:
        second.stop()


def test_a_server_that_outlived_its_supervisor_is_ended_first(folder: Path, server: Postgres) -> None:
    orphan = Postgres(folder, QUICK)
    orphan.start()
    assert orphan.process
    before = started_at(orphan.process.pid)
    logins = server.start()
    assert before is not None
    assert started_at(orphan.process.pid) is None
    assert ask(logins.url, b"SELECT 1") == 1
    orphan.stop()


def test_a_half_written_cluster_is_made_again(server: Postgres) -> None:
    with short_folder() as fresh:
        half = fresh / "postgres/data.new"
        half.mkdir(parents=True)
        (half / "PG_VERSION").write_text("18\n")
        other = Postgres(fresh, QUICK)
        try:
            assert ask(other.start().url, b"SELECT 1") == 1
        finally:
            other.stop()


def test_a_long_data_folder_still_has_a_socket() -> None:
    with short_folder() as folder:
        folder.chmod(0o711)
        server = Postgres(folder / ("d" * 60) / ("e" * 60), QUICK)
        try:
            url = server.start().url
            assert ask(url, b"SELECT 1") == 1
        finally:
            server.stop()
        shutil.rmtree(parse_qs(urlsplit(url).query)["host"][0])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user to think of")
def test_a_folder_behind_a_closed_one_is_refused_with_its_name() -> None:
    with short_folder() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        with pytest.raises(Unavailable, match=f"cannot enter {closed}"):
            Postgres(closed / "data")


def test_the_server_goes_when_its_starter_is_killed(folder: Path) -> None:
    code = (
        "import sys, time, pathlib; from infra.embedded.postgres import Postgres\n"
        "server = Postgres(pathlib.Path(sys.argv[1]), {'fsync': 'off'}); server.start()\n"
        "print(server.process.pid, flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE)
    assert starter.stdout
    with starter.stdout as output:
        pid = int(output.readline())
    assert started_at(pid)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    deadline = time.monotonic() + 5
    while started_at(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert started_at(pid) is None


def test_the_same_start_twice_gives_the_same_logins(folder: Path) -> None:
    logins: list[Logins] = []
    for _ in range(2):
        server = Postgres(folder, QUICK)
        logins.append(server.start())
        server.stop()
    assert logins[0] == logins[1]
