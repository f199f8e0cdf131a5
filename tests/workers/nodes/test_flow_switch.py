from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.flow_switch import Switch

ITEMS = [{"n": 1}, {"n": 2}, {"n": 3}]
RULES = ["{{ $json.n < 3 }}", "{{ $json.n > 1 }}"]


def switch(hosts: ExpressionHosts, items: Any = ITEMS, **parameters: Any) -> Run:
    return Run("flow.switch", parameters, items, hosts=hosts, chunk=2)


async def test_the_first_rule_that_holds_decides(hosts: ExpressionHosts) -> None:
    run = switch(hosts, rules=RULES)
    assert await run.outputs() == {"0": [{"n": 1}, {"n": 2}], "1": [{"n": 3}]}
    assert [(chunk.port, chunk.paired) for chunk in run.chunks_out] == [
        ("0", [[0, 0], [0, 1]]),
        ("1", [[0, 2]]),
    ]


async def test_or_an_item_leaves_by_each_rule_that_holds(hosts: ExpressionHosts) -> None:
    found = await switch(hosts, rules=RULES, all_matches=True).outputs()
    assert found == {"0": [{"n": 1}, {"n": 2}], "1": [{"n": 2}, {"n": 3}]}


@pytest.mark.parametrize("fallback", [True, False])
async def test_what_no_rule_holds_for(hosts: ExpressionHosts, fallback: bool) -> None:
    found = await switch(hosts, rules=["{{ $json.n == 2 }}"], fallback=fallback).outputs()
    rest = {"fallback": [{"n": 1}, {"n": 3}]} if fallback else {}
    assert found == {"0": [{"n": 2}], **rest}


async def test_without_rules_nothing_leaves(hosts: ExpressionHosts) -> None:
    assert await switch(hosts, rules=[]).outputs() == {}
    assert await switch(hosts, rules="{{ 1 }}").outputs() == {}


async def test_without_items_nothing_leaves(hosts: ExpressionHosts) -> None:
    assert await switch(hosts, items=[], rules=RULES).outputs() == {}


async def test_an_expression_gives_the_number_as_number_or_text(hosts: ExpressionHosts) -> None:
    items = [{"to": 1}, {"to": "0"}, {"to": " 1 "}, {"to": 1.0}, {"to": -0.0}]
    run = switch(hosts, items=items, mode="expression", output="{{ $json.to }}", outputs=2)
    assert await run.outputs() == {
        "1": [{"to": 1}, {"to": " 1 "}, {"to": 1.0}],
        "0": [{"to": "0"}, {"to": -0.0}],
    }


@pytest.mark.parametrize("to", [2, 2.0, -1, "x", None, True, 0.5, [0], "\u0661", "²", "1" * 5000])
async def test_what_is_no_output(hosts: ExpressionHosts, to: Any) -> None:
    given: dict[str, Any] = {
        "items": [{"to": to}],
        "mode": "expression",
        "output": "{{ $json.to }}",
        "outputs": 2,
    }
    assert (await switch(hosts, **given).failed()).code == "no_such_output"
    assert await switch(hosts, **given, fallback=True).outputs() == {"fallback": [{"to": to}]}


def test_its_outputs_are_those_of_its_rules_or_of_its_number() -> None:
    assert Switch.outputs_of({"rules": [1, 2], "fallback": True}) == ["0", "1", "fallback"]
    assert Switch.outputs_of({"rules": "{{ x }}"}) == []
    assert Switch.outputs_of({"mode": "expression"}) == ["0", "1", "2", "3"]
    assert Switch.outputs_of({"mode": "expression", "outputs": None}) == []
