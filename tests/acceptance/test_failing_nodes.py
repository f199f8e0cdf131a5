"""Nodes that fail: tried again, gone on from, or told to another workflow; through all processes."""

from typing import Any

import pytest

from tests.acceptance.workflows import chain, create, ended, events, get, node, run, start
from tests.conftest import Site, Stack, until

UNREACHABLE = "http://127.0.0.1:9/"


def calling(url: str, **settings: Any) -> Any:
    return node("call", "http.request", settings, method="GET", url=url)


def named(name: str, value: Any, node_id: str = "after") -> Any:
    return node(node_id, "data.set", fields=[{"name": name, "value": value}], keep=True)


def kinds(client: Any, execution_id: str) -> list[str]:
    return [event["type"].removeprefix("execution.") for event in events(client, execution_id)]


def run_of(client: Any, execution_id: str, node_id: str) -> Any:
    [found] = [r for r in get(client, execution_id, "/nodes")["items"] if r["node_id"] == node_id]
    return found


def test_a_node_is_tried_again_as_often_as_its_settings_say(stack: Stack) -> None:
    client = stack.client()
    retry = {"count": 2, "delay_s": 0.05, "backoff": "exponential"}
    execution = run(client, chain(calling(UNREACHABLE, retry=retry)))
    assert execution["status"] == "failed"
    assert kinds(client, execution["id"]).count("node_retry_scheduled") == 2
    assert run_of(client, execution["id"], "call")["attempt"] == 3


def test_an_attempt_that_succeeds_is_the_last(stack: Stack, site: Site) -> None:
    client = stack.client()
    held = site.hold("/slow-once")
    slow = calling(site.url("/slow-once"), timeout_s=0.5, retry={"count": 5, "delay_s": 0.1})
    execution_id = start(client, create(client, chain(slow)))
    until(lambda: "node_retry_scheduled" in kinds(client, execution_id))
    held.set()
    assert ended(client, execution_id)["status"] == "completed"
    assert run_of(client, execution_id, "call")["status"] == "completed"


def test_other_errors_than_those_named_are_not_tried_again(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, chain(calling(UNREACHABLE, retry={"count": 3, "on": ["timeout"]})))
    assert "node_retry_scheduled" not in kinds(client, execution["id"])


def test_a_long_delay_holds_no_worker_and_outlives_one(own_stack: Stack) -> None:
    client = own_stack.client()
    definition = chain(calling(UNREACHABLE, retry={"count": 1, "delay_s": 4}))
    execution_id = start(client, create(client, definition))
    until(lambda: get(client, execution_id)["status"] == "waiting")
    own_stack.kill("worker")
    own_stack.start("worker")
    assert ended(client, execution_id)["status"] == "failed"
    assert run_of(client, execution_id, "call")["attempt"] == 2


def test_continue_puts_the_error_in_the_place_of_each_item(stack: Stack) -> None:
    client = stack.client()
    boom = node("boom", "code", {"on_error": "continue"}, language="python", code="raise ValueError('no')")
    execution = run(client, chain(boom, named("went", "on")), input=[{"a": 1}, {"a": 2}])
    assert execution["status"] == "completed", execution
    first, second = execution["output_data"]["after"]
    assert first["error"].startswith("ValueError: no")
    assert (first["error_code"], first["went"], "a" in first) == ("code_error", "on", False)
    assert second["error_code"] == "code_error"
    assert run_of(client, execution["id"], "boom")["status"] == "failed"


def test_the_error_port_gives_the_items_with_the_error(stack: Stack) -> None:
    client = stack.client()
    boom = node("boom", "code", {"on_error": "port"}, language="python", code="raise ValueError('no')")
    definition = chain(boom, named("went", "well", "well"))
    definition["nodes"].append(named("went", "wrong", "wrong"))
    definition["edges"].append({"source": "boom", "source_port": "error", "target": "wrong"})
    execution = run(client, definition, input={"a": 1})
    assert execution["status"] == "completed"
    assert "well" not in execution["output_data"]
    [item] = execution["output_data"]["wrong"]
    assert (item["a"], item["went"], item["error_code"]) == (1, "wrong", "code_error")


@pytest.mark.parametrize("always_output", [True, False])
def test_always_output_goes_on_with_an_empty_item(stack: Stack, always_output: bool) -> None:
    client = stack.client()
    none = node("none", "code", {"always_output": always_output}, language="python", code="return []")
    execution = run(client, chain(none, named("went", "on")))
    assert execution["output_data"].get("after") == ([{"went": "on"}] if always_output else None)


def test_once_looks_at_the_first_item_only(stack: Stack) -> None:
    once = node("once", "data.set", {"once": True}, fields=[{"name": "b", "value": 1}], keep=True)
    execution = run(stack.client(), chain(once), input=[{"a": 1}, {"a": 2}])
    assert execution["output_data"]["once"] == [{"a": 1, "b": 1}]


def test_pinned_items_stand_in_for_a_node(stack: Stack) -> None:
    client = stack.client()
    definition = chain(calling(UNREACHABLE), named("went", "on"))
    definition["pins"] = {"call": [{"json": {"pinned": True}}]}
    execution = run(client, definition)
    assert execution["output_data"]["after"] == [{"pinned": True, "went": "on"}]
    [told] = [e["data"] for e in events(client, execution["id"]) if e["data"].get("origin") == "pinned"]
    assert told["node_id"] == "call"


def test_in_sequence_the_top_left_branch_is_done_first(stack: Stack) -> None:
    def at(node_id: str, x: int, y: int) -> Any:
        return {**named("n", node_id, node_id), "position": {"x": x, "y": y}}

    definition = chain(order="sequential")
    definition["nodes"] += [at("low", 0, 200), at("low2", 200, 0), at("high", 300, 100), at("high2", 0, 900)]
    definition["edges"] = [
        {"source": a, "target": b}
        for a, b in (("start", "low"), ("start", "high"), ("low", "low2"), ("high", "high2"))
    ]
    client = stack.client()
    execution = run(client, definition)
    told = [
        e["data"]["node_id"]
        for e in events(client, execution["id"])
        if e["type"].endswith("completed") and "node_id" in e["data"]
    ]
    assert told == ["start", "high", "high2", "low", "low2"]


def posting(site: Site, path: str, **settings: Any) -> tuple[Any, Any]:
    """A node that posts for each item, and three items, of which the second can't be posted."""
    urls = [site.url(path), UNREACHABLE, site.url(path)]
    call = node("call", "http.request", settings, method="POST", url="{{ $json.url }}")
    return call, [{"url": url} for url in urls]


def test_of_several_requests_one_fails_and_each_is_made_once(stack: Stack, site: Site) -> None:
    client = stack.client()
    call, items = posting(site, "/one-fails", on_error="continue")
    execution = run(client, chain(call, named("went", "on")), input=items)
    first, second, third = execution["output_data"]["after"]
    assert (first["status"], third["status"]) == (200, 200)
    assert (second["error_code"], second["went"]) == ("http_refused", "on")
    assert len(site.at("/one-fails")) == 2
    shown = run_of(client, execution["id"], "call")
    assert (shown["status"], shown["error"], shown["failed_items"]["count"]) == ("completed", None, 1)
    [told] = shown["failed_items"]["first"]
    assert (told["item"], told["code"]) == (1, "http_refused")
    assert run_of(client, execution["id"], "after")["failed_items"] is None


def test_attempts_are_made_before_an_item_is_given_up(stack: Stack, site: Site) -> None:
    client = stack.client()
    retry = {"count": 1, "delay_s": 0.05}
    call, items = posting(site, "/tried", on_error="port", retry=retry)
    definition = chain(call, named("went", "well", "well"))
    definition["nodes"].append(named("went", "wrong", "wrong"))
    definition["edges"].append({"source": "call", "source_port": "error", "target": "wrong"})
    execution = run(client, definition, input=items)
    assert kinds(client, execution["id"]).count("node_retry_scheduled") == 1
    assert [item["status"] for item in execution["output_data"]["well"]] == [200, 200]
    [wrong] = execution["output_data"]["wrong"]
    assert (wrong["url"], wrong["error_code"]) == (UNREACHABLE, "http_refused")
    keys = {asked.headers["idempotency-key"] for asked in site.at("/tried")}
    assert len(keys) == 2  # however often each of the two was made


def test_a_called_workflow_that_fails_for_one_item_fails_for_no_other(stack: Stack) -> None:
    client = stack.client()
    stop = node("stop", "flow.stop", message="not {{ $json.n }}")
    trigger = node("start", "trigger.call")
    child = chain(node("if", "flow.if", condition="{{ $json.n == 2 }}"), stop, trigger=trigger)
    child["edges"][1]["source_port"] = "true"
    child["nodes"].append(node("fine", "flow.noop"))
    child["edges"].append({"source": "if", "source_port": "false", "target": "fine"})
    settings = {"on_error": "continue"}
    call = node("call", "flow.call", settings, workflow_id=create(client, child)["id"], mode="each")
    execution = run(client, chain(call), input=[{"n": n} for n in (1, 2, 3)])
    first, second, third = execution["output_data"]["call"]
    assert (first, third) == ({"n": 1}, {"n": 3})
    assert second["error_code"] == "child_failed"


def test_a_node_that_takes_too_long_fails_as_a_whole(stack: Stack, site: Site) -> None:
    client = stack.client()
    held = site.hold("/never")
    slow = calling(site.url("/never"), timeout_s=0.3, on_error="continue")
    execution = run(client, chain(slow), input=[{"n": 1}, {"n": 2}])
    held.set()
    assert [item["error_code"] for item in execution["output_data"]["call"]] == ["timeout", "timeout"]
    shown = run_of(client, execution["id"], "call")
    assert (shown["status"], shown["handled"], shown["error"]["code"]) == ("failed", True, "timeout")
