"""What leaves a node of several outputs that is not run, or fails: no loop goes round for ever over it, and
nothing is approved that nobody approved. Disabled joins and loops; a loop's rounds before the next branch."""

from typing import Any

import pytest

from tests.acceptance.scenario import LOOP, NUMBERS, Row, at, plays, put
from tests.acceptance.workflows import ended, get, good, node, run
from tests.conftest import Stack

NEVER = node("if", "flow.if", condition=False)
ROUND = "start>loop loop.loop>body body>loop.back loop.done>after"
LIMIT = {"error": "it has gone round 2 times; raise its most rounds if it should go on"}

ROWS = [
    Row(
        "a loop of which nothing came back ends, with an empty item where it always has output",
        "start>loop loop.loop>if if.true>loop.back loop.done>after",
        {"loop": node("loop", "flow.loop", {"always_output": True}), "if": NEVER},
        NUMBERS[:2],
        "start loop if loop1 if1 loop2 after",
        {"after": [{}]},
    ),
    Row(
        "past its most rounds a loop ends, where the workflow goes on from errors too",
        ROUND,
        {
            "loop": node(
                "loop", "flow.loop", {"on_error": "continue"}, mode="while", condition=True, max_rounds=2
            )
        },
        [{"n": 1}],
        "start loop body loop1 body1 loop2 after",
        {"after": [{**LIMIT, "error_code": "loop_limit"}]},
    ),
    Row(
        "once: a loop goes round for the first item alone",
        ROUND,
        {"loop": node("loop", "flow.loop", {"once": True})},
        NUMBERS,
        "start loop body loop1 after",
        {"after": NUMBERS[:1]},
    ),
    Row(
        "a disabled loop is passed by, and what hangs on its rounds with it",
        ROUND,
        {"loop": {**LOOP, "disabled": True}},
        NUMBERS,
        "start after",
        {"after": NUMBERS},
    ),
    Row(
        "a disabled join lets its first input through",
        "start>a start>b a>merge.input1 b>merge.input2 merge>after",
        {
            "a": at(0, 0, put("a", by="a")),
            "b": at(0, 1, put("b", by="b")),
            "merge": {**node("merge", "flow.merge"), "disabled": True},
        },
        [{}],
        "start a after b",
        {"after": [{"by": "a"}], "b": [{"by": "b"}]},
    ),
    Row(
        "a loop goes round to its end before the branch below it begins",
        f"{ROUND} start>below below>below2",
        {
            "loop": at(1, 0, node("loop", "flow.loop")),
            "body": at(2, 0),
            "after": at(2, 50),
            "below": at(1, 100),
            "below2": at(2, 100),
        },
        NUMBERS[:2],
        "start loop body loop1 body1 loop2 after below below2",
        {"after": NUMBERS[:2], "below2": NUMBERS[:2]},
    ),
    Row(
        "so does a loop in a loop",
        "start>outer outer.loop>loop loop.loop>body body>loop.back loop.done>outer.back outer.done>after"
        " start>below",
        {
            "outer": at(1, 0, node("outer", "flow.loop", batch_size=2)),
            "loop": at(2, 0, node("loop", "flow.loop")),
            "body": at(3, 0),
            "after": at(2, 50),
            "below": at(1, 100),
        },
        NUMBERS,
        "start outer loop body loop1 body1 loop2 outer1 loop3 body2 loop4 outer2 after below",
        {"after": NUMBERS, "below": NUMBERS},
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[row.says for row in ROWS])
def test_it_runs_as_expected(stack: Stack, row: Row) -> None:
    plays(stack, row)


LOOPED: dict[str, Any] = {
    "nodes": [
        node("start", "trigger.manual"),
        node("loop", "flow.loop"),
        node("body", "flow.noop"),
        node("after", "flow.noop"),
    ],
    "edges": [
        {"source": "start", "target": "loop"},
        {"source": "loop", "source_port": "loop", "target": "body"},
        {"source": "body", "target": "loop", "target_port": "back"},
        {"source": "loop", "source_port": "done", "target": "after"},
    ],
}


@pytest.mark.parametrize("how", ["pinned", "given"])
def test_what_stands_in_for_a_loop_leaves_by_its_end(stack: Stack, how: str) -> None:
    items = [{"json": {"q": 1}}]
    pins = {"pins": {"loop": items}} if how == "pinned" else {}
    given = {"given": {"loop": items}} if how == "given" else {}
    execution = run(stack.client(), {**LOOPED, **pins}, input=NUMBERS, **given)
    assert (execution["status"], execution["output_data"]) == ("completed", {"after": [{"q": 1}]})


def test_an_approval_that_fails_for_want_of_a_decision_is_not_approved(stack: Stack) -> None:
    wait = node("wait", "flow.wait", {"on_error": "continue"}, mode="approval", limit=0.0001, default="fail")
    edges = [
        {"source": "start", "target": "wait"},
        {"source": "wait", "source_port": "approved", "target": "yes"},
        {"source": "wait", "source_port": "rejected", "target": "no"},
    ]
    nodes = [node("start", "trigger.manual"), wait, node("yes", "flow.noop"), node("no", "flow.noop")]
    execution = run(stack.client(), {"nodes": nodes, "edges": edges}, input=[{}])
    assert execution["output_data"] == {
        "no": [{"error": "nobody decided in time", "error_code": "approval_timeout"}]
    }


@pytest.mark.parametrize("from_node", ["high", "both"])
def test_a_fork_with_other_items_gets_them_by_the_port_that_leads_to_it(stack: Stack, from_node: str) -> None:
    client = stack.client()
    edges = [
        {"source": "start", "target": "if"},
        {"source": "if", "source_port": "true", "target": "low"},
        {"source": "if", "source_port": "false", "target": "high"},
        {"source": "low", "target": "both"},
        {"source": "high", "target": "both"},
    ]
    check = node("if", "flow.if", condition="{{ $json.n < 3 }}")
    nodes = [
        node("start", "trigger.manual"),
        check,
        *(node(name, "flow.noop") for name in ("low", "high", "both")),
    ]
    execution = run(client, {"nodes": nodes, "edges": edges}, input=NUMBERS)
    before = "if" if from_node == "high" else "high"
    fork = {"from_node": from_node, "version": "same", "data": {before: [{"json": {"n": 9}}]}}
    forked = good(client.post(f"/api/executions/{execution['id']}/fork", json=fork))["execution_id"]
    found = ended(client, forked)
    assert (found["status"], {"n": 9} in found["output_data"]["both"]) == ("completed", True)
    runs = get(client, forked, "/nodes?limit=200")["items"]
    assert "high" in {one["node_id"] for one in runs}
