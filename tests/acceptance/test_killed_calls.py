"""Workers killed while workflows call each other: parents and children end once, and know of each other."""

from typing import Any

import httpx
import psycopg

from tests.acceptance.graphs import put
from tests.acceptance.killing import (
    SECONDS,
    calls_of,
    ended_once,
    kill_at_random,
    kill_when,
    told,
    waiting_for,
)
from tests.acceptance.workflows import chain, create, good, node, start
from tests.conftest import Site, Stack, until

FAMILIES, CHILDREN = 6, 3
BLOCKED = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""
IN_CHILD, IN_PARENT = "/killed-calls/child", "/killed-calls/parent"


def post(url: str) -> Any:
    return node("call", "http.request", {"on_crash": "retry"}, method="POST", url=url, body={})


def family(client: httpx.Client, site: Site, url: str) -> Any:
    """A workflow that calls another one for each item, and then tells the site."""
    called = chain(post(url), put("last", ok=True), trigger=node("start", "trigger.call"))
    child = create(client, called)
    calling = node("each", "flow.call", workflow_id=child["id"], mode="each")
    return create(client, chain(calling, {**post(site.url(IN_PARENT)), "id": "after"}))


def children_of(client: httpx.Client, execution_id: str) -> list[str]:
    found = good(client.get("/api/executions", params={"parent": execution_id}))["items"]
    return [child["id"] for child in found]


def test_the_worker_of_a_child_that_its_parent_waits_for(mortal: Stack, site: Site) -> None:
    client, path = mortal.client(), f"{IN_CHILD}/held"
    held = site.hold(path)
    parent = start(client, family(client, site, site.url(path)), input=[{"n": 1}])
    waiting_for(client, parent, "call")
    kill_when(mortal, lambda: site.at(path))
    until(lambda: len(site.at(path)) == 2, SECONDS)
    held.set()
    ended_once(client, parent)
    [child] = children_of(client, parent)
    ended_once(client, child)
    assert calls_of(site, path, child) == {"call:0:0": 2}
    assert calls_of(site, IN_PARENT, parent) == {"after:0:0": 1}


def test_a_child_whose_worker_was_killed_before_it_told_its_parent_tells_it_later(
    mortal: Stack, site: Site
) -> None:
    client, path = mortal.client(), f"{IN_CHILD}/untold"
    held = site.hold(path)
    parent = start(client, family(client, site, site.url(path)), input=[{"n": 1}])
    waiting_for(client, parent, "call")
    until(lambda: site.at(path), SECONDS)
    [child] = children_of(client, parent)
    url = mortal.database_url
    with psycopg.connect(url) as conn, psycopg.connect(url, autocommit=True) as other:
        conn.execute("SELECT FROM run_queue WHERE execution_id = %s FOR UPDATE", [parent])
        held.set()
        until(lambda: told(client, child, "completed"), SECONDS)
        until(lambda: other.execute(BLOCKED).fetchall(), SECONDS)
        mortal.kill("worker")
        other.execute(f"SELECT pg_terminate_backend(pid) FROM ({BLOCKED}) AS blocked")
        until(lambda: not other.execute(BLOCKED).fetchall(), SECONDS)
    assert told(client, parent, "resumed") == []
    mortal.start("worker")
    ended_once(client, parent)
    assert [resumed["by"] for resumed in told(client, parent, "resumed")] == [f"execution:{child}"]


def test_workers_killed_whenever_while_children_begin_and_end(mortal: Stack, site: Site) -> None:
    client = mortal.client()
    workflow = family(client, site, site.url(IN_CHILD))
    items = [{"n": n} for n in range(CHILDREN)]
    parents = [start(client, workflow, input=items) for _ in range(FAMILIES)]
    kill_at_random(mortal, 4, lambda: len(site.at(IN_CHILD)) + len(site.at(IN_PARENT)))
    for parent in parents:
        ended_once(client, parent)
        children = children_of(client, parent)
        assert len(children) == CHILDREN
        for child in children:
            ended_once(client, child)
            assert list(calls_of(site, IN_CHILD, child)) == ["call:0:0"]
        [made] = told(client, parent, "node_completed", "after")
        calls = calls_of(site, IN_PARENT, parent)
        assert len(calls) == CHILDREN
        assert max(calls.values()) <= made["attempt"]
        told_by = [resumed["by"] for resumed in told(client, parent, "resumed")]
        assert set(told_by) <= {f"execution:{child}" for child in children}
