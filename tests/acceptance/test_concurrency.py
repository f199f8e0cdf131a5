"""Workflows that limit how many of their executions are under way at the same time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from tests.acceptance.workflows import (
    chain,
    create,
    ended,
    events,
    get,
    good,
    node,
    ran_once,
    run,
    start,
    types,
)
from tests.conftest import Site, Stack, until

HOUR = node("wait", "flow.wait", amount=1, unit="hours")


def limited(*nodes: Any, trigger: Any = None, deadline_s: float | None = None, **concurrency: Any) -> Any:
    settings = {"concurrency": concurrency} | ({"deadline_s": deadline_s} if deadline_s else {})
    return chain(*nodes, trigger=trigger, **settings)


def status(client: Any, execution_id: str) -> str:
    return str(get(client, execution_id)["status"])


def waits(client: Any, execution_id: str) -> None:
    until(lambda: status(client, execution_id) == "waiting")


def is_parked(client: Any, execution_id: str) -> bool:
    return "parked" in types(client, execution_id)


def resume(client: Any, execution_id: str) -> None:
    good(
        client.post(f"/api/executions/{execution_id}/resume", json={"node_id": "wait", "action": "continue"})
    )


def cancel(client: Any, execution_id: str) -> None:
    good(client.post(f"/api/executions/{execution_id}/cancel"))


def span(execution: Any) -> tuple[datetime, datetime]:
    began, finished = execution["started_at"], execution["completed_at"]
    return datetime.fromisoformat(began), datetime.fromisoformat(finished)


def most_at_once(executions: Sequence[Any]) -> int:
    spans = [span(execution) for execution in executions]
    return max(sum(began <= moment < finished for began, finished in spans) for moment, _ in spans)


def test_no_more_than_the_limit_are_under_way_and_all_have_their_turn(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, limited(node("wait", "flow.wait", amount=0.2), limit=2))
    executions = [start(client, workflow) for _ in range(8)]
    assert most_at_once([ended(client, each) for each in executions]) == 2
    for each in executions:
        ran_once(client, each)


def test_the_next_one_begins_as_soon_as_there_is_a_place(stack: Stack) -> None:
    """It is not found by the next sweep only."""
    client = stack.client()
    workflow = create(client, limited(node("end", "flow.noop"), limit=1))
    executions = [start(client, workflow) for _ in range(40)]
    until(lambda: get(client, executions[-1])["status"] == "completed", 40)
    assert most_at_once([ended(client, each) for each in executions]) == 1


def test_who_has_to_wait_is_queued_and_says_why_and_one_that_waits_keeps_its_place(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, limited(HOUR, limit=1))
    first = start(client, workflow)
    waits(client, first)
    second = start(client, workflow)
    until(lambda: is_parked(client, second))
    shown = get(client, second)
    assert (shown["status"], shown["started_at"]) == ("queued", None)
    assert "concurrency limit is 1" in shown["waiting_reason"]
    resume(client, first)
    waits(client, second)
    assert status(client, first) == "completed"
    cancel(client, second)
    assert types(client, second).count("parked") == 1


def test_a_key_keeps_apart_what_has_another_value(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, limited(HOUR, limit=1, key="{{ $json.customer }}"))
    ann, bob, ann_again = (
        start(client, workflow, input={"customer": name}) for name in ("ann", "bob", "ann")
    )
    waits(client, ann)
    waits(client, bob)
    until(lambda: is_parked(client, ann_again))
    assert "ann" not in str([event["data"] for event in events(client, ann_again)]), "the key may be data"
    for each in (bob, ann, ann_again):
        cancel(client, each)
        assert ended(client, each)["status"] == "cancelled"


def test_workflows_with_the_same_key_do_not_meet(stack: Stack) -> None:
    client = stack.client()
    executions = [start(client, create(client, limited(HOUR, limit=1, key="same"))) for _ in range(2)]
    for each in executions:
        waits(client, each)
        cancel(client, each)


def test_a_key_that_can_not_be_evaluated_fails_the_execution(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, limited(HOUR, limit=1, key="{{ JSON.parse('no') }}"), input={"a": 1})
    assert (execution["status"], execution["error"]["code"]) == ("failed", "expression_failed")
    assert execution["error_message"].startswith("concurrency.key")


def test_what_is_beyond_the_limit_is_skipped(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, limited(HOUR, limit=1, beyond="skip"))
    first = start(client, workflow)
    waits(client, first)
    skipped = ended(client, start(client, workflow))
    assert (skipped["status"], skipped["started_at"]) == ("cancelled", None)
    assert "skips" in skipped["reason"]
    cancel(client, first)
    assert ended(client, first)["reason"] is None
    third = start(client, workflow)
    waits(client, third)
    cancel(client, third)


def test_the_newest_take_the_places_of_the_oldest(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, limited(HOUR, limit=2, beyond="cancel_oldest"))
    executions = []
    for _ in range(5):
        executions.append(start(client, workflow))
        waits(client, executions[-1])
    gone = [ended(client, each) for each in executions[:3]]
    assert {execution["status"] for execution in gone} == {"cancelled"}
    assert all("newer" in execution["reason"] for execution in gone)
    assert [status(client, each) for each in executions[3:]] == ["waiting", "waiting"]
    for each in executions[3:]:
        cancel(client, each)


def test_one_that_is_parked_is_cancelled_and_passes_its_deadline(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, limited(HOUR, limit=1, deadline_s=60))
    first = start(client, workflow)
    waits(client, first)
    second = start(client, workflow)
    until(lambda: is_parked(client, second))
    cancel(client, second)
    assert ended(client, second)["status"] == "cancelled"
    hurried = limited(HOUR, limit=1, deadline_s=1.5)
    path = f"/api/workflows/{workflow['id']}/definition"
    good(client.put(path, json={"definition": hurried, "expected_version": workflow["version"]}))
    third = start(client, workflow)
    assert ended(client, third)["status"] == "timed_out"
    assert status(client, first) == "waiting"
    cancel(client, first)


def recursive(client: Any, **concurrency: Any) -> Any:
    """Calls itself as long as ``n`` is more than 0."""
    called = node("start", "trigger.call")
    workflow = create(client, chain(trigger=called))
    more = node("more", "flow.if", condition="{{ $json.n > 0 }}")
    less = node("less", "data.set", fields=[{"name": "n", "value": "{{ $json.n - 1 }}"}])
    call = node("call", "flow.call", workflow_id=workflow["id"])
    definition = limited(more, less, call, trigger=called, **concurrency)
    definition["edges"][1]["source_port"] = "true"
    path = f"/api/workflows/{workflow['id']}/definition"
    good(client.put(path, json={"definition": definition, "expected_version": workflow["version"]}))
    return workflow


def test_one_that_calls_itself_runs_within_its_callers_place(stack: Stack) -> None:
    client = stack.client()
    workflow = recursive(client, limit=1)
    execution = ended(client, start(client, workflow, input={"n": 3}))
    assert execution["status"] == "completed", execution
    chained = good(client.get("/api/executions", params={"workflow_id": workflow["id"]}))["items"]
    assert [each["status"] for each in chained] == ["completed"] * 4


def test_a_called_workflow_keeps_to_its_own_limit(stack: Stack) -> None:
    client = stack.client()
    pause = node("wait", "flow.wait", amount=0.1)
    called = create(client, limited(pause, trigger=node("start", "trigger.call"), limit=2))
    call = node("call", "flow.call", workflow_id=called["id"], mode="each")
    execution = run(client, chain(call), input=[{"n": n} for n in range(6)])
    assert execution["status"] == "completed", execution
    children = good(client.get("/api/executions", params={"parent": execution["id"]}))["items"]
    assert len(children) == 6
    assert most_at_once(children) == 2


def test_places_and_parked_ones_outlive_every_process(own_stack: Stack, site: Site) -> None:
    client, held = own_stack.client(), site.hold("/place")
    ask = node("ask", "http.request", url=site.url("/place"))
    workflow = create(client, limited(ask, limit=1))
    executions = [start(client, workflow) for _ in range(3)]
    until(lambda: len(site.at("/place")) == 1 and sum(is_parked(client, each) for each in executions) == 2)
    own_stack.kill("worker")
    own_stack.kill("scheduler")
    own_stack.start("worker", "scheduler")
    until(lambda: len(site.at("/place")) == 2)
    assert sorted(status(client, each) for each in executions) == ["queued", "queued", "running"]
    held.set()
    assert most_at_once([ended(client, each) for each in executions]) == 1
    for each in executions:
        ran_once(client, each)


@pytest.mark.parametrize("fault", ["{{ $json.customer", "{{ }}"])
def test_a_malformed_key_is_a_problem_of_the_workflow(stack: Stack, fault: str) -> None:
    client = stack.client()
    workflow = create(client, limited(HOUR, limit=1, key=fault))
    [problem] = workflow["problems"]
    assert (problem["code"], problem["loc"]) == ("invalid_expression", ["settings", "concurrency", "key"])
    assert client.post(f"/api/workflows/{workflow['id']}/execute", json={}).status_code == 422
