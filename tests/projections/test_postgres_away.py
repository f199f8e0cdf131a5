"""PostgreSQL stops and comes back while the projector runs."""

import psycopg

from domain.ids import new_id
from infra.embedded.postgres import Postgres
from infra.migrations import migrate
from tests.fixtures.folders import short_folder
from tests.fixtures.postgres import UNSAFE_BUT_QUICK
from tests.projections.live import live_projector, until
from tests.projections.stories import claimed, over, requested
from tests.projections.tape import Tape


def test_it_goes_on_when_postgres_comes_back() -> None:
    with short_folder() as folder:
        server = Postgres(folder, UNSAFE_BUT_QUICK)
        try:
            logins = server.start()
            migrate(logins.owner_url)
            with live_projector(logins.url):
                append_and_see(logins.url, 1)
                server.stop()
                logins = server.start()
                append_and_see(logins.url, 2)
        finally:
            server.stop()


def append_and_see(url: str, executions: int) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        Tape(conn).append(new_id(), requested(), claimed(), over())
        count = "SELECT count(*) FROM read.executions WHERE status = 'completed'"
        until(lambda: conn.execute("SELECT to_regclass('read.executions')").fetchone() != (None,))
        until(lambda: conn.execute(count).fetchone() == (executions,))
