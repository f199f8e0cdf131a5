"""Executions outlive what changes around them: their workflow, and all tables that are made from the tape."""

import threading
from typing import Any

import httpx
import psycopg

from infra.run_queue import rebuild_queue
from projections.engine.rebuild import rebuild
from projections.groups import GROUPS
from tests.acceptance.graphs import approving, links_of, looping, put, waits
from tests.acceptance.hooks import hook
from tests.acceptance.killing import SECONDS, calls_of, ended_once, told, waiting_for
from tests.acceptance.workflows import chain, create, get, good, node, start
from tests.conftest import Site, Stack, until
from tests.fixtures.stack import KINDS

PATH, HELD = "/lasting", "/lasting/held"


def post(site: Site, path: str) -> Any:
    return node("call", "http.request", {"on_crash": "retry"}, method="POST", url=site.url(path), body={})


def edited(client: httpx.Client, workflow_id: str, definition: Any) -> None:
    """Changed and published."""
    path = f"/api/workflows/{workflow_id}"
    version = good(client.get(path))["version"]
    good(client.put(f"{path}/definition", json={"definition": definition, "expected_version": version}))
    good(client.post(f"{path}/publish"))


def test_what_waits_goes_on_as_it_began_though_another_version_is_published_and_all_is_restarted(
    mortal: Stack,
) -> None:
    client = mortal.client()
    path = hook(client, put("links", links="{{ $execution.links.wait }}"), *waiting_then(1))
    begun = httpx.post(f"{mortal.base_url}{path}").json()["execution_id"]
    waits(client, begun)
    link = links_of(client, begun)["webhook"]
    execution = get(client, begun)
    trigger = node("hook", "trigger.webhook", path=path.removeprefix("/hooks/"), methods=["POST"])
    edited(
        client, execution["workflow_id"], chain(put("links", n=0), put("last", version=2), trigger=trigger)
    )
    mortal.restart(*KINDS).wait_ready()

    assert httpx.post(link).status_code == 202
    ended = ended_once(client, begun)
    assert ended["output_data"]["last"][0]["version"] == 1
    assert ended["workflow_version"] == execution["workflow_version"]
    later = ended_once(client, httpx.post(f"{mortal.base_url}{path}").json()["execution_id"])
    assert later["output_data"]["last"][0]["version"] == 2


def waiting_then(version: int) -> list[Any]:
    return [node("wait", "flow.wait", mode="webhook"), put("last", version=version)]


def test_the_run_queue_made_again_from_the_tape_has_lost_nothing(mortal: Stack, site: Site) -> None:
    client, held = mortal.client(), site.hold(HELD)
    one_at_a_time = create(client, chain(post(site, HELD), concurrency={"limit": 1}))
    ids = {
        "approval": start(client, create(client, approving())),
        "duration": start(client, create(client, chain(node("wait", "flow.wait", amount=6)))),
        "retrying": start(client, create(client, chain(retrying()))),
        "running": start(client, one_at_a_time),
    }
    until(lambda: site.at(HELD), SECONDS)
    ids["parked"] = start(client, one_at_a_time)
    waits(client, ids["approval"])
    waits(client, ids["duration"])
    waits(client, ids["retrying"])
    until(lambda: told(client, ids["parked"], "parked"), SECONDS)
    with psycopg.connect(mortal.database_url, autocommit=True) as conn:
        for table in ("run_queue", "timers", "concurrency"):
            conn.execute(f"DELETE FROM {table}")
        assert rebuild_queue(conn) >= len(ids)
    held.set()

    for name in ("duration", "running", "parked"):
        ended_once(client, ids[name])
    ended_once(client, ids["retrying"], "failed")
    waiting_for(client, ids["approval"], "approval")
    assert httpx.post(links_of(client, ids["approval"])["approve"]).status_code == 202
    assert list(ended_once(client, ids["approval"])["output_data"]) == ["yes"]
    assert calls_of(site, HELD, ids["parked"]) == {"call:0:0": 1}


def retrying() -> Any:
    return node("call", "http.request", {"retry": {"count": 1, "delay_s": 6}}, url="http://127.0.0.1:9/")


def test_read_tables_made_again_while_executions_run_show_the_same(mortal: Stack, site: Site) -> None:
    client = mortal.client()
    workflow = create(client, looping(node("loop", "flow.loop"), post(site, PATH)))
    items = [{"n": n} for n in range(5)]
    before = start(client, workflow, input=items)
    ended_once(client, before)
    shown = {what: get(client, before, what) for what in ("", "/nodes", "/logs")}
    paused = start(client, create(client, approving()))
    waits(client, paused)
    meanwhile: list[str] = []
    asking = threading.Thread(
        target=lambda: meanwhile.extend(start(client, workflow, input=items) for _ in range(10))
    )
    asking.start()
    until(lambda: meanwhile or len(site.at(PATH)) > len(items), SECONDS)
    for group in GROUPS:
        rebuild(mortal.database_url, group)
    asking.join()

    assert {what: get(client, before, what) for what in shown} == shown
    assert waiting_for(client, paused, "approval")["message"] == "Pay?"
    for execution_id in meanwhile:
        ended_once(client, execution_id)
        assert set(calls_of(site, PATH, execution_id).values()) == {1}
        runs = [run for run in get(client, execution_id, "/nodes")["items"] if run["node_id"] == "call"]
        assert sorted(run["run_index"] for run in runs) == list(range(len(items)))
