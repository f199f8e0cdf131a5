"""Loops that go round very often, through all processes."""

from itertools import pairwise
from typing import Any

from tests.acceptance.following import following
from tests.acceptance.workflows import (
    completions,
    create,
    ended,
    events,
    get,
    good,
    node,
    ran_once,
    run,
    start,
)
from tests.conftest import Stack, until

ROUNDS = 300


def going_round() -> Any:
    fields = [{"name": "twice", "value": "{{ $json.n }}"}]
    nodes = [
        node("start", "trigger.manual"),
        node("loop", "flow.loop"),
        node("set", "data.set", fields=fields),
        node("noop", "flow.noop"),
        node("after", "flow.noop"),
    ]
    edges = [
        {"source": "start", "target": "loop"},
        {"source": "loop", "source_port": "loop", "target": "set"},
        {"source": "set", "target": "noop"},
        {"source": "noop", "target": "loop", "target_port": "back"},
        {"source": "loop", "source_port": "done", "target": "after"},
    ]
    return {"nodes": nodes, "edges": edges}


def runs_of(client: Any, execution_id: str) -> list[Any]:
    """All pages, oldest first."""
    found: list[Any] = []
    cursor = None
    while True:
        params = {"limit": "200", **({"cursor": cursor} if cursor else {})}
        page = good(client.get(f"/api/executions/{execution_id}/nodes", params=params))
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found[::-1]


def test_many_rounds_are_few_events_and_each_run_is_shown(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, going_round(), input=[{"n": n} for n in range(ROUNDS)])
    assert execution["output_data"] == {"after": [{"n": n, "twice": n} for n in range(ROUNDS)]}
    told = events(client, execution["id"])
    assert "execution.node_runs_completed" in {event["type"] for event in told}
    assert len(told) < ROUNDS
    ran_once(client, execution["id"])
    runs = runs_of(client, execution["id"])
    assert len(runs) == len(completions(told)) == 3 * ROUNDS + 3
    assert [r["output"]["main"][0]["json"]["twice"] for r in runs if r["node_id"] == "set"] == [
        *range(ROUNDS)
    ]
    assert all(a["started_at"] <= b["started_at"] for a, b in pairwise(runs))
    with following(client, execution["id"]) as sent:
        assert [one.event for one in sent] == [event["type"] for event in told]


def test_a_loop_goes_on_where_its_worker_was_killed(own_stack: Stack) -> None:
    client = own_stack.client()
    count = 2000
    execution_id = start(client, create(client, going_round()), input=[{"n": n} for n in range(count)])
    until(lambda: "execution.node_runs_completed" in {e["type"] for e in events(client, execution_id)})
    own_stack.kill("worker")
    own_stack.start("worker")
    assert ended(client, execution_id, 120)["status"] == "completed"
    ran_once(client, execution_id)
    told = events(client, execution_id)
    assert [event["type"] for event in told].count("execution.claimed") == 2
    assert sum(data["node_id"] == "set" for data in completions(told)) == count
    items = good(client.get(f"/api/executions/{execution_id}/data/after", params={"limit": 1000}))["items"]
    assert [item["json"]["n"] for item in items] == list(range(1000))


def test_a_fork_takes_over_what_was_packed(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, going_round(), input=[{"n": n} for n in range(50)])
    path = f"/api/executions/{execution['id']}/fork"
    answer = good(client.post(path, json={"from_node": "after", "version": "same"}))
    forked = ended(client, answer["execution_id"])
    assert forked["output_data"] == execution["output_data"]
    origins = {(r["node_id"], r["origin"]) for r in runs_of(client, forked["id"])}
    assert ("set", "reused") in origins
    assert ("after", "run") in origins
    assert get(client, forked["id"])["status"] == "completed"
