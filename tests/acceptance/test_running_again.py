"""Running again from a node or the start, and running a part: what lies before is not done again."""

from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.acceptance.graphs import edge, graph, looping, output, put
from tests.acceptance.hooks import hook
from tests.acceptance.killing import calls_of, ended_once, told
from tests.acceptance.workflows import chain, create, good, node, problem, run, start
from tests.conftest import Site, Stack

PATH, BESIDE = "/again", "/again/beside"
UNREACHABLE = "http://127.0.0.1:9/"


def post(node_id: str, site: Site, path: str = PATH) -> Any:
    return node(node_id, "http.request", method="POST", url=site.url(path), body="{{ $json }}")


def paying(site: Site, url: str) -> Any:
    """A branch with a call; then a call, something pure, and a check that fails where nobody answers."""
    nodes = [
        post("pay", site),
        put("mid", m="{{ $('start').first().json.n + 1 }}"),
        node("check", "http.request", url=url),
        put("last", m="{{ $('mid').item.json.m }}", paid="{{ $('pay').first().json.status }}"),
        {**post("beside", site, BESIDE), "position": {"x": 0, "y": -100}},
    ]
    names = ["start", "pay", "mid", "check", "last"]
    edges = [edge(a, b) for a, b in pairwise(names)]
    return graph(nodes, [*edges, edge("start", "beside")], order="sequential")


@pytest.fixture
def client(stack: Stack) -> httpx.Client:
    return stack.client()


def failed(client: httpx.Client, site: Site) -> tuple[Any, str]:
    """The workflow and an execution of it that failed at its check."""
    workflow = create(client, paying(site, UNREACHABLE))
    execution_id = start(client, workflow, input={"n": 1})
    assert ended_once(client, execution_id, "failed")["error"]["node_id"] == "check"
    return workflow, execution_id


def edited(client: httpx.Client, workflow: Any, definition: Any) -> Any:
    body = {"definition": definition, "expected_version": workflow["version"]}
    return good(client.put(f"/api/workflows/{workflow['id']}/definition", json=body))


def fork(client: httpx.Client, execution_id: str, status: str = "completed", **body: Any) -> Any:
    """The fork, once it is over."""
    answer = good(client.post(f"/api/executions/{execution_id}/fork", json=body))
    return ended_once(client, answer["execution_id"], status)


def origins(client: httpx.Client, execution: Any) -> dict[str, str]:
    return {each["node_id"]: each["origin"] for each in told(client, execution["id"], "node_completed")}


def calls(site: Site, execution: Any) -> int:
    return sum((calls_of(site, PATH, execution["id"]) + calls_of(site, BESIDE, execution["id"])).values())


def test_from_the_failed_node_on_with_the_workflow_mended(client: httpx.Client, site: Site) -> None:
    workflow, source = failed(client, site)
    edited(client, workflow, paying(site, site.url("/checked")))
    again = fork(client, source, from_node="check", version="newest")
    assert output(again, "last") == [
        {"status": 200, "body": {"ok": True}, "m": 2, "paid": 200} | headers(again)
    ]
    assert calls(site, again) == 0
    assert again["workflow_version"] > workflow["version"]
    found = origins(client, again)
    assert {found[name] for name in ("start", "pay", "mid", "beside")} == {"reused"}
    assert (found["check"], found["last"]) == ("run", "run")


def headers(execution: Any) -> Any:
    return {"headers": execution["output_data"]["last"][0]["headers"]}


def test_from_the_failed_node_on_with_the_workflow_as_it_was(client: httpx.Client, site: Site) -> None:
    workflow, source = failed(client, site)
    edited(client, workflow, paying(site, site.url("/checked")))
    again = fork(client, source, "failed", from_node="check", version="same")
    assert again["error"]["node_id"] == "check"
    assert (calls(site, again), again["workflow_version"]) == (0, workflow["version"])


def test_from_the_start_everything_is_done_again_under_other_keys(client: httpx.Client, site: Site) -> None:
    workflow, source = failed(client, site)
    edited(client, workflow, paying(site, site.url("/checked")))
    again = fork(client, source, version="newest", input={"n": 41})
    assert output(again, "last")[0]["m"] == 42
    assert calls(site, again) == 2
    assert set(origins(client, again).values()) == {"run"}
    unchanged = fork(client, source, version="newest")
    assert output(unchanged, "last")[0]["m"] == 2


def test_from_any_node_on_with_other_data_before_it(client: httpx.Client, site: Site) -> None:
    workflow = create(client, paying(site, site.url("/checked")))
    source = start(client, workflow, input={"n": 1})
    ended_once(client, source)
    again = fork(
        client, source, from_node="mid", data={"start": [{"json": {"n": 9}}], "pay": [{"status": 7}]}
    )
    assert {key: output(again, "last")[0][key] for key in ("m", "paid")} == {"m": 10, "paid": 7}
    assert calls(site, again) == 0
    further = fork(client, again["id"], from_node="last")
    assert {key: output(further, "last")[0][key] for key in ("m", "paid")} == {"m": 10, "paid": 7}
    assert calls(site, further) == 0


def test_a_call_that_is_forked_from_is_made_again(client: httpx.Client, site: Site) -> None:
    _, source = failed(client, site)
    again = fork(client, source, "failed", from_node="pay")
    assert calls_of(site, PATH, again["id"]) == {"pay:0:0": 1}
    assert calls_of(site, BESIDE, again["id"]) == {}


def test_rounds_of_a_loop_that_lies_before_are_not_gone_again(client: httpx.Client, site: Site) -> None:
    definition = looping(node("loop", "flow.loop"), post("call", site))
    source = run(client, definition, input=[{"n": n} for n in range(4)])
    again = fork(client, source["id"], from_node="after")
    assert output(again, "after") == output(source, "after")
    assert calls(site, again) == 0


def test_a_loop_that_is_forked_from_goes_all_its_rounds(client: httpx.Client, site: Site) -> None:
    definition = looping(node("loop", "flow.loop"), post("call", site))
    source = run(client, definition, input=[{"n": n} for n in range(4)])
    again = fork(client, source["id"], from_node="loop")
    assert len(output(again, "after")) == 4
    assert calls(site, again) == 4


def test_a_workflow_that_was_called_before_is_not_called_again(client: httpx.Client, site: Site) -> None:
    called = create(client, chain(post("call", site), trigger=node("start", "trigger.call")))
    definition = chain(node("called", "flow.call", workflow_id=called["id"]), put("last", ok=True))
    source = run(client, definition)
    again = fork(client, source["id"], from_node="last")
    assert output(again, "last")[0]["ok"] is True
    assert len(good(client.get("/api/executions", params={"workflow_id": called["id"]}))["items"]) == 1


def execute(client: httpx.Client, workflow: Any, status: str = "completed", **body: Any) -> Any:
    return ended_once(client, start(client, workflow, **body), status)


def test_up_to_a_node(client: httpx.Client, site: Site) -> None:
    workflow = create(client, paying(site, UNREACHABLE))
    execution = execute(client, workflow, input={"n": 1}, until_node="mid")
    assert list(execution["output_data"]) == ["mid"]
    assert calls_of(site, PATH, execution["id"]) == {"pay:0:0": 1}
    assert calls_of(site, BESIDE, execution["id"]) == {}


def test_a_node_alone_or_from_a_node_on_with_what_was_recorded_last(client: httpx.Client, site: Site) -> None:
    workflow = create(client, paying(site, site.url("/checked")))
    problem(
        client.post(f"/api/workflows/{workflow['id']}/execute", json={"node": "mid"}), 422, "no_recorded_data"
    )
    execute(client, workflow, input={"n": 1})
    execute(client, workflow, input={"n": 2})
    alone = execute(client, workflow, node="mid")
    assert list(alone["output_data"]) == ["mid"]
    assert output(alone, "mid")[0]["m"] == 3
    onwards = execute(client, workflow, from_node="check")
    assert output(onwards, "last")[0]["m"] == 3
    assert calls(site, alone) == calls(site, onwards) == 0


def test_a_node_alone_behind_a_pinned_one_runs_nothing_else(client: httpx.Client, site: Site) -> None:
    definition = paying(site, UNREACHABLE)
    definition["pins"] = {"check": [{"json": {"pinned": True}}]}
    workflow = create(client, {**definition, "nodes": [*definition["nodes"], put("seen", ok=1)]})
    workflow["definition"]["edges"].append(edge("check", "seen"))
    edited(client, workflow, workflow["definition"])
    alone = execute(client, workflow, node="seen")
    assert alone["output_data"] == {"seen": [{"pinned": True, "ok": 1}]}
    assert calls(site, alone) == 0
    assert origins(client, alone) == {"check": "given", "seen": "run"}


def test_pins_stand_in_for_a_node_where_people_run_it_and_nowhere_else(
    client: httpx.Client, stack: Stack, site: Site
) -> None:
    path = hook(client, post("call", site), put("last", status="{{ $json.status }}"))
    [workflow] = good(client.get("/api/workflows"))["items"]
    workflow = good(client.get(f"/api/workflows/{workflow['id']}"))
    definition = {**workflow["definition"], "pins": {"call": [{"json": {"status": "pinned"}}]}}
    edited(client, workflow, definition)
    good(client.post(f"/api/workflows/{workflow['id']}/publish"))
    by_hand = execute(client, workflow)
    assert (output(by_hand, "last")[0]["status"], calls(site, by_hand)) == ("pinned", 0)
    by_hook = ended_once(client, httpx.post(f"{stack.base_url}{path}").json()["execution_id"])
    assert (output(by_hook, "last")[0]["status"], calls(site, by_hook)) == (200, 1)


def test_what_is_disabled_lets_everything_through(client: httpx.Client, site: Site) -> None:
    off = {**post("off", site), "disabled": True}
    execution = run(client, chain(put("before", a=1), off, put("last", b=2)))
    assert output(execution, "last") == [{"a": 1, "b": 2}]
    assert calls(site, execution) == 0
