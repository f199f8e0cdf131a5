"""PostgreSQL and Redis going away while executions are under way."""

import signal
import threading
import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest
import redis

from infra.embedded.postgres import Postgres
from infra.embedded.redis import Redis
from infra.migrations import migrate
from tests.acceptance.workflows import chain, create, ended, events, node, problem, ran_once, start
from tests.conftest import NewStack, Site, Stack, until
from tests.fixtures.folders import short_folder
from tests.fixtures.stack import KINDS

AWAY_SECONDS = 10.0


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    with short_folder() as folder:
        server = Redis(folder)
        yield server
        server.stop()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """As people run it: what it has acknowledged is on the disk."""
    with short_folder() as folder:
        server = Postgres(folder)
        yield server
        server.stop()


def test_redis_emptied_under_load_loses_nothing(stack: Stack, site: Site) -> None:
    client, held = stack.client(), site.hold("/flush")
    workflow = create(client, chain(node("ask", "http.request", url=site.url("/flush"))))
    with redis.Redis.from_url(stack.redis_url) as server:
        begun = []
        for _ in range(20):
            begun.append(start(client, workflow))
            server.flushall()
    held.set()
    for execution_id in begun:
        assert ended(client, execution_id)["status"] == "completed"
        ran_once(client, execution_id)


def test_executions_start_and_end_while_redis_is_away(new_stack: NewStack, own_redis: Redis) -> None:
    stack = new_stack(REDIS_URL=own_redis.start()).start(*KINDS).wait_ready()
    client = stack.client()
    workflow = create(client, chain(node("end", "flow.noop")))
    own_redis.stop()
    away = httpx.get(f"{stack.base_url}/readyz")
    assert away.status_code == 503
    assert "Redis can't be reached" in away.text
    for execution_id in [start(client, workflow) for _ in range(5)]:
        assert ended(client, execution_id)["status"] == "completed"
    own_redis.start()
    stack.wait_ready()
    until(lambda: _seconds_to_run(client, workflow) < 1)  # the bell is heard again: no sweep is waited for
    assert stack.is_running("worker")
    assert stack.is_running("scheduler")


def _seconds_to_run(client: httpx.Client, workflow: object) -> float:
    began = time.monotonic()
    ended(client, start(client, workflow))
    return time.monotonic() - began


def test_postgres_killed_in_the_middle_loses_nothing(
    new_stack: NewStack, own_postgres: Postgres, site: Site
) -> None:
    """SIGKILL, and away for ten seconds, while requests come in and nodes end."""
    logins = own_postgres.start()
    migrate(logins.owner_url)
    stack = new_stack(DATABASE_URL=logins.url).start(*KINDS).wait_ready()
    client, path = stack.client(), "/postgres-away"
    held = site.hold(path)
    workflow = create(
        client, chain(node("ask", "http.request", url=site.url(path)), node("end", "flow.noop"))
    )
    under_way = [start(client, workflow) for _ in range(8)]
    until(lambda: len(site.at(path)) == 8)
    writing = Writing(stack, client).begin()
    until(lambda: len(writing.acknowledged) >= 5)
    _kill(own_postgres)
    held.set()  # the answers arrive when they can't be stored
    killed = time.monotonic()
    while time.monotonic() - killed < AWAY_SECONDS:
        refused = client.get("/api/workflows")
        assert int(refused.headers["retry-after"]) > 0
        problem(refused, 503, "unavailable")
    own_postgres.start()
    until(lambda: client.get("/api/workflows").status_code == 200)
    writing.end()
    late = start(client, workflow)
    for execution_id in [*under_way, late]:
        assert ended(client, execution_id, 40)["status"] == "completed"
        ran_once(client, execution_id)
    for workflow_id in writing.acknowledged:
        assert client.get(f"/api/workflows/{workflow_id}").status_code == 200
    assert all(stack.is_running(kind) for kind in KINDS)


class Writing:
    """Creates workflows one after another, and remembers those that were acknowledged."""

    def __init__(self, stack: Stack, client: httpx.Client) -> None:
        self.acknowledged: list[str] = []
        self.refused: list[httpx.Response] = []
        self._client = httpx.Client(base_url=stack.base_url, headers=client.headers, timeout=60)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def begin(self) -> "Writing":
        self._thread.start()
        return self

    def end(self) -> None:
        self._stop.set()
        self._thread.join()
        self._client.close()

    def _write(self) -> None:
        while not self._stop.wait(0.02):
            answer = self._client.post("/api/workflows", json={"name": "one of many"})
            if answer.status_code == 201:
                self.acknowledged.append(answer.json()["id"])
            else:
                self.refused.append(answer)


def _kill(server: Postgres) -> None:
    assert server.process
    server.process.kill()
    server.process.wait()


def test_a_claim_whose_answer_was_lost_is_taken_up_again(new_stack: NewStack) -> None:
    """The queue says that the worker has the execution, and the worker never heard of it."""
    stack = new_stack(FLOWTAPE_LEASE_SECONDS="3").start(*KINDS).wait_ready()
    client = stack.client()
    workflow = create(client, chain())
    first = ended(client, start(client, workflow))
    [claimed] = [e for e in events(client, first["id"]) if e["type"] == "execution.claimed"]
    stack.kill("worker", signal.SIGSTOP)
    execution_id = start(client, workflow)
    claim = "UPDATE run_queue SET owner = %s, epoch = 1, lease_until = now() + interval '3 seconds'"
    with psycopg.connect(stack.database_url) as conn:
        assert conn.execute(claim, [claimed["data"]["worker"]]).rowcount == 1
    stack.kill("worker", signal.SIGCONT)
    assert ended(client, execution_id, 12)["status"] == "completed"
    ran_once(client, execution_id)
