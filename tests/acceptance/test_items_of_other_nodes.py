"""What a node sees of others: what they put out where it stands, and the item that each one came from."""

import pytest

from tests.acceptance.scenario import BAD, IF, LOOP, MERGE, NUMBERS, PORT, THREW, Row, plays, put
from tests.acceptance.workflows import code, node
from tests.conftest import Stack

FROM_START, FROM_SET = "{{ $('start').item.json.n }}", "{{ $('set').item.json.m }}"
FOLLOWING = """
const start = $('start')
return { of: [$('start').item.json.n, start.itemMatching(1).json.n, start.pairedItem().json.n] }
"""
UNTOLD = (
    "fields.0.value, item 1: no item of 'start' is known to lead to this one, since 'code' doesn't say which "
    "of its items came from which; use first(), last() or all()"
)
SOME_PAIRED = "return [{'json': {}, 'paired': 2}, {'json': {'k': 1}}, {'json': {}, 'paired': 0}]"
PAIRED = "return [{'json': {}, 'paired': index} for index in (2, 1, 0)]"

ROWS = [
    Row(
        "what a node put out is seen from behind each of its ports",
        "start>if if.true>yes if.false>no no>later",
        {
            "if": IF,
            "yes": put("yes", of="{{ $('if').all().length }}"),
            "later": put("later", of="{{ $('if').first().json.n }}"),
        },
        NUMBERS,
        "start if yes no later",
        {"yes": [{"n": 2, "of": 2}, {"n": 3, "of": 2}], "later": [{"n": 1, "of": 1}]},
    ),
    Row(
        "what a loop put out is seen by its rounds, and by what is behind it",
        "start>loop loop.loop>in in>loop.back loop.done>after",
        {
            "loop": LOOP,
            "in": put("in", of="{{ $('loop').all().length }}"),
            "after": put("after", all="{{ $('loop').all().length }}"),
        },
        NUMBERS,
        "start loop in loop1 in1 loop2 after",
        {"after": [{"n": n, "of": 1 if n == 3 else 2, "all": 3} for n in (1, 2, 3)]},
    ),
    Row(
        "an item leads back through what was left out, to the one it came from",
        "start>set set>if if.true>after",
        {"set": put("set", m="{{ $json.n * 10 }}"), "if": IF, "after": put("after", of=FROM_SET)},
        NUMBERS,
        "start set if after",
        {"after": [{"n": 2, "m": 20, "of": 20}, {"n": 3, "m": 30, "of": 30}]},
    ),
    Row(
        "by position, an item comes from both branches",
        "start>a start>b a>merge.input1 b>merge.input2 merge>after",
        {
            "a": put("a", x="{{ $json.n }}"),
            "b": put("b", y="{{ $json.n + 1 }}"),
            "merge": node("merge", "flow.merge", mode="position"),
            "after": put("after", of="{{ [$('a').item.json.x, $('b').item.json.y] }}"),
        },
        [{"n": 1}, {"n": 5}],
        "start a b merge after",
        {"after": [{"n": 1, "x": 1, "y": 2, "of": [1, 2]}, {"n": 5, "x": 5, "y": 6, "of": [5, 6]}]},
    ),
    Row(
        "appended, an item comes from one branch and from none of the other",
        "start>a start>b a>merge.input1 b>merge.input2 merge>after",
        {"merge": MERGE, "after": put("after", of="{{ $('a').item.json.n }}")},
        [{"n": 1}],
        "start a b merge after",
        {},
        status="failed",
        why="no item of 'a' leads to this one",
    ),
    Row(
        "in a loop, a batch comes from what began it, and what leaves it from its rounds",
        "start>loop loop.loop>in in>loop.back loop.done>after",
        {
            "loop": LOOP,
            "in": put("in", of="{{ $('start').item.json.n }}", now="{{ $('loop').item.json.n }}"),
            "after": put("after", too="{{ $('in').item.json.n * 10 + $('start').item.json.n }}"),
        },
        NUMBERS,
        "start loop in loop1 in1 loop2 after",
        {"after": [{"n": n, "of": n, "now": n, "too": 11 * n} for n in (1, 2, 3)]},
    ),
    Row(
        "while a condition holds, an item comes from the one that the loop began with",
        "start>loop loop.loop>in in>loop.back loop.done>after",
        {
            "loop": node("loop", "flow.loop", mode="while", condition="{{ $json.n < 4 }}"),
            "in": put("in", n="{{ $json.n + 2 }}", of="{{ $('start').item.json.n }}"),
            "after": put("after", too="{{ $('start').item.json.n }}"),
        },
        [{"n": 1}],
        "start loop in loop1 in1 loop2 after",
        {"after": [{"n": 5, "of": 1, "too": 1}]},
    ),
    Row(
        "code that makes its items anew says nothing of where they are from",
        "start>code code>after",
        {
            "code": code("code", "return [{'k': 1}, {'k': 2}]"),
            "after": put("after", of=FROM_START),
        },
        NUMBERS,
        "start code after",
        {},
        status="failed",
        why="'code' doesn't say which of its items came from which",
    ),
    Row(
        "code can say where its items are from",
        "start>code code>after",
        {"code": code("code", PAIRED), "after": put("after", of=FROM_START)},
        NUMBERS,
        "start code after",
        {"after": [{"of": 3}, {"of": 2}, {"of": 1}]},
    ),
    Row(
        "what code leaves unsaid of one item is an error for that one alone",
        "start>code code>after after>told after.error>untold",
        {"code": code("code", SOME_PAIRED), "after": put("after", PORT, of=FROM_START)},
        NUMBERS,
        "start code after told untold",
        {
            "told": [{"of": 3}, {"of": 1}],
            "untold": [{"k": 1, "error": UNTOLD, "error_code": "expression_failed"}],
        },
    ),
    Row(
        "JavaScript follows its items back as expressions do",
        "start>if if.true>code",
        {"if": IF, "code": code("code", FOLLOWING, "javascript")},
        NUMBERS,
        "start if code",
        {"code": [{"of": [2, 3, 2]}]},
    ),
    Row(
        "an error that left by its port comes from the item that failed",
        "start>set set.error>after",
        {"set": put("set", PORT, m=BAD), "after": put("after", of=FROM_START)},
        NUMBERS,
        "start set after",
        {"after": [{"n": 2, "error": THREW, "error_code": "expression_failed", "of": 2}]},
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[row.says for row in ROWS])
def test_it_sees_what_it_should(stack: Stack, row: Row) -> None:
    plays(stack, row)
