"""Workers stopped past their lease that go on as if nothing had been: what they bring is refused."""

import json
import signal
from typing import Any

import psycopg
import pytest

from tests.acceptance.graphs import put, resume, waits
from tests.acceptance.killing import SECONDS, calls_of, ended_once, told, waiting_for
from tests.acceptance.workflows import chain, create, good, node, start
from tests.conftest import NewStack, Site, Stack, until
from tests.fixtures.stack import KINDS

PATH, NEXT = "/frozen-worker", "/frozen-worker/next"


def post(node_id: str, url: str, **settings: Any) -> Any:
    return node(node_id, "http.request", settings, method="POST", url=url, body={})


@pytest.fixture
def frozen(new_stack: NewStack) -> Stack:
    return new_stack(FLOWTAPE_LEASE_SECONDS="4").start(*KINDS).wait_ready()


def refused(stack: Stack) -> list[Any]:
    with psycopg.connect(stack.database_url) as conn:
        rows = conn.execute("SELECT state FROM tape_events WHERE topic = 'audit.late_result_refused'")
        return [json.loads(bytes(row[0])) for row in rows]


def test_what_a_frozen_worker_brings_late_is_refused(frozen: Stack, site: Site) -> None:
    """It was at work on things that may not be repeated, may be, and that its successor has long ended."""
    client, held = frozen.client(), site.hold(PATH)
    asking = create(client, chain(post("call", site.url(PATH)), post("next", site.url(NEXT))))
    repeating = create(client, chain(post("call", site.url(PATH), on_crash="retry"), put("end", n=1)))
    waiting = create(client, chain(node("wait", "flow.wait", mode="webhook"), put("end", n=1)))
    asked, repeated = [start(client, asking) for _ in range(2)], start(client, repeating)
    paused = start(client, waiting)
    waits(client, paused)
    until(lambda: len(site.at(PATH)) == 3, SECONDS)
    frozen.kill("worker", signal.SIGSTOP)
    frozen.start("worker-2")
    for execution_id in asked:
        waiting_for(client, execution_id, "decision")
    until(lambda: len(site.at(PATH)) == 4, SECONDS)
    good(resume(client, asked[0], node_id="call", action="skip"))
    good(resume(client, paused, node_id="wait", action="continue"))
    ended_once(client, asked[0])
    held.set()
    ended_once(client, repeated)
    ended_once(client, paused)

    frozen.kill("worker", signal.SIGCONT)
    late = {asked[0], asked[1], repeated}
    until(lambda: {each["execution_id"] for each in refused(frozen)} == late, SECONDS)
    assert all("execution.node_completed" in each["topics"] for each in refused(frozen))
    assert all(each["worker"].startswith("worker:worker@") for each in refused(frozen))
    waiting_for(client, asked[1], "decision")
    good(resume(client, asked[1], node_id="call", action="continue", data=[{"json": {"by": "hand"}}]))
    for execution_id in (asked[0], asked[1]):
        ended_once(client, execution_id)
        assert calls_of(site, PATH, execution_id) == {"call:0:0": 1}
        assert calls_of(site, NEXT, execution_id) == {"next:0:0": 1}
    ended_once(client, repeated)
    assert calls_of(site, PATH, repeated) == {"call:0:0": 2}
    assert told(client, repeated, "node_completed", "call")[0]["attempt"] == 2
