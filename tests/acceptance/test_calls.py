"""Workflows that call others: how the two are linked, and what of one's end reaches the other."""

from typing import Any

import pytest

from tests.acceptance.workflows import (
    TERMINAL,
    chain,
    create,
    ended,
    get,
    good,
    node,
    ran_once,
    run,
    start,
    types,
)
from tests.conftest import Stack, until

CALLED = node("start", "trigger.call")
HOUR = node("wait", "flow.wait", amount=1, unit="hours")


def call(workflow: Any, **parameters: Any) -> Any:
    return node("call", "flow.call", workflow_id=workflow["id"], **parameters)


def children(client: Any, execution_id: str) -> list[Any]:
    found = good(client.get("/api/executions", params={"parent": execution_id, "limit": 200}))["items"]
    return list(reversed(found))


def family(client: Any, stack: Stack) -> tuple[str, str, str]:
    """An execution that called one that called one that waits."""
    grandchild = create(client, chain(HOUR, trigger=CALLED))
    child = create(client, chain(call(grandchild), trigger=CALLED))
    first = start(client, create(client, chain(call(child))))
    until(lambda: children(client, first))
    second = children(client, first)[0]["id"]
    until(lambda: children(client, second))
    third = children(client, second)[0]["id"]
    until(lambda: get(client, third)["status"] == "waiting")
    return first, second, third


def test_caller_and_called_are_linked_both_ways(stack: Stack) -> None:
    client = stack.client()
    child = create(client, chain(node("end", "flow.noop"), trigger=CALLED))
    execution = run(client, chain(call(child, mode="each")), input=[{"n": 1}, {"n": 2}])
    found = children(client, execution["id"])
    assert (execution["children"], len(found)) == (2, 2)
    link = {"execution_id": execution["id"], "node_id": "call", "run_index": 0}
    assert [each["parent"] for each in found] == [link, link]
    assert {each["trigger"] for each in found} == {"call"}
    [run_of_call] = [r for r in get(client, execution["id"], "/nodes")["items"] if r["node_id"] == "call"]
    assert sorted(run_of_call["children"]) == sorted(each["id"] for each in found)
    assert [each["input_data"] for each in found] == [[{"n": 1}], [{"n": 2}]]


def test_once_for_all_is_one_execution(stack: Stack) -> None:
    client = stack.client()
    child = create(client, chain(node("end", "flow.noop"), trigger=CALLED))
    execution = run(client, chain(call(child)), input=[{"n": 1}, {"n": 2}])
    [only] = children(client, execution["id"])
    assert only["input_data"] == [{"n": 1}, {"n": 2}]
    assert execution["output_data"] == {"call": [{"n": 1}, {"n": 2}]}


def test_one_that_is_not_waited_for_goes_its_own_way(stack: Stack) -> None:
    """Neither the caller's deadline nor its cancel reach it, and its end doesn't wake the caller."""
    client = stack.client()
    child = create(client, chain(HOUR, trigger=CALLED))
    definition = chain(call(child, wait=False), {**HOUR, "id": "on"}, deadline_s=600)
    execution_id = start(client, create(client, definition))
    until(lambda: get(client, execution_id)["status"] == "waiting")
    [called] = children(client, execution_id)
    until(lambda: get(client, called["id"])["status"] == "waiting")
    [told] = [r for r in get(client, execution_id, "/nodes")["items"] if r["node_id"] == "call"]
    assert told["output"]["main"][0]["json"] == {"execution_id": called["id"]}
    good(client.post(f"/api/executions/{execution_id}/cancel"))
    assert ended(client, execution_id)["status"] == "cancelled"
    assert get(client, called["id"])["status"] == "waiting"
    good(client.post(f"/api/executions/{called['id']}/cancel"))
    ended(client, called["id"])
    assert "resumed" not in types(client, execution_id)


def test_a_cancel_reaches_all_generations(stack: Stack) -> None:
    client = stack.client()
    first, second, third = family(client, stack)
    good(client.post(f"/api/executions/{first}/cancel"))
    assert [ended(client, each)["status"] for each in (first, second, third)] == ["cancelled"] * 3
    assert get(client, first)["reason"] is None
    assert get(client, third)["reason"] == "the execution that called it is over"
    for each in (first, second, third):
        ran_once(client, each)


def test_one_that_is_cancelled_fails_its_caller(stack: Stack) -> None:
    client = stack.client()
    first, second, third = family(client, stack)
    good(client.post(f"/api/executions/{third}/cancel"))
    assert [ended(client, each)["status"] for each in (first, second)] == ["failed", "failed"]
    assert "was cancelled" in get(client, second)["error_message"]


@pytest.mark.parametrize("calls", [1, 150])
def test_a_deadline_reaches_what_was_called(stack: Stack, calls: int) -> None:
    client = stack.client()
    child = create(client, chain(HOUR, trigger=CALLED))
    definition = chain(call(child, mode="each"), deadline_s=2)
    execution = run(client, definition, input=[{"n": n} for n in range(calls)])
    assert execution["status"] == "timed_out"
    until(
        lambda: {each["status"] for each in children(client, execution["id"])} <= {"timed_out", "cancelled"}
    )


def test_a_cancel_in_the_middle_of_many_calls_leaves_none_behind(stack: Stack) -> None:
    client = stack.client()
    child = create(client, chain(HOUR, trigger=CALLED))
    workflow = create(client, chain(call(child, mode="each")))
    execution_id = start(client, workflow, input=[{"n": n} for n in range(190)])
    until(lambda: children(client, execution_id))
    good(client.post(f"/api/executions/{execution_id}/cancel"))
    assert ended(client, execution_id)["status"] == "cancelled"
    until(lambda: {each["status"] for each in children(client, execution_id)} <= TERMINAL)


def test_a_recursion_without_end_is_cut_off_and_says_so(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, chain(trigger=CALLED))
    path = f"/api/workflows/{workflow['id']}/definition"
    body = {"definition": chain(call(workflow), trigger=CALLED), "expected_version": workflow["version"]}
    good(client.put(path, json=body))
    top = ended(client, start(client, workflow), 60)
    assert top["error"]["code"] == "child_failed"
    chained = good(client.get("/api/executions", params={"workflow_id": workflow["id"]}))["items"]
    assert len(chained) == 21
    assert (chained[0]["error"]["code"], chained[0]["error"]["node_id"]) == ("too_deep", "call")
    assert "more than 20 deep; end the recursion earlier" in chained[0]["error_message"]
    assert {each["status"] for each in chained} == {"failed"}


def test_what_can_not_be_called_fails_the_call(stack: Stack) -> None:
    client, somebody = stack.client(), stack.client()
    theirs = create(somebody, chain(trigger=CALLED))
    manual = create(client, chain())
    for workflow, why in (
        (theirs, "can't be called"),
        (manual, "trigger.call"),
        ({"id": "no id"}, "not the id"),
    ):
        execution = run(client, chain(call(workflow)))
        assert execution["error"]["code"] == "not_callable"
        assert why in execution["error_message"]


def test_a_call_that_failed_is_made_again_as_often_as_the_node_wants(stack: Stack) -> None:
    client = stack.client()
    stop = node("stop", "flow.stop", message="enough")
    child = create(client, chain(node("wait", "flow.wait", amount=0.01), stop, trigger=CALLED))
    twice = {"retry": {"count": 2, "delay_s": 0.01}}
    execution = run(client, chain({**call(child), "settings": twice}), input=[{"n": 1}])
    assert execution["error"]["code"] == "child_failed"
    assert [each["input_data"] for each in children(client, execution["id"])] == [[{"n": 1}]] * 3
    told = types(client, execution["id"])
    assert (told.count("node_retry_scheduled"), told.count("node_waiting")) == (2, 3)


@pytest.mark.parametrize(("action", "status"), [("skip", "completed"), ("fail", "failed")])
def test_a_decision_about_a_waiting_call_ends_what_it_called(stack: Stack, action: str, status: str) -> None:
    client = stack.client()
    child = create(client, chain(HOUR, trigger=CALLED))
    execution_id = start(client, create(client, chain(call(child))))
    until(lambda: get(client, execution_id)["status"] == "waiting")
    [called] = children(client, execution_id)
    until(lambda: get(client, called["id"])["status"] == "waiting")
    good(client.post(f"/api/executions/{execution_id}/resume", json={"node_id": "call", "action": action}))
    assert ended(client, execution_id)["status"] == status
    assert ended(client, called["id"])["status"] == "cancelled"


def test_a_timeout_holds_for_what_a_node_waits_for(stack: Stack) -> None:
    client = stack.client()
    child = create(client, chain(HOUR, trigger=CALLED))
    for waits in (call(child), HOUR):
        execution = run(client, chain({**waits, "settings": {"timeout_s": 0.5}}))
        assert (execution["status"], execution["error"]["code"]) == ("failed", "timeout")
        assert "timeout of 0.5 s" in execution["error_message"]
        assert {ended(client, each["id"])["status"] for each in children(client, execution["id"])} <= {
            "cancelled"
        }
