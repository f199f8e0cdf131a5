"""Where nodes stand that nobody has placed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.workflow.definition import parse
from tests.domain.workflow.story import TYPES


def places(ways: str, **given: tuple[int, int]) -> dict[str, tuple[float, float]]:
    """By node, of edges such as ``"ab ac"``: counted in columns and rows."""
    ids = list(dict.fromkeys(ways.replace(" ", "")))
    nodes: list[dict[str, Any]] = [{"id": each, "type": "data.set"} for each in ids]
    for node in nodes:
        if node["id"] in given:
            node["position"] = dict(zip("xy", given[node["id"]], strict=True))
    edges = [{"source": way[0], "target": way[1]} for way in ways.split() if len(way) == 2]
    found = parse({"nodes": nodes, "edges": edges}, TYPES)["nodes"]
    return {node["id"]: (node["position"]["x"] / 280, node["position"]["y"] / 140) for node in found}


def test_a_chain_stands_in_a_row() -> None:
    assert places("ab bc") == {"a": (0, 0), "b": (1, 0), "c": (2, 0)}


def test_branches_stand_below_each_other_in_their_order_and_keep_their_rows() -> None:
    assert places("ab ac bd ce") == {"a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (2, 0), "e": (2, 1)}


def test_where_ways_meet_the_longest_counts() -> None:
    assert places("ab bc ad dc be ec") == {"a": (0, 0), "b": (1, 0), "c": (3, 0), "d": (1, 1), "e": (2, 0)}


def test_a_loop_is_arranged_as_well() -> None:
    assert places("ab bc cb bd") == {"a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (2, 1)}


def test_one_node_that_was_placed_leaves_the_others_to_whoever_sent_them() -> None:
    assert places("ab bc", b=(280, 140)) == {"a": (0, 0), "b": (1, 1), "c": (0, 0)}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=20))
def test_no_two_stand_on_each_other(ways: list[tuple[str, str]]) -> None:
    found = places(" ".join(map("".join, dict.fromkeys(ways))) + " g")
    assert len(set(found.values())) == len(found)
