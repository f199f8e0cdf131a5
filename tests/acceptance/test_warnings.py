"""What an expression couldn't give is told by the node's run."""

from tests.acceptance.scenario import Row, graph, put
from tests.acceptance.workflows import get, run
from tests.conftest import Stack


def test_a_run_tells_which_parameter_of_which_item_was_lost_and_why(stack: Stack) -> None:
    row = Row(
        "",
        "start>set",
        {"set": put("set", m="{{ $json.a.b }}", n="{{ Number($json.n) }}", s="{{ new Set([1]) }}")},
        [{"n": 1, "a": {}}, {"n": "x", "a": {"b": 1}}],
        "",
        {},
    )
    client = stack.client()
    execution = run(client, graph(row), input=row.input)
    ran = get(client, execution["id"], "/nodes?limit=200")["items"][0]
    assert ran["warnings"] == [
        {"parameter": "fields.0.value", "item": 0, "path": "$json.a.b"},
        {"parameter": "fields.1.value", "item": 1, "path": "Number($json.n)", "why": "not a number"},
        {"parameter": "fields.2.value", "item": 0, "path": "new Set([1])", "why": "a Set"},
        {"parameter": "fields.2.value", "item": 1, "path": "new Set([1])", "why": "a Set"},
    ]
