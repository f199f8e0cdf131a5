"""What people who come from other platforms expect of a workflow: order, joins, loops, errors, settings."""

import pytest

from tests.acceptance.scenario import BAD, IF, LOOP, MERGE, NUMBERS, PORT, THREW, N, Row, at, plays, put
from tests.acceptance.workflows import node
from tests.conftest import Stack

BRANCHES = {"a": at(1, 0), "b": at(1, 100), "a2": at(2, 0), "b2": at(2, 100)}
IF_ALL = node("if", "flow.if", condition=True)
SWITCH = node("switch", "flow.switch", rules=["{{ $json.n == 1 }}", "{{ $json.n == 2 }}"])
CONTINUE = {"on_error": "continue"}

ROWS = [
    Row(
        "a branch is run to its end before the next begins",
        "start>b start>a a>a2 b>b2",
        BRANCHES,
        [{"n": 1}],
        "start a a2 b b2",
        {"a2": [{"n": 1}], "b2": [{"n": 1}]},
    ),
    Row(
        "of two on a height the left one is first",
        "start>right start>left",
        {"left": at(-10, 0), "right": at(10, 0)},
        [{}],
        "start left right",
        {"left": [{}], "right": [{}]},
    ),
    Row(
        "the upper one is first, however far right it is",
        "start>low start>high",
        {"low": at(0, 10), "high": at(1000, 0)},
        [{}],
        "start high low",
        {"low": [{}], "high": [{}]},
    ),
    Row(
        "an output without items starts nothing",
        "start>if if.true>yes if.false>no",
        {"if": IF_ALL},
        NUMBERS,
        "start if yes",
        {"yes": NUMBERS},
    ),
    Row(
        "a trigger without items starts nothing",
        "start>a",
        {},
        [],
        "start",
        {},
    ),
    Row(
        "two ways into one node are two runs of it",
        "start>a start>b a>c b>c",
        {"a": at(0, 0, put("a", by="a")), "b": at(0, 1, put("b", by="b")), "c": at(1, 0)},
        [{}],
        "start a c b c1",
        {"c": [{"by": "a"}, {"by": "b"}]},
    ),
    Row(
        "a join waits for the longer way",
        "start>a start>b a>merge.input1 b>b2 b2>merge.input2",
        {**BRANCHES, "a": at(0, 0, put("a", by="a")), "b": at(0, 1, put("b", by="b")), "merge": MERGE},
        [{}],
        "start a b b2 merge",
        {"merge": [{"by": "a"}, {"by": "b"}]},
    ),
    Row(
        "a join goes on without an input that gets nothing",
        "start>if if.true>merge.input1 if.false>no no>merge.input2",
        {"if": IF_ALL, "merge": MERGE},
        NUMBERS,
        "start if merge",
        {"merge": NUMBERS},
    ),
    Row(
        "a join that nothing arrives at doesn't run",
        "start>if if.false>no no>merge.input1 if.false>merge.input2",
        {"if": IF_ALL, "merge": MERGE},
        NUMBERS,
        "start if",
        {},
    ),
    Row(
        "both halves of a split come together again",
        "start>if if.true>merge.input1 if.false>merge.input2 merge>after",
        {"if": IF, "merge": MERGE},
        NUMBERS,
        "start if merge after",
        {"after": [{"n": 2}, {"n": 3}, {"n": 1}]},
    ),
    Row(
        "a second delivery to the same input of a join is a second run of it",
        "start>a start>b start>c a>merge.input1 b>merge.input1 c>merge.input2",
        {
            "a": at(0, 0, put("a", by="a")),
            "b": at(0, 1, put("b", by="b")),
            "c": at(0, 2, put("c", by="c")),
            "merge": MERGE,
        },
        [{}],
        "start a b c merge merge1",
        {"merge": [{"by": "a"}, {"by": "c"}, {"by": "b"}]},
    ),
    Row(
        "joins one behind the other wait for each other",
        "start>if if.true>one.input1 if.false>no no>one.input2 one>two.input1 start>two.input2",
        {
            "if": at(0, 0, IF_ALL),
            "one": node("one", "flow.merge"),
            "two": at(9, 9, node("two", "flow.merge")),
        },
        [{"n": 1}],
        "start if one two",
        {"two": [{"n": 1}, {"n": 1}]},
    ),
    Row(
        "a loop takes batches, and gives all that came back",
        "start>loop loop.loop>body body>loop.back loop.done>after",
        {"loop": LOOP, "body": put("body", m=N)},
        NUMBERS,
        "start loop body loop1 body1 loop2 after",
        {"after": [{"n": n, "m": n} for n in (1, 2, 3)]},
    ),
    Row(
        "what a round loses is not given, and the loop goes on",
        "start>loop loop.loop>if if.true>loop.back loop.done>after",
        {"loop": node("loop", "flow.loop"), "if": IF},
        NUMBERS,
        "start loop if loop1 if1 loop2 if2 loop3 after",
        {"after": [{"n": 2}, {"n": 3}]},
    ),
    Row(
        "a loop in a loop begins anew in each round",
        "start>outer outer.loop>inner inner.loop>body body>inner.back inner.done>outer.back outer.done>after",
        {"outer": LOOP, "inner": node("inner", "flow.loop")},
        NUMBERS,
        "start outer inner body inner1 body1 inner2 outer1 inner3 body2 inner4 outer2 after",
        {"after": NUMBERS},
    ),
    Row(
        "two ways back to a loop are one round",
        "start>loop loop.loop>if if.true>a if.false>b a>loop.back b>loop.back loop.done>after",
        {"loop": node("loop", "flow.loop", batch_size=3), "if": IF},
        NUMBERS,
        "start loop if a b loop1 after",
        {"after": [{"n": 2}, {"n": 3}, {"n": 1}]},
    ),
    Row(
        "a switch sends each item its way, and drops what has none",
        "start>switch switch.0>one switch.1>two",
        {"switch": SWITCH},
        NUMBERS,
        "start switch one two",
        {"one": [{"n": 1}], "two": [{"n": 2}]},
    ),
    Row(
        "without a setting the first error ends it",
        "start>set set>after",
        {"set": put("set", m=BAD)},
        NUMBERS,
        "start set",
        {},
        status="failed",
    ),
    Row(
        "continue: the error stands in the item's place",
        "start>set set>after",
        {"set": put("set", CONTINUE, m=BAD)},
        NUMBERS,
        "start set after",
        {"after": [{"n": 1, "m": 1}, {"error": THREW, "error_code": "expression_failed"}, {"n": 3, "m": 3}]},
    ),
    Row(
        "error port: the item leaves by it with its fields, the others as always",
        "start>set set>after set.error>wrong",
        {"set": put("set", PORT, m=BAD), "after": at(0, 0), "wrong": at(0, 1)},
        NUMBERS,
        "start set after wrong",
        {
            "after": [{"n": 1, "m": 1}, {"n": 3, "m": 3}],
            "wrong": [{"n": 2, "error": THREW, "error_code": "expression_failed"}],
        },
    ),
    Row(
        "error port: where all items fail nothing leaves by the others",
        "start>set set>after set.error>wrong",
        {"set": put("set", PORT, m="{{ $json.nope() }}")},
        [{"n": 2}],
        "start set wrong",
        {"wrong": [{"n": 2, "error": THREW.replace("item 1", "item 0"), "error_code": "expression_failed"}]},
    ),
    Row(
        "an item that an if fails for is none that its condition holds for",
        "start>if if.true>yes if.false>no",
        {"if": node("if", "flow.if", CONTINUE, condition=BAD), "yes": at(0, 0), "no": at(0, 1)},
        NUMBERS,
        "start if yes no",
        {
            "yes": [{"n": 1}, {"n": 3}],
            "no": [
                {"error": THREW.replace("fields.0.value", "condition"), "error_code": "expression_failed"}
            ],
        },
    ),
    Row(
        "an item that a switch fails for leaves by its first output",
        "start>switch switch.0>one switch.1>two",
        {
            "switch": node(
                "switch", "flow.switch", CONTINUE, mode="expression", output="{{ $json.n - 1 }}", outputs=2
            ),
            "one": at(0, 0),
            "two": at(0, 1),
        },
        NUMBERS,
        "start switch one two",
        {
            "one": [
                {"n": 1},
                {
                    "error": "item 2: 2 is no output; give a number from 0 to 1",
                    "error_code": "no_such_output",
                },
            ],
            "two": [{"n": 2}],
        },
    ),
    Row(
        "a node that fails as a whole: each item is the error",
        "start>wait wait>after",
        {"wait": node("wait", "flow.wait", CONTINUE, amount=-1)},
        [{"n": 1}, {"n": 2}],
        "start wait after",
        {
            "after": [{"error": "it can wait from no time up to ten years", "error_code": "invalid_duration"}]
            * 2
        },
    ),
    Row(
        "a disabled node is passed through",
        "start>off off>after",
        {"off": {**put("off", m=1), "disabled": True}},
        NUMBERS,
        "start after",
        {"after": NUMBERS},
    ),
    Row(
        "of a disabled if all leave by the first output",
        "start>if if.true>yes if.false>no",
        {"if": {**IF, "disabled": True}},
        NUMBERS,
        "start yes",
        {"yes": NUMBERS},
    ),
    Row(
        "once: the first item of the input alone",
        "start>set set>after",
        {"set": put("set", {"once": True}, m=N)},
        NUMBERS,
        "start set after",
        {"after": [{"n": 1, "m": 1}]},
    ),
    Row(
        "always_output: an empty item where there would be none",
        "start>switch switch.0>after",
        {"switch": node("switch", "flow.switch", {"always_output": True}, rules=[False])},
        NUMBERS,
        "start switch after",
        {"after": [{}]},
    ),
    Row(
        "a short wait lets its items through",
        "start>wait wait>after",
        {"wait": node("wait", "flow.wait", amount=0.05)},
        NUMBERS,
        "start wait after",
        {"after": NUMBERS},
    ),
    Row(
        "side by side a join still waits for all of its inputs",
        "start>a start>b b>b2 a>merge.input1 b2>merge.input2",
        {"a": put("a", by="a"), "b": put("b", by="b"), "merge": MERGE},
        [{}],
        "start a b b2 merge",
        {"merge": [{"by": "a"}, {"by": "b"}]},
        parallel=True,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[row.says for row in ROWS])
def test_it_runs_as_expected(stack: Stack, row: Row) -> None:
    plays(stack, row)
