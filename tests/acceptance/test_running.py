"""What a workflow does when nothing goes wrong, and how it is seen from outside."""

from typing import Any

from tests.acceptance.following import following
from tests.acceptance.workflows import (
    chain,
    code,
    create,
    ended,
    events,
    get,
    node,
    ran_once,
    run,
    start,
    types,
)
from tests.conftest import Site, Stack

SUM = """
print("summing up")
return {"total": sum(item["json"]["n"] for item in items)}
"""
DOUBLE = "console.log('doubling'); return items.map(({ json }) => ({ twice: json.total * 2 }));"
COUNT = "echo counting; jq -sc '{small: length}'"


def branching() -> dict[str, Any]:
    """Doubles ``n``, then sums up what is above 5 in Python and JavaScript, and counts the rest in Bash."""
    nodes = [
        node("start", "trigger.manual"),
        node("set", "data.set", fields=[{"name": "n", "value": "{{ $json.n * 2 }}"}]),
        node("if", "flow.if", condition="{{ $json.n > 5 }}"),
        code("sum", SUM),
        code("double", DOUBLE, "javascript"),
        code("count", COUNT, "bash"),
    ]
    edges = [
        ("start", "set"),
        ("set", "if"),
        ("if", "sum", "true"),
        ("sum", "double"),
        ("if", "count", "false"),
    ]
    return {"nodes": nodes, "edges": [_edge(*edge) for edge in edges]}


def _edge(source: str, target: str, port: str = "main") -> dict[str, str]:
    return {"source": source, "source_port": port, "target": target}


def test_branches_and_three_languages_to_the_result(stack: Stack) -> None:
    client = stack.client()
    rows = [{"n": n} for n in (1, 2, 3, 4)]
    execution = run(client, branching(), input=rows)
    assert execution["status"] == "completed", execution
    assert execution["output_data"] == {"double": [{"twice": 28}], "count": [{"small": 2}]}
    assert execution["input_data"] == rows
    assert (execution["trigger"], execution["error"], execution["error_message"]) == ("manual", None, None)
    assert execution["created_at"] <= execution["started_at"] <= execution["completed_at"]
    ran_once(client, execution["id"])
    told = events(client, execution["id"])
    assert (told[0]["type"], told[-1]["type"]) == ("execution.requested", "execution.completed")
    assert execution["position"] == told[-1]["position"]


def test_each_node_run_is_shown_with_what_went_in_and_out(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, branching(), input=[{"n": n} for n in (1, 2, 3, 4)])
    runs = {each["node_id"]: each for each in get(client, execution["id"], "/nodes")["items"]}
    assert list(runs) != []
    assert {name: (r["status"], r["items_in"], r["items_out"]) for name, r in runs.items()} == {
        "start": ("completed", 4, 4),
        "set": ("completed", 4, 4),
        "if": ("completed", 4, 4),
        "sum": ("completed", 2, 1),
        "double": ("completed", 1, 1),
        "count": ("completed", 2, 1),
    }
    assert [item["json"] for item in runs["if"]["output"]["true"]] == [{"n": 6}, {"n": 8}]
    assert all((r["run_index"], r["attempt"], r["error"]) == (0, 1, None) for r in runs.values())
    assert all(r["started_at"] <= r["completed_at"] and r["duration_ms"] >= 0 for r in runs.values())


def test_what_code_prints_is_in_the_log(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, branching(), input=[{"n": 1}, {"n": 4}])
    lines = get(client, execution["id"], "/logs")["items"]
    assert {(line["node_id"], line["stream"], line["line"]) for line in lines} == {
        ("sum", "stdout", "summing up"),
        ("double", "stdout", "doubling"),
        ("count", "stdout", "counting"),
    }
    assert [line["position"] for line in lines] == sorted(line["position"] for line in lines)
    assert all(line["run_index"] == 0 for line in lines)


def test_the_tape_is_followed_live_and_resumed_without_a_gap(stack: Stack, site: Site) -> None:
    client = stack.client()
    held = site.hold("/live")
    workflow = create(
        client,
        chain(
            code("before", "print('hello')\nreturn {}"), node("ask", "http.request", url=site.url("/live"))
        ),
    )
    execution_id = start(client, workflow)
    with following(client, execution_id, logs=True) as stream:
        seen = []
        for sent in stream:
            seen.append(sent)
            if sent.event == "execution.node_started" and sent.data["data"]["node_id"] == "ask":
                break
    assert get(client, execution_id)["status"] == "running"
    lines = [
        line for sent in seen if sent.event == "log.lines_captured" for line in sent.data["data"]["lines"]
    ]
    assert [line[1:] for line in lines] == [["before", 0, "stdout", "hello"]]
    with following(client, execution_id, after=seen[-1].id) as stream:
        held.set()
        rest = list(stream)
    assert rest[-1].event == "execution.completed"
    stored = events(client, execution_id)
    assert [s.data for s in [*seen, *rest] if s.event != "log.lines_captured"] == stored
    assert [s.id for s in rest] == [event["position"] for event in stored][-len(rest) :]


def test_following_what_is_over_shows_all_of_it_and_ends(stack: Stack) -> None:
    client = stack.client()
    execution = run(client, chain())
    stored = events(client, execution["id"])
    with following(client, execution["id"]) as stream:
        assert [sent.data for sent in stream] == stored
    with following(client, execution["id"], after=execution["position"]) as stream:
        assert list(stream) == []


def test_independent_branches_run_at_the_same_time(stack: Stack, site: Site) -> None:
    """Each of the two is answered only when both have asked."""
    client = stack.client()
    nodes = [
        node("start", "trigger.manual"),
        node("left", "http.request", url=site.url("/left")),
        node("right", "http.request", url=site.url("/right")),
    ]
    held = [site.hold("/left"), site.hold("/right")]
    edges = [{"source": "start", "target": "left"}, {"source": "start", "target": "right"}]
    execution_id = start(client, create(client, {"nodes": nodes, "edges": edges}))
    with following(client, execution_id) as stream:
        begun: set[str] = set()
        while begun != {"left", "right"}:
            sent = next(stream)
            if sent.event == "execution.node_started" and sent.data["data"]["node_id"] != "start":
                begun.add(sent.data["data"]["node_id"])
        for event in held:
            event.set()
    assert ended(client, execution_id)["status"] == "completed"


def test_a_disabled_node_is_passed_through_and_until_node_stops_there(stack: Stack) -> None:
    client = stack.client()
    off = {**node("off", "data.set", fields=[{"name": "off", "value": 1}]), "disabled": True}
    mark = node("mark", "data.set", fields=[{"name": "mark", "value": 1}])
    after = node("after", "data.set", fields=[{"name": "after", "value": 1}])
    definition = chain(off, mark, after)
    assert run(client, definition)["output_data"] == {"after": [{"mark": 1, "after": 1}]}
    partly = run(client, definition, until_node="mark")
    assert partly["output_data"] == {"mark": [{"mark": 1}]}
    assert "node_completed" in types(client, partly["id"])
    assert {r["node_id"] for r in get(client, partly["id"], "/nodes")["items"]} == {"start", "mark"}
