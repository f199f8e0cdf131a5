from itertools import pairwise
from typing import Any

import pytest

from domain.workflow.problems import problems_of
from domain.workflow.shapes import Definition
from tests.domain.workflow.story import TYPES, definition
from tests.fixtures.growth import growth

START = {"id": "start", "type": "trigger.manual"}
LOOP = {"id": "loop", "type": "flow.loop"}


def codes(of: Definition) -> list[str]:
    return [problem.code for problem in problems_of(of, TYPES)]


def edge(source: str, source_port: str, target: str, target_port: str = "main") -> dict[str, str]:
    return {"source": source, "source_port": source_port, "target": target, "target_port": target_port}


def wired(*nodes: Any, edges: list[dict[str, str]]) -> Definition:
    return definition(*nodes) | {"edges": edges}  # type: ignore[return-value]


def test_a_whole_workflow_has_none() -> None:
    assert codes(definition(START, "a", "b", edges=[("start", "a"), ("a", "b"), ("start", "b")])) == []


def test_it_needs_a_trigger_that_is_enabled() -> None:
    assert codes(definition("a")) == ["no_trigger"]
    assert codes(definition({**START, "disabled": True})) == ["no_trigger"]


def test_parameters_of_enabled_nodes_are_checked() -> None:
    wrong = {"id": "a", "type": "data.set", "parameters": {"wrong": 1}}
    [problem] = problems_of(definition(START, wrong), TYPES)
    assert (problem.node_id, problem.loc, problem.code) == (
        "a",
        ["nodes", 1, "parameters", "wrong"],
        "invalid",
    )
    assert codes(definition(START, {**wrong, "disabled": True})) == []


def test_a_cycle_names_its_nodes_once() -> None:
    of = definition(
        START, "a", "b", "c", "d", edges=[("start", "a"), ("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]
    )
    [problem] = problems_of(of, TYPES)
    assert (problem.code, problem.node_id, problem.loc) == ("cycle", "b", ["nodes", 2])
    assert "'b', 'c' form a cycle" in problem.message


def test_a_node_that_leads_to_itself_is_a_cycle() -> None:
    assert codes(definition(START, "a", edges=[("a", "a")])) == ["cycle"]


def test_a_loop_node_makes_a_cycle_through_it_legal_and_no_other() -> None:
    through = [edge("loop", "loop", "a"), edge("a", "main", "loop")]
    assert codes(wired(START, LOOP, "a", edges=through)) == []
    assert codes(wired(START, {**LOOP, "disabled": True}, "a", edges=through)) == ["cycle"]
    beside = [edge("a", "main", "b"), edge("b", "main", "a")]
    assert codes(wired(START, LOOP, "a", "b", edges=through + beside)) == ["cycle"]


@pytest.mark.parametrize(
    ("wrong", "code", "loc"),
    [
        (edge("a", "true", "b"), "unknown_port", "source_port"),
        (edge("a", "main", "b", "left"), "unknown_port", "target_port"),
        (edge("a", "main", "start"), "edge_into_trigger", "target"),
        (edge("if", "main", "b"), "unknown_port", "source_port"),
    ],
)
def test_edges_need_ports_that_are_there(wrong: dict[str, str], code: str, loc: str) -> None:
    [problem] = problems_of(wired(START, "a", "b", {"id": "if", "type": "flow.if"}, edges=[wrong]), TYPES)
    assert (problem.code, problem.loc) == (code, ["edges", 0, loc])


def test_a_node_that_sends_its_errors_on_has_a_port_for_them() -> None:
    edges = [edge("a", "error", "b")]
    failing = {"id": "a", "type": "data.set", "settings": {"on_error": "port"}}
    assert codes(wired(START, failing, "b", edges=edges)) == []
    assert codes(wired(START, "a", "b", edges=edges)) == ["unknown_port"]


def test_a_type_that_is_no_longer_installed_is_a_problem_and_no_crash() -> None:
    of = definition(START, "a", "b", edges=[("start", "a"), ("a", "b")])
    of["nodes"][1]["type"] = "gone"
    assert codes(of) == ["unknown_type"]


def test_five_thousand_nodes_are_no_harder_to_look_at_than_a_few() -> None:
    def ring(count: int) -> Definition:
        ids = [f"n{number}" for number in range(count)]
        return definition(START, *ids, edges=[*pairwise(ids), (ids[-1], ids[0])])

    small, large = ring(250), ring(5_000)
    assert codes(large) == ["cycle"]
    assert growth(lambda: codes(small), lambda: codes(large)) < 80


@pytest.mark.parametrize(
    ("settings", "loc", "code"),
    [
        ({"timezone": "Europe/Bielefeld"}, ["timezone"], "unknown_timezone"),
        ({"timezone": "localtime"}, ["timezone"], "unknown_timezone"),
        ({"error_workflow_id": "the other one"}, ["error_workflow_id"], "not_a_workflow"),
        ({"concurrency": {"limit": 1, "key": "{{ $json.a"}}, ["concurrency", "key"], "invalid_expression"),
    ],
)
def test_settings_that_can_not_be_followed_are_problems(settings: Any, loc: list[str], code: str) -> None:
    [problem] = problems_of({**definition(START), "settings": settings}, TYPES)
    assert (problem.node_id, problem.loc, problem.code) == (None, ["settings", *loc], code)


def test_settings_that_can_be_followed_are_none() -> None:
    settings = {
        "timezone": "Europe/Berlin",
        "error_workflow_id": "0190d5c8-0000-7000-8000-000000000001",
        "concurrency": {"limit": 1, "key": "{{ $json.a }}", "beyond": "skip"},
    }
    assert problems_of({**definition(START), "settings": settings}, TYPES) == []
