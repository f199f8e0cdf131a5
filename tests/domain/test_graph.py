from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.graph import Graph, cycles
from domain.workflow.shapes import Definition
from tests.domain.workflow.story import TYPES, definition

START = {"id": "start", "type": "trigger.manual"}


def disabled(node_id: str, kind: str = "data.set") -> dict[str, Any]:
    return {"id": node_id, "type": kind, "disabled": True}


def graph_of(of: Definition) -> Graph:
    return Graph.from_definition(of, TYPES)


def test_edges_lead_where_they_are_drawn_in_that_order() -> None:
    graph = graph_of(definition(START, "a", "b", edges=[("start", "b"), ("start", "a"), ("a", "b")]))
    assert graph.successors("start", "main") == [("b", "main"), ("a", "main")]
    assert graph.successors("start", "other") == graph.successors("b", "main") == []
    assert graph.triggers == ["start"]
    assert graph.leaves == ["b"]
    assert graph.ancestors("b") == {"start", "a"}


def test_disabled_nodes_are_passed_through_one_after_the_other() -> None:
    edges = [("start", "x"), ("x", "y"), ("y", "a"), ("x", "b")]
    graph = graph_of(definition(START, disabled("x"), disabled("y"), "a", "b", edges=edges))
    assert list(graph.nodes) == ["start", "a", "b"]
    assert graph.successors("start", "main") == [("a", "main"), ("b", "main")]


def test_a_disabled_node_is_left_by_its_first_output_only() -> None:
    of = definition(START, disabled("if", "flow.if"), "a", "b", edges=[("start", "if")])
    for port, target in (("true", "a"), ("false", "b")):
        of["edges"].append({"source": "if", "source_port": port, "target": target, "target_port": "main"})
    assert graph_of(of).successors("start", "main") == [("a", "main")]


def test_only_main_passes_through_a_disabled_node() -> None:
    of = definition(START, disabled("x"), "a", edges=[("x", "a")])
    of["edges"].append({"source": "start", "source_port": "main", "target": "x", "target_port": "side"})
    assert graph_of(of).successors("start", "main") == []


def test_a_node_before_nothing_but_disabled_ones_is_a_leaf() -> None:
    assert graph_of(definition(START, disabled("x"), edges=[("start", "x")])).leaves == ["start"]


def test_disabled_nodes_in_a_circle_and_many_ways_through_them_end() -> None:
    ids = [f"n{number}" for number in range(60)]
    edges = [("start", "n0"), ("n59", "n0"), ("n59", "a")]
    edges += [(one, other) for one in ids for other in ids if one < other]
    graph = graph_of(definition(START, *(disabled(i) for i in ids), "a", edges=edges))
    assert graph.successors("start", "main") == [("a", "main")]


def test_disabled_triggers_trigger_nothing() -> None:
    assert graph_of(definition({**START, "disabled": True})).triggers == []


nodes = st.integers(0, 7).map(str)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(nodes, st.lists(nodes, max_size=3), max_size=8))
def test_the_nodes_of_cycles_are_those_that_lead_to_themselves(successors: dict[str, list[str]]) -> None:
    def reached(node: str) -> set[str]:
        found: set[str] = set()
        waiting = list(successors.get(node, ()))
        while waiting:
            target = waiting.pop()
            if target not in found:
                found.add(target)
                waiting += successors.get(target, ())
        return found

    groups = {frozenset(group) for group in cycles(successors)}
    expected = {
        frozenset(other for other in successors if other in reached(node) and node in reached(other))
        for node in successors
        if node in reached(node)
    }
    assert groups == expected


def test_the_port_that_leads_to_a_node_is_that_of_the_shortest_way() -> None:
    outgoing = {
        "if": {"true": [("a", "main")], "false": [("b", "main")]},
        "a": {"main": [("loop", "main")]},
        "loop": {"loop": [("body", "main")], "done": [("after", "main")]},
        "body": {"main": [("loop", "back")]},
    }
    graph = Graph({}, [], [], outgoing)
    assert graph.port_towards("if", "b") == "false"
    assert graph.port_towards("if", "after") == "true"
    assert (graph.port_towards("loop", "body"), graph.port_towards("loop", "after")) == ("loop", "done")
    assert graph.port_towards("after", "if") is None
