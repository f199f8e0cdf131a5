"""Joins, loops, waiting, calls and forks, through all processes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.acceptance.graphs import approving, edge, graph, links_of, looping, output, put, resume, waits
from tests.acceptance.workflows import chain, create, ended, events, get, good, node, problem, run, start
from tests.conftest import Site, Stack, until


def merging(mode: str, left: Any, right: Any, **parameters: Any) -> Any:
    merge = node("merge", "flow.merge", mode=mode, **parameters)
    edges = [edge("start", left["id"]), edge("start", right["id"])]
    edges += [
        edge(left["id"], "merge", target_port="input1"),
        edge(right["id"], "merge", target_port="input2"),
    ]
    return graph([left, right, merge], edges)


def test_a_join_waits_for_all_its_inputs(stack: Stack) -> None:
    execution = run(stack.client(), merging("position", put("left", a=1), put("right", b=2)))
    assert output(execution, "merge") == [{"a": 1, "b": 2}]


def test_a_join_does_not_wait_for_what_never_comes(stack: Stack) -> None:
    definition = merging("append", put("left", a=1), node("right", "flow.if", condition=False))
    definition["edges"][-1]["source_port"] = "true"
    assert output(run(stack.client(), definition), "merge") == [{"a": 1}]


def test_a_switch_sends_items_different_ways(stack: Stack) -> None:
    rules = ["{{ $json.n == 1 }}", "{{ $json.n == 2 }}"]
    switch = node("switch", "flow.switch", rules=rules, fallback=True)
    nodes = [switch, put("one", went="one"), put("two", went="two"), put("rest", went="rest")]
    edges = [edge("start", "switch"), edge("switch", "one", "0"), edge("switch", "two", "1")]
    edges.append(edge("switch", "rest", "fallback"))
    execution = run(stack.client(), graph(nodes, edges), input=[{"n": 1}, {"n": 2}, {"n": 3}])
    went = {name: [item["n"] for item in items] for name, items in execution["output_data"].items()}
    assert went == {"one": [1], "two": [2], "rest": [3]}


def test_a_loop_takes_batches_and_gathers_what_comes_back(stack: Stack) -> None:
    client = stack.client()
    loop = node("loop", "flow.loop", batch_size=2)
    execution = run(
        client, looping(loop, put("body", m="{{ $json.n * 10 }}")), input=[{"n": n} for n in range(5)]
    )
    assert [item["m"] for item in output(execution, "after")] == [0, 10, 20, 30, 40]
    runs = [r for r in get(client, execution["id"], "/nodes")["items"] if r["node_id"] == "body"]
    assert [r["items_in"] for r in reversed(runs)] == [2, 2, 1]


def test_a_round_that_gives_nothing_back_does_not_end_the_loop(stack: Stack) -> None:
    body = node("body", "flow.if", condition="{{ $json.n % 2 == 0 }}")
    definition = looping(node("loop", "flow.loop"), body)
    definition["edges"][2]["source_port"] = "true"
    execution = run(stack.client(), definition, input=[{"n": n} for n in range(4)])
    assert [item["n"] for item in output(execution, "after")] == [0, 2]


def test_while_a_condition_holds_it_goes_round(stack: Stack) -> None:
    loop = node("loop", "flow.loop", mode="while", condition="{{ $json.n < 5 }}")
    execution = run(stack.client(), looping(loop, put("body", n="{{ $json.n + 1 }}")), input={"n": 0})
    assert output(execution, "after") == [{"n": 5, "done": True}]


def test_a_loop_that_never_ends_is_stopped(stack: Stack) -> None:
    loop = node("loop", "flow.loop", mode="while", condition=True, max_rounds=20)
    execution = run(stack.client(), looping(loop, put("body", n=1)), input={"n": 0})
    assert execution["error"]["code"] == "loop_limit"


def test_waiting_holds_no_worker_and_outlives_one(own_stack: Stack) -> None:
    client = own_stack.client()
    wait = node("wait", "flow.wait", amount=3)
    execution_id = start(client, create(client, chain(wait, put("after", b=1))), input={"a": 1})
    waits(client, execution_id)
    own_stack.kill("worker")
    own_stack.start("worker")
    assert output(ended(client, execution_id), "after") == [{"a": 1, "b": 1}]


def test_waiting_until_a_moment(stack: Stack) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=1)
    wait = node("wait", "flow.wait", mode="until", until=moment.isoformat())
    execution = run(stack.client(), chain(wait, put("after", b=1)))
    assert output(execution, "after") == [{"b": 1}]
    assert datetime.fromisoformat(execution["completed_at"]) >= moment


def test_an_approval_by_its_link_is_good_once(stack: Stack) -> None:
    client = stack.client()
    execution_id = start(client, create(client, approving()))
    assert waits(client, execution_id)
    links = links_of(client, execution_id)
    nobody = httpx.Client(timeout=30)
    assert nobody.get(links["approve"]).status_code == 200
    assert nobody.post(links["approve"]).is_success
    assert ended(client, execution_id)["output_data"]["yes"][0]["paid"] is True
    assert nobody.post(links["reject"]).status_code == 410
    nobody.close()


def test_an_approval_by_hand(stack: Stack) -> None:
    client = stack.client()
    execution_id = start(client, create(client, approving()))
    waits(client, execution_id)
    good(resume(client, execution_id, node_id="wait", action="continue", data={"approved": False}))
    assert "no" in ended(client, execution_id)["output_data"]


def test_the_call_of_a_link_goes_on_with_its_request(stack: Stack) -> None:
    client = stack.client()
    links = put("links", links="{{ $execution.links.wait }}")
    execution_id = start(client, create(client, chain(links, node("wait", "flow.wait", mode="webhook"))))
    waits(client, execution_id)
    assert client.post(links_of(client, execution_id)["webhook"], json={"hello": 1}).is_success
    [item] = output(ended(client, execution_id), "wait")
    assert (item["body"], item["method"]) == ({"hello": 1}, "POST")


def test_a_call_gives_what_the_called_workflow_ends_with(stack: Stack) -> None:
    client = stack.client()
    child = create(client, chain(put("double", m="{{ $json.n * 2 }}"), trigger=node("start", "trigger.call")))
    call = node("call", "flow.call", workflow_id=child["id"], mode="each")
    execution = run(client, chain(call), input=[{"n": 1}, {"n": 2}])
    assert [item["m"] for item in output(execution, "call")] == [2, 4]


def test_a_called_workflow_that_fails_fails_the_call(stack: Stack) -> None:
    client = stack.client()
    stop = node("stop", "flow.stop", message="not {{ $json.n }}")
    child = create(client, chain(stop, trigger=node("start", "trigger.call")))
    execution = run(client, chain(node("call", "flow.call", workflow_id=child["id"])), input={"n": 7})
    assert execution["error"]["code"] == "child_failed"
    assert "not 7" in execution["error"]["message"]


def test_cancelling_reaches_what_was_called(stack: Stack) -> None:
    client = stack.client()
    child = create(
        client,
        chain(node("wait", "flow.wait", amount=1, unit="hours"), trigger=node("start", "trigger.call")),
    )
    execution_id = start(client, create(client, chain(node("call", "flow.call", workflow_id=child["id"]))))
    waits(client, execution_id)
    good(client.post(f"/api/executions/{execution_id}/cancel"))
    assert ended(client, execution_id)["status"] == "cancelled"
    [of_child] = good(client.get("/api/executions", params={"workflow_id": child["id"]}))["items"]
    assert ended(client, of_child["id"])["status"] == "cancelled"


def test_workflows_that_call_themselves_come_to_an_end(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, chain(trigger=node("start", "trigger.call")))
    definition = chain(
        node("call", "flow.call", workflow_id=workflow["id"]), trigger=node("start", "trigger.call")
    )
    path = f"/api/workflows/{workflow['id']}/definition"
    good(client.put(path, json={"definition": definition, "expected_version": workflow["version"]}))
    execution = run(client, chain(node("call", "flow.call", workflow_id=workflow["id"])))
    assert execution["status"] == "failed"
    assert "deep" in execution["error"]["message"]


def test_the_error_workflow_is_told_what_failed(stack: Stack) -> None:
    client = stack.client()
    told = create(client, chain(put("seen", seen=True), trigger=node("start", "trigger.error")))
    execution = run(client, chain(node("stop", "flow.stop", message="no"), error_workflow_id=told["id"]))
    until(lambda: good(client.get("/api/executions", params={"workflow_id": told["id"]}))["items"])
    [called] = good(client.get("/api/executions", params={"workflow_id": told["id"]}))["items"]
    [item] = output(ended(client, called["id"]), "seen")
    assert (item["execution"]["id"], item["execution"]["status"]) == (execution["id"], "failed")
    assert (item["execution"]["error"]["code"], item["execution"]["error"]["node_name"]) == (
        "stopped",
        "stop",
    )


def test_a_fork_takes_what_lies_before_from_the_tape(stack: Stack, site: Site) -> None:
    client = stack.client()
    call = node("call", "http.request", method="POST", url=site.url("/forked"))
    first = run(client, chain(call, put("after", b=1), node("stop", "flow.stop", message="no")))
    assert first["status"] == "failed"
    answer = good(
        client.post(f"/api/executions/{first['id']}/fork", json={"from_node": "stop", "version": "same"})
    )
    assert ended(client, answer["execution_id"])["error"]["code"] == "stopped"
    assert len(site.at("/forked")) == 1
    origins = {
        e["data"]["node_id"]: e["data"]["origin"]
        for e in events(client, answer["execution_id"])
        if e["type"] == "execution.node_completed"
    }
    assert origins == {"start": "reused", "call": "reused", "after": "reused"}


def test_a_fork_with_other_data(stack: Stack) -> None:
    client = stack.client()
    first = run(client, chain(put("given", a=1), put("after", b="{{ $json.a + 1 }}")))
    body = {"from_node": "after", "version": "same", "data": {"given": [{"json": {"a": 41}}]}}
    answer = good(client.post(f"/api/executions/{first['id']}/fork", json=body))
    assert output(ended(client, answer["execution_id"]), "after") == [{"a": 41, "b": 42}]


def test_one_node_runs_with_what_was_recorded_last(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, chain(put("first", a=1), put("second", b=2), put("third", c=3)))
    good(client.post(f"/api/workflows/{workflow['id']}/execute", params={"wait": 30}, json={}))
    path = f"/api/workflows/{workflow['id']}/execute"
    execution = good(client.post(path, params={"wait": 30}, json={"node": "second"}))
    assert execution["output_data"] == {"second": [{"a": 1, "b": 2}]}


def test_what_does_not_wait_can_not_be_resumed(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, chain(put("a", a=1)))
    answer = resume(client, execution["id"], node_id="a", action="continue")
    assert problem(answer, 409, answer.json()["code"])
