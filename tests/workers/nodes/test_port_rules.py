"""The cases are read by the page's tests as well, so that both sides read rules alike."""

import json
from pathlib import Path
from typing import Any

import pytest

from workers.nodes.port_rules import Counted, Named, PortRule, described, ports_by
from workers.nodes.registry import describe

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("port_cases.json").read_text())


def rule_of(raw: dict[str, Any]) -> PortRule:
    return Counted(**raw) if "count" in raw else Named(**raw)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["says"]))
def test_rules_give_ports(case: dict[str, Any]) -> None:
    rules = [rule_of(raw) for raw in case["rules"]]
    assert ports_by(rules, case["parameters"]) == case["ports"]


def test_rules_are_told_as_they_are_read() -> None:
    for case in CASES:
        assert described([rule_of(raw) for raw in case["rules"]]) == case["rules"]


def test_each_type_tells_the_rules_of_its_ports_and_those_of_a_new_node() -> None:
    types = {entry["type"]: entry for entry in describe()}
    assert types["flow.merge"]["inputs"] == ["input1", "input2"]
    assert types["flow.wait"]["outputs"] == ["main"]
    assert types["flow.switch"]["outputs"] == []
    assert types["flow.if"]["port_rules"] == {"inputs": [], "outputs": []}
    assert types["flow.wait"]["port_rules"]["outputs"][1] == {
        "ports": ["approved", "rejected"],
        "when": {"mode": ["approval"]},
    }
