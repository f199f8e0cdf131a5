"""Power cut: every process and server killed at the same moment, PostgreSQL and Redis too."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from infra.embedded.postgres import Postgres
from infra.embedded.redis import Redis
from infra.migrations import migrate
from tests.acceptance.graphs import approving, links_of, put, resume, waits
from tests.acceptance.killing import SECONDS, calls_of, ended_once, told, waiting_for
from tests.acceptance.workflows import chain, code, create, get, good, node, start
from tests.conftest import NewStack, Site, until
from tests.fixtures.folders import short_folder
from tests.fixtures.stack import KINDS

PATH = "/everything-lost"


class Servers:
    """PostgreSQL and Redis as people run them: what is acknowledged is on the disk."""

    def __init__(self, postgres: Postgres, redis: Redis) -> None:
        self._servers = (postgres, redis)
        logins = postgres.start()
        migrate(logins.owner_url)
        self.urls = {"DATABASE_URL": logins.url, "REDIS_URL": redis.start()}

    def restart(self) -> None:
        for server in self._servers:
            assert server.process
            server.process.kill()
            server.process.wait()
        for server in self._servers:
            server.start()


@pytest.fixture
def servers() -> Iterator[Servers]:
    with short_folder() as for_postgres, short_folder() as for_redis:
        postgres, redis = Postgres(for_postgres), Redis(for_redis)
        try:
            yield Servers(postgres, redis)
        finally:
            postgres.stop()
            redis.stop()


def post(site: Site, **settings: Any) -> Any:
    return node("call", "http.request", settings, method="POST", url=site.url(PATH), body={})


def test_all_goes_on_where_it_was(new_stack: NewStack, servers: Servers, site: Site) -> None:
    stack = new_stack(**servers.urls).start(*KINDS).wait_ready()
    client, held = stack.client(), site.hold(PATH)
    definitions = {
        "approved": approving(),
        "waiting": chain(node("wait", "flow.wait", amount=6), put("end", n=1)),
        "asking": chain(post(site), put("end", n=1)),
        "repeating": chain(post(site, on_crash="retry"), put("end", n=1)),
        "coding": chain(code("work", "import time\nprint('on')\ntime.sleep(1)\nreturn items")),
    }
    ids = {name: start(client, create(client, definition)) for name, definition in definitions.items()}
    waits(client, ids["approved"])
    waits(client, ids["waiting"])
    links = links_of(client, ids["approved"])
    until(lambda: len(site.at(PATH)) == 2, SECONDS)
    until(lambda: get(client, ids["coding"], "/logs")["items"], SECONDS)

    for kind in KINDS:
        stack.kill(kind)
    servers.restart()
    stack.start(*KINDS).wait_ready()
    held.set()

    assert httpx.post(links["approve"]).status_code == 202
    assert httpx.post(links["approve"]).status_code == 410
    waiting_for(client, ids["asking"], "decision")
    good(resume(client, ids["asking"], node_id="call", action="skip"))
    ended = {name: ended_once(client, execution_id) for name, execution_id in ids.items()}
    assert list(ended["approved"]["output_data"]) == ["yes"]
    assert calls_of(site, PATH, ids["asking"]) == {"call:0:0": 1}
    assert calls_of(site, PATH, ids["repeating"]) == {"call:0:0": 2}
    assert len(told(client, ids["waiting"], "node_waiting")) == 1
