"""Ten thousand executions in front of one that somebody waits for."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from tests.acceptance.hooks import hook, taking
from tests.acceptance.workflows import chain, code, create, ended, get, good, node, run, start
from tests.conftest import NewStack, Site, Stack, until
from tests.fixtures.crowd import ask_for
from tests.fixtures.stack import KINDS

MANY = 10_000
BULK = 3
SECONDS = 4.0


def crowd(stack: Stack, like: str, count: int = MANY) -> list[UUID]:
    return asyncio.run(ask_for(stack.database_url, UUID(like), count, BULK))


def queued(stack: Stack) -> int:
    with psycopg.connect(stack.database_url) as conn:
        row = conn.execute("SELECT count(*) FROM run_queue WHERE owner IS NULL AND priority = 3").fetchone()
    assert row
    return int(row[0])


def counts(stack: Stack) -> dict[str, int]:
    with psycopg.connect(stack.database_url) as conn:
        rows = conn.execute("SELECT status, count(*) FROM read.executions GROUP BY status").fetchall()
    return {str(status): int(count) for status, count in rows}


def memory(pid: int) -> int:
    """Bytes that are resident."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cpu(pid: int) -> float:
    """Seconds so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def put(name: str) -> Any:
    return node(name, "data.set", fields=[{"name": name, "value": 1}])


def timed(client: Any, definition: Any, said: str) -> Any:
    """Run it by hand; prints how long that took."""
    workflow = create(client, definition)
    began = time.monotonic()
    path = f"/api/workflows/{workflow['id']}/execute"
    execution = good(client.post(path, params={"wait": 60}, json={}))
    print(f"{said}: {(time.monotonic() - began) * 1000:.0f} ms")
    return execution


def test_a_manual_execution_overtakes_ten_thousand_quick_ones(own_stack: Stack) -> None:
    client = own_stack.client()
    bulk = create(client, chain(put("a"), put("b"), put("c")))
    first = start(client, bulk)
    ended(client, first)
    own_stack.kill("worker")
    crowd(own_stack, first)
    own_stack.start("worker")
    until(lambda: queued(own_stack) < MANY - 200, 60)
    execution = timed(client, chain(put("mine")), "manual, before 10,000 quick ones of its project")
    assert execution["status"] == "completed"
    assert queued(own_stack) > MANY / 2


def test_a_manual_execution_and_a_webhook_do_not_wait_for_long_ones(own_stack: Stack, site: Site) -> None:
    """They have taken all places that they may have, and none of them ends."""
    client, other = own_stack.client(), own_stack.client()
    path, held = hook(client, taking(n="$json.body.n"), respond="last"), site.hold("/crowd")
    long = node("ask", "http.request", url=site.url("/crowd"))
    first = start(client, create(client, chain(long)))
    crowd(own_stack, first)
    until(lambda: len(site.at("/crowd")) >= 24)
    assert timed(client, chain(put("mine")), "manual, before 10,000 long ones")["status"] == "completed"
    assert client.post(path, json={"n": 5}).json() == {"n": 5}
    like = ended(other, start(other, create(other, chain(put("theirs")))))
    [theirs] = crowd(own_stack, like["id"], 1)
    assert ended(other, str(theirs))["status"] == "completed", "another project's bulk finds a place, too"
    assert queued(own_stack) > MANY - 100
    assert get(client, first)["status"] == "running"
    held.set()


def test_an_interactive_code_step_does_not_wait_for_long_ones_of_its_project(new_stack: NewStack) -> None:
    stack = new_stack(FLOWTAPE_SANDBOX_CONTAINERS="2", FLOWTAPE_SANDBOX_CONTAINERS_OF_PROJECT="2")
    client = stack.start(*KINDS).wait_ready().client()
    long = create(client, chain(code("long", "import time\nprint(1)\ntime.sleep(50)")))
    like = start(client, long)
    crowding = [like, *map(str, crowd(stack, like, 20))]
    until(lambda: sum(bool(get(client, each, "/logs")["items"]) for each in crowding) >= 2, 60)
    execution = run(client, chain(code("mine", "return {'mine': 1}")))
    assert execution["output_data"] == {"mine": [{"mine": 1}]}
    assert {get(client, each)["status"] for each in crowding} <= {"running", "queued"}


def test_a_worker_that_is_full_takes_the_next_as_soon_as_one_is_over(new_stack: NewStack) -> None:
    """It is not found by the next sweep only, also where one project may not have all places."""
    stack = new_stack(FLOWTAPE_WORKER_EXECUTIONS="4").start(*KINDS).wait_ready()
    client = stack.client()
    first = start(client, create(client, chain(put("a"))))
    crowd(stack, first, 299)
    until(lambda: counts(stack) == {"completed": 300}, 60)


def test_ten_thousand_that_wait_cost_nothing_and_outlive_everything(own_stack: Stack) -> None:
    client = own_stack.client()
    waiting = chain(node("wait", "flow.wait", amount=10, unit="hours"), put("after"))
    first = start(client, create(client, waiting))
    until(lambda: get(client, first)["status"] == "waiting")
    before = memory(own_stack.pid("worker"))
    executions = crowd(own_stack, first, MANY - 1)
    until(lambda: counts(own_stack) == {"waiting": MANY}, 300)
    grown = memory(own_stack.pid("worker")) - before
    spent = {kind: cpu(own_stack.pid(kind)) for kind in KINDS}
    time.sleep(SECONDS)
    used = {kind: cpu(own_stack.pid(kind)) - spent[kind] for kind in KINDS}
    shares = ", ".join(f"{kind} {seconds / SECONDS:.1%}" for kind, seconds in used.items())
    print(f"10,000 wait: the worker grew by {grown / 2**20:.0f} MB; of a core, {shares}")
    assert grown < 64 * 2**20
    assert sum(used.values()) < SECONDS / 2
    for kind in KINDS:
        own_stack.kill(kind)
    own_stack.start(*KINDS).wait_ready()
    assert counts(own_stack) == {"waiting": MANY}
    chosen = str(executions[MANY // 2])
    good(client.post(f"/api/executions/{chosen}/resume", json={"node_id": "wait", "action": "continue"}))
    assert ended(client, chosen)["output_data"] == {"after": [{"after": 1}]}
    assert counts(own_stack) == {"waiting": MANY - 1, "completed": 1}
