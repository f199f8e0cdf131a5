from typing import Any

import pytest

from tests.workers.expressions.evaluating import evaluate, failure_of, value_of
from workers.expressions.evaluator import Evaluator
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.http_request import HttpRequestParameters
from workers.ports import NodeError


async def test_a_body_alone_keeps_its_type(hosts: ExpressionHosts) -> None:
    assert await value_of(hosts, "{{ [$json.a + 1, {b: true}] }}", {"a": 1}) == [2, {"b": True}]
    assert await value_of(hosts, " {{ $json.a + 1 }}", {"a": 1}) == " 2"


async def test_any_text_inside_a_marked_field_is_evaluated_but_no_key(hosts: ExpressionHosts) -> None:
    found = await value_of(hosts, {"{{ 1 }}": ["{{ 1 + 1 }}", {"deep": "{{ $json.a }}"}]}, {"a": "b"})
    assert found == {"{{ 1 }}": [2, {"deep": "b"}]}


async def test_data_is_never_evaluated_again(hosts: ExpressionHosts) -> None:
    for hostile in ("{{ 7*7 }}", "={{7*7}}", "${7*7}", "{%7%}", r"\{{ 1 }}"):
        assert await value_of(hosts, "{{ $json.a }}", {"a": hostile}) == hostile
        assert await value_of(hosts, "{{ $json.a + '' }}", {"a": hostile}) == hostile
        assert await value_of(hosts, "<{{ $json.a }}>", {"a": hostile}) == f"<{hostile}>"


async def test_a_property_of_undefined_becomes_null_and_leaves_a_warning(hosts: ExpressionHosts) -> None:
    for value in ("{{ $json.a.b }}", "{{ $json.a.b.c.toFixed(2) }}"):
        found = await evaluate(hosts, value, [{}, {"a": {"b": None}}])
        assert found.values == [None, None]
        assert ("value", 0, value[3:-3]) in found.warnings


@pytest.mark.parametrize(
    ("body", "value", "why"),
    [
        ("NaN", None, "not a number"),
        ("1/0", None, "infinite"),
        ("Number($json.a)", None, "not a number"),
        ("[1, {b: [-1/0]}]", [1, {"b": [None]}], "infinite"),
        ("{a: null, b: Number('x')}", {"a": None, "b": None}, "not a number"),
        ("() => 1", None, "a function"),
        ("Symbol('x')", None, "a symbol"),
        ("[() => 1]", [None], "a function"),
        ("new Map([[1, 2]])", {}, "a Map"),
        ("{a: [new Set([1])]}", {"a": [{}]}, "a Set"),
        ("[1].values()", {}, "an Array Iterator"),
        ("(function* () { yield 1 })()", {}, "a Generator"),
        ("/x/", {}, "a RegExp"),
        ("{toJSON: () => undefined}", None, "nothing as JSON"),
    ],
)
async def test_what_json_has_no_word_for_leaves_a_warning(
    hosts: ExpressionHosts, body: str, value: Any, why: str
) -> None:
    found = await evaluate(hosts, f"{{{{ ({body}) }}}}", [{"a": "abc"}, {"a": "abc"}])
    assert found.values == [value, value]
    assert found.warnings == [("value", item, f"({body})", why) for item in (0, 1)]


@pytest.mark.parametrize(
    "body",
    [
        "null",
        "[null, {}, {a: null}]",
        "'null {}'",
        "Object.create(null)",
        "new Date(NaN)",
        "[DateTime.fromISO('x')]",
        "{f: () => 1}",
        "$json",
        "[0, -0, 1e308]",
    ],
)
async def test_what_json_says_as_it_is_leaves_none(hosts: ExpressionHosts, body: str) -> None:
    assert (await evaluate(hosts, f"{{{{ ({body}) }}}}", [{"a": None, "b": {}}])).warnings == []


async def test_no_number_among_text_is_no_text_and_leaves_a_warning(hosts: ExpressionHosts) -> None:
    found = await evaluate(hosts, "<{{ Number($json.a) }}{{ 1/0 }}>", [{"a": 1}, {"a": "x"}])
    assert found.values == ["<1Infinity>", "<Infinity>"]
    assert found.warnings == [("value", 1, "Number($json.a)", "not a number")]


async def test_a_value_that_is_looked_through_may_be_as_deep_as_one_that_is_not(
    hosts: ExpressionHosts,
) -> None:
    deep = "(() => { let a = NaN; for (let i = 0; i < 90; i++) a = [a]; return a })()"
    assert [warning[3] for warning in (await evaluate(hosts, f"{{{{ {deep} }}}}")).warnings] == [
        "not a number"
    ]


async def test_missing_values_are_no_text(hosts: ExpressionHosts) -> None:
    assert await value_of(hosts, "<{{ $json.a }}{{ $json.a.b.trim() }}>") == "<>"


@pytest.mark.parametrize(
    "body", ["1 +", "1); evil(); (", "1], [2", "...[1]", "a b", "return 1", "let x = 1", "1; 2", "if (1) 2"]
)
async def test_a_body_is_exactly_one_expression(hosts: ExpressionHosts, body: str) -> None:
    error = await failure_of(hosts, f"{{{{ {body} }}}}")
    assert error.code in ("expression_failed", "invalid_expression")
    assert "Syntax" in error.message or "closes nothing" in error.message


async def test_a_throw_names_parameter_item_and_reason(hosts: ExpressionHosts) -> None:
    with pytest.raises(NodeError, match=r"value, item 1: TypeError: \$json\.a\.trim is not a function"):
        await evaluate(hosts, "{{ $json.a.trim() }}", [{"a": "x"}, {"a": 1}])


async def test_unknown_names_fail(hosts: ExpressionHosts) -> None:
    assert "nonsense is not defined" in (await failure_of(hosts, "{{ nonsense }}")).message


async def test_what_json_cannot_hold_fails_clearly(hosts: ExpressionHosts) -> None:
    assert (await failure_of(hosts, "{{ '\\ud800' }}")).code == "invalid_expression_result"
    assert "BigInt" in (await failure_of(hosts, "{{ 1n }}")).message
    assert (await failure_of(hosts, "{{ $json.a[0] }}", {"a": "😀"})).code == "invalid_expression_result"
    deep = "(() => { let a = []; for (let i = 0; i < 200; i++) a = [a]; return a })()"
    assert (await failure_of(hosts, f"{{{{ {deep} }}}}")).code == "invalid_expression_result"


async def test_other_nodes_are_read_by_name(hosts: ExpressionHosts) -> None:
    nodes = {"It's": [{"n": 1}, {"n": 2}], "Empty": []}
    value = [
        '{{ $("It\'s").first().json.n }}',
        '{{ $("It\'s").last().json.n + 1 }}',
        "{{ $('Empty').last().json }}",
    ]
    found = await evaluate(hosts, value, nodes=nodes)
    assert found.values == [[1, 3, None]]
    assert (await evaluate(hosts, '{{ $("It\'s").all().map(i => i.json.n) }}', nodes=nodes)).values == [
        [1, 2]
    ]


async def test_unknown_nodes_fail(hosts: ExpressionHosts) -> None:
    assert (await failure_of(hosts, "{{ $('Nobody').first().json }}")).code == "unknown_node"
    assert "in quotes" in (await failure_of(hosts, "{{ $('No' + 'body').first() }}")).message


@pytest.mark.parametrize("text", ["{{ $('A').item.json.n }}", "{{ $('A').item.json['n'] + 0 }}"])
async def test_an_item_of_another_node_is_the_one_that_this_one_came_from(
    hosts: ExpressionHosts, text: str
) -> None:
    matching = {"A": [{"n": 2}, {"n": 0}, {"n": 1}]}
    assert (await evaluate(hosts, text, [{}] * 3, matching=matching)).values == [2, 0, 1]
    assert (await evaluate(hosts, text, [{}] * 3, matching=matching, offset=1)).values == [0, 1]


@pytest.mark.parametrize("text", ["{{ $('A').item.json.n }}", "{{ $('A').item.json.n + 0 }}"])
async def test_where_there_is_no_such_item_it_says_why(hosts: ExpressionHosts, text: str) -> None:
    with pytest.raises(NodeError, match=r"value, item 1: (Error: )?nothing leads here") as caught:
        await evaluate(hosts, text, [{}] * 2, matching={"A": [{"n": 1}, "nothing leads here"]})
    assert caught.value.code == "expression_failed"


async def test_an_item_that_nobody_asks_for_need_not_be_there(hosts: ExpressionHosts) -> None:
    text = "{{ $json.own ?? $('A').item.json.n }}"
    found = await evaluate(hosts, text, [{"own": 1}, {}], matching={"A": ["nothing leads here", {"n": 2}]})
    assert found.values == [1, 2]


async def test_items_of_another_node_are_found_for_any_of_the_input(hosts: ExpressionHosts) -> None:
    matching: Any = {"A": [{"n": 1}, {"n": 2}, "nothing leads here"]}
    text = "{{ [$('A').itemMatching(0).json.n, $('A').pairedItem(1).json.n] }}"
    assert (await evaluate(hosts, text, [{}] * 3, matching=matching, offset=2)).values == [[1, 2]]
    for index, why in ((2, "nothing leads here"), (7, "no item 7 in the input")):
        with pytest.raises(NodeError, match=why):
            await evaluate(hosts, f"{{{{ $('A').itemMatching({index}) }}}}", [{}] * 3, matching=matching)


async def test_a_node_that_is_kept_in_a_variable_has_all_members(hosts: ExpressionHosts) -> None:
    text = "{{ (node => [node.item.json.n, node.last().json.n])($('A')) }}"
    found = await evaluate(hosts, text, nodes={"A": [{"n": 1}, {"n": 9}]}, matching={"A": [{"n": 1}]})
    assert found.values == [[1, 9]]


async def test_other_nodes_items_stay_as_they_are(hosts: ExpressionHosts) -> None:
    text = "{{ (() => { const { json } = $('A').item; json.n += 1; return json.n })() }}"
    with pytest.raises(NodeError, match="read only"):
        await evaluate(hosts, text, matching={"A": [{"n": 1}]})


async def test_the_scope_is_there(hosts: ExpressionHosts) -> None:
    value = {
        "plain": [
            "{{ $vars.v }}",
            "{{ $execution.id }}",
            "{{ $workflow.name }}",
            "{{ $runIndex }}",
            "{{ $itemIndex }}",
        ],
        "host": [
            "{{ $vars.v+1 }}",
            "{{ $execution.id+1 }}",
            "{{ $workflow.name+1 }}",
            "{{ $runIndex+1 }}",
            "{{ $itemIndex+1 }}",
        ],
        "input": "{{ $input.item.json.a + $input.first().json.a + $input.all().length }}",
        "now": "{{ new Date($now) > new Date(0) }}",
    }
    found = await evaluate(hosts, value, [{"a": 1}, {"a": 2}, {"a": 3}], variables={"v": 1}, offset=2)
    assert found.values == [
        {
            "plain": [1, "execution-1", "A workflow", 3, 2],
            "host": [2, "execution-11", "A workflow1", 4, 3],
            "input": 3 + 1 + 3,
            "now": True,
        }
    ]


async def test_changing_the_input_changes_it_for_that_expression_only(hosts: ExpressionHosts) -> None:
    value = [
        "{{ $json.a.reverse() }}",
        "{{ $json.a['re' + 'verse']() }}",
        "{{ ($json.b = 1) }}",
        "{{ $json.a.map(x => x) }}",
    ]
    assert await value_of(hosts, [*value, "{{ $json.b ?? 0 }}"], {"a": [1, 2]}) == [
        [2, 1],
        [2, 1],
        1,
        [1, 2],
        0,
    ]


async def test_other_nodes_data_cannot_be_changed(hosts: ExpressionHosts) -> None:
    with pytest.raises(NodeError, match="read only"):
        await evaluate(hosts, "{{ $('A').first().json.a = 1 }}", nodes={"A": [{"a": 0}]})


async def test_evaluated_parameters_are_validated_for_each_item(hosts: ExpressionHosts) -> None:
    prepared = Evaluator(hosts, "project").prepare(
        HttpRequestParameters, {"url": "{{ $json.url }}", "timeout_s": "{{ $json.t }}"}
    )
    assert not prepared.constant
    with pytest.raises(NodeError, match="item 1: timeout_s: Input should be greater than 0") as caught:
        await _evaluated(hosts, [{"url": "http://x", "t": 1}, {"url": "http://x", "t": 0}])
    assert caught.value.code == "invalid_parameters"


async def _evaluated(hosts: ExpressionHosts, items: list[dict[str, object]]) -> None:
    from tests.workers.nodes.running import Run

    run = Run("http.request", {"url": "{{ $json.url }}", "timeout_s": "{{ $json.t }}"}, items, hosts=hosts)
    await run.evaluate([{"json": json} for json in items])


async def test_constant_parameters_are_validated_once_and_shared(hosts: ExpressionHosts) -> None:
    from tests.workers.nodes.running import Run

    run = Run("http.request", {"url": r"http://x/\{{ a }}"}, [], hosts=hosts)
    first, second = await run.evaluate([{"json": {}}, {"json": {}}])
    assert first is second
    assert (first["url"], first["method"]) == ("http://x/{{ a }}", "GET")
