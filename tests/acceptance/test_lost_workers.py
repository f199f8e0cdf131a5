"""Workers killed with SIGKILL, or frozen past their lease, at work."""

import json
import signal
import time
from typing import Any

import httpx
import psycopg
import pytest

from tests.acceptance.workflows import (
    chain,
    code,
    create,
    ended,
    events,
    get,
    node,
    ran_once,
    start,
    types,
)
from tests.conftest import NewStack, Site, Stack, until
from tests.fixtures.stack import KINDS

BACK_WITHIN = 60.0
SLEEPS_ONCE = "import time\nprint('at work')\ntime.sleep(2)\nreturn {'done': 1}"


def crash_in_code(site: Site, path: str) -> dict[str, Any]:
    """A request that must not be sent twice, then code that takes 2 s, then an end."""
    return chain(
        node("ask", "http.request", url=site.url(path)),
        code("work", SLEEPS_ONCE),
        node("end", "data.set", fields=[{"name": "end", "value": 1}]),
    )


def has_begun(client: httpx.Client, execution_id: str, node_id: str) -> bool:
    told = events(client, execution_id)
    return any(e["type"] == "execution.node_started" and e["data"]["node_id"] == node_id for e in told)


def prints(client: httpx.Client, execution_id: str) -> int:
    return len(get(client, execution_id, "/logs")["items"])


@pytest.mark.parametrize("successor", ["worker", "worker-2"])
def test_another_worker_goes_on_where_a_killed_one_was(
    own_stack: Stack, site: Site, successor: str, record_property: Any
) -> None:
    """The same one restarted, or another that was there all the time."""
    if successor == "worker-2":
        own_stack.start(successor)
        own_stack.kill(successor, signal.SIGSTOP)  # so that the first one gets the execution
    client, path = own_stack.client(), f"/before-{successor}"
    execution_id = start(client, create(client, crash_in_code(site, path)))
    until(lambda: prints(client, execution_id) == 1)
    own_stack.kill("worker")
    killed = time.monotonic()
    if successor == "worker-2":
        own_stack.kill(successor, signal.SIGCONT)
    else:
        own_stack.start(successor)
    until(lambda: prints(client, execution_id) == 2, BACK_WITHIN)
    print(f"{successor} at work again after {time.monotonic() - killed:.1f} s")
    execution = ended(client, execution_id, BACK_WITHIN)
    print(f"{successor} finished after {time.monotonic() - killed:.1f} s")
    assert execution["output_data"] == {"end": [{"done": 1, "end": 1}]}
    ran_once(client, execution_id)
    assert len(site.at(path)) == 1
    runs = {r["node_id"]: r["attempt"] for r in get(client, execution_id, "/nodes")["items"]}
    assert runs == {"start": 1, "ask": 1, "work": 2, "end": 1}


def test_a_frozen_workers_late_result_is_refused(new_stack: NewStack, site: Site) -> None:
    stack = new_stack(FLOWTAPE_LEASE_SECONDS="3").start(*KINDS).wait_ready()
    client, held = stack.client(), site.hold("/frozen")
    workflow = create(client, chain(node("ask", "http.request", url=site.url("/frozen"))))
    execution_id = start(client, workflow)
    until(lambda: site.at("/frozen"))
    stack.kill("worker", signal.SIGSTOP)
    stack.start("worker-2")
    until(lambda: len(site.at("/frozen")) == 2)
    held.set()
    assert ended(client, execution_id)["status"] == "completed"
    before = types(client, execution_id)
    stack.kill("worker", signal.SIGCONT)
    until(lambda: refused(stack))
    [late] = refused(stack)
    assert late["execution_id"] == execution_id
    assert "execution.node_completed" in late["topics"]
    assert late["worker"].startswith("worker:worker@")
    assert types(client, execution_id) == before
    ran_once(client, execution_id)


def test_a_worker_frozen_past_its_lease_takes_its_execution_up_again(new_stack: NewStack, site: Site) -> None:
    """There is no other: it claims what it believes to be driving already."""
    stack = new_stack(FLOWTAPE_LEASE_SECONDS="3").start(*KINDS).wait_ready()
    client, held = stack.client(), site.hold("/thawed")
    execution_id = start(client, create(client, chain(node("ask", "http.request", url=site.url("/thawed")))))
    until(lambda: site.at("/thawed"))
    stack.kill("worker", signal.SIGSTOP)
    with psycopg.connect(stack.database_url, autocommit=True) as conn:
        until(lambda: conn.execute("SELECT owner FROM run_queue").fetchone() == (None,))
    stack.kill("worker", signal.SIGCONT)
    until(lambda: len(site.at("/thawed")) == 2)
    held.set()
    assert ended(client, execution_id)["status"] == "completed"
    ran_once(client, execution_id)
    assert types(client, execution_id).count("claimed") == 2


def refused(stack: Stack) -> list[Any]:
    with psycopg.connect(stack.database_url) as conn:
        rows = conn.execute("SELECT state FROM tape_events WHERE topic = 'audit.late_result_refused'")
        return [json.loads(bytes(row[0])) for row in rows]


def test_a_request_that_may_have_been_answered_is_not_sent_again_unasked(
    own_stack: Stack, site: Site
) -> None:
    client = own_stack.client()
    site.hold("/order")
    post = {**node("order", "http.request", method="POST", url=site.url("/order")), "name": "Order it"}
    execution_id = start(client, create(client, chain(post)))
    until(lambda: site.at("/order"))
    own_stack.kill("worker")
    own_stack.start("worker")
    until(lambda: get(client, execution_id)["status"] == "waiting")
    [waiting] = get(client, execution_id)["waiting"]
    assert waiting["node_id"] == "order"
    assert waiting["message"].startswith("the worker was lost while 'Order it' was at work")
    assert len(site.at("/order")) == 1
    client.post(f"/api/executions/{execution_id}/cancel")
    assert ended(client, execution_id)["status"] == "cancelled"
    assert len(site.at("/order")) == 1


def test_a_request_that_may_be_repeated_carries_the_same_key(own_stack: Stack, site: Site) -> None:
    client, held = own_stack.client(), site.hold("/repeatable")
    settings = {"on_crash": "retry"}
    post = node("order", "http.request", settings, method="POST", url=site.url("/repeatable"), body={"a": 1})
    execution_id = start(client, create(client, chain(post)))
    until(lambda: site.at("/repeatable"))
    own_stack.kill("worker")
    own_stack.start("worker")
    until(lambda: len(site.at("/repeatable")) == 2)
    held.set()
    assert ended(client, execution_id)["status"] == "completed"
    first, second = site.at("/repeatable")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] != ""
    assert first.headers["idempotency-key"].startswith(f"{execution_id}:order:0")
    assert first.body == second.body
    ran_once(client, execution_id)


def test_three_workers_lost_over_the_same_step_end_it(own_stack: Stack) -> None:
    client = own_stack.client()
    definition = chain(code("deadly", "import time\nprint(1)\ntime.sleep(50)"))
    definition["nodes"].append(node("beside", "flow.noop"))
    definition["edges"].append({"source": "start", "target": "beside"})
    execution_id = start(client, create(client, definition), input={"n": 1})
    for lost in range(3):
        until(lambda lost=lost: prints(client, execution_id) == lost + 1)  # type: ignore[misc]
        own_stack.kill("worker")
        own_stack.start("worker")
    execution = ended(client, execution_id)
    assert (execution["status"], execution["error"]["code"]) == ("failed", "worker_lost")
    assert "lost three times" in execution["error_message"]
    assert execution["output_data"] == {"beside": [{"n": 1}]}
    ran_once(client, execution_id)


def test_workers_that_are_restarted_in_good_order_are_not_lost(own_stack: Stack) -> None:
    """However often a step is interrupted by it."""
    client = own_stack.client()
    patient = code("patient", "import time\nprint(1)\ntime.sleep(50)")
    execution_id = start(client, create(client, chain(patient)))
    for restarts in range(4):
        until(lambda restarts=restarts: prints(client, execution_id) == restarts + 1)  # type: ignore[misc]
        own_stack.stop("worker")
        own_stack.start("worker")
    until(lambda: prints(client, execution_id) == 5)
    assert get(client, execution_id)["status"] == "running"


def test_a_worker_that_is_told_to_stop_hands_its_executions_on(new_stack: NewStack, site: Site) -> None:
    """At once: no lease is waited for."""
    stack = new_stack(FLOWTAPE_LEASE_SECONDS="600").start(*KINDS).wait_ready()
    client, held = stack.client(), site.hold("/handed-on")
    ask = node("ask", "http.request", url=site.url("/handed-on"))
    execution_id = start(client, create(client, chain(ask)))
    until(lambda: site.at("/handed-on"))
    stack.start("worker-2")
    stack.stop("worker")
    until(lambda: len(site.at("/handed-on")) == 2)
    held.set()
    assert ended(client, execution_id)["status"] == "completed"
    ran_once(client, execution_id)
