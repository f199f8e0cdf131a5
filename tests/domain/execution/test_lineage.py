"""The way back from an item to the one that it came from, over runs as the tape tells them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.execution.events import Source
from domain.execution.lineage import Left, Lineage, Missing, Origin, Pairs, Place
from domain.graph import Graph


def source(node_id: str, run_index: int = 0, port: str = "main", into: str = "main") -> Source:
    return Source(node_id=node_id, run_index=run_index, port=port, input=into)


def of(sources: Sequence[Source] = (), **ports: tuple[int, Pairs]) -> Origin:
    return Origin(sources, {port: Left.of([chunk]) for port, chunk in ports.items()})


def lineage(runs: Mapping[Any, Origin], open_loops: Mapping[str, int] | None = None) -> Lineage:
    nodes: Any = {node: {"name": node.upper()} for node in ("start", "a", "b", "code")}
    inputs: dict[str, Sequence[str]] = {"merge": ("input1", "input2"), "loop": ("main", "back")}
    graph = Graph(nodes, [], [], {}, gathers={"loop": "loop", "merge": "all"}, inputs=inputs)
    origins = {key if isinstance(key, tuple) else (key, 0): origin for key, origin in runs.items()}
    return Lineage(graph, origins, open_loops or {})


START = of(main=(3, "identity"))


def test_an_item_in_its_place_came_from_the_one_in_that_place() -> None:
    runs = {"start": START, "a": of([source("start")], main=(3, "identity"))}
    assert lineage(runs).trace(Place("a", 0, "main", 2), "start") == Place("start", 0, "main", 2)


def test_pairs_lead_back_through_what_was_left_out_and_turned_round() -> None:
    runs = {
        "start": START,
        "filter": of([source("start")], true=(2, [[0, 0], [0, 2]])),
        "turned": of([source("filter", port="true")], main=(2, [[0, 1], [0, 0]])),
    }
    found = lineage(runs)
    assert found.trace(Place("turned", 0, "main", 0), "start") == Place("start", 0, "main", 2)
    assert found.trace(Place("turned", 0, "main", 0), "filter") == Place("filter", 0, "true", 1)


def test_chunks_of_a_port_are_counted_through() -> None:
    chunks: list[tuple[int, Pairs]] = [(2, "identity"), (2, [[0, 3], [0, 2]]), (1, None)]
    runs = {"start": of(main=(4, None)), "a": Origin([source("start")], {"main": Left.of(chunks)})}
    found = lineage(runs)
    items = [found.trace(Place("a", 0, "main", item), "start") for item in range(4)]
    assert [one.item for one in items if isinstance(one, Place)] == [0, 1, 3, 2]
    assert "'A' doesn't say" in str(found.trace(Place("a", 0, "main", 4), "start"))


def test_an_item_made_of_two_has_both_as_ancestors() -> None:
    runs = {
        "start": START,
        "a": of([source("start")], main=(3, "identity")),
        "b": of([source("start")], main=(3, "identity")),
        "merge": of(
            [source("b", into="input2"), source("a", into="input1")],
            main=(2, [[[0, 1], [1, 1]], [[0, 0], [1, 2]]]),
        ),
    }
    found = lineage(runs)
    assert found.trace(Place("merge", 0, "main", 1), "a") == Place("a", 0, "main", 0)
    assert found.trace(Place("merge", 0, "main", 1), "b") == Place("b", 0, "main", 2)
    assert found.trace(Place("merge", 0, "main", 0), "start") == Place("start", 0, "main", 1)
    assert found.trace(Place("merge", 0, "main", 1), "start") == (
        "2 items of 'START' lead to this one; use first(), last() or all()"
    )


def test_a_node_that_is_not_before_this_one_has_no_item_for_it() -> None:
    runs = {"start": START, "a": of([source("start")], main=(3, "identity"))}
    assert lineage(runs).trace(Place("a", 0, "main", 0), "b") == "no item of 'B' leads to this one"


def rounds(count: int) -> dict[Any, Origin]:
    """A loop over three items, one a round, with ``a`` in it: each round gives back two of one."""
    runs: dict[Any, Origin] = {"start": START}
    for n in range(count):
        came = [source("start")] if n == 0 else [source("a", n - 1, into="back")]
        runs["loop", n] = of(came, loop=(1, [[0, n]])) if n < 3 else of(came, done=(6, IN_ORDER))
        runs["a", n] = of([source("loop", n, "loop")], main=(2, [[0, 0]] * 2))
    return runs


IN_ORDER = [[1, n] for n in range(6)]


@pytest.mark.parametrize("open_loops", [{"loop": 0}, {}], ids=["at work", "over"])
def test_a_round_leads_back_to_what_began_the_loop(open_loops: dict[str, int]) -> None:
    found = lineage(rounds(3), open_loops)
    assert found.trace(Place("a", 2, "main", 1), "start") == Place("start", 0, "main", 2)
    assert found.trace(Place("a", 2, "main", 1), "loop") == Place("loop", 2, "loop", 0)


def test_what_leaves_a_loop_leads_back_through_its_rounds() -> None:
    found = lineage(rounds(4))
    assert found.trace(Place("loop", 3, "done", 3), "a") == Place("a", 1, "main", 1)
    assert found.trace(Place("loop", 3, "done", 3), "start") == Place("start", 0, "main", 1)


def test_a_loop_that_begins_again_leads_back_to_its_second_beginning() -> None:
    runs = rounds(4)
    runs["start", 1] = of(main=(1, None))
    runs["loop", 4] = of([source("start", 1)], loop=(1, [[0, 0]]))
    runs["loop", 5] = of([], done=(0, None), loop=(1, [[0, 0]]))
    found = lineage(runs)
    for run in (4, 5):
        assert found.trace(Place("loop", run, "loop", 0), "start") == Place("start", 1, "main", 0)


def test_an_item_whose_origin_nobody_knows_takes_nothing_from_the_others() -> None:
    runs = {"start": START, "code": of([source("start")], main=(3, [[0, 1], None, [0, 0]]))}
    found = [lineage(runs).trace(Place("code", 0, "main", item), "start") for item in range(3)]
    assert [found[0], found[2]] == [Place("start", 0, "main", 1), Place("start", 0, "main", 0)]
    assert "'CODE' doesn't say" in str(found[1])


@pytest.mark.parametrize("pairs", [[[0, 7]], [[]]])
def test_pairs_that_code_made_up_say_nothing(pairs: Any) -> None:
    runs = {"start": START, "code": of([source("start")], main=(1, pairs))}
    assert "doesn't say" in str(lineage(runs).trace(Place("code", 0, "main", 0), "start"))


def test_a_run_that_is_not_known_yet_is_asked_for() -> None:
    found = lineage({"a": of([source("start")], main=(3, "identity"))})
    with pytest.raises(Missing) as caught:
        found.trace(Place("a", 0, "main", 0), "start")
    assert caught.value.keys == {("start", 0)}


def test_the_rounds_of_a_loop_are_asked_for_together() -> None:
    runs = rounds(4)
    known = {key: runs.pop(key) for key in list(runs) if key in (("loop", 3), ("loop", 0))}
    found = lineage(known)
    for keys in ({("loop", 2), ("loop", 1)}, {("a", 0), ("a", 1), ("a", 2)}):
        with pytest.raises(Missing) as caught:
            found.trace(Place("loop", 3, "done", 3), "a")
        assert caught.value.keys == keys
        found = lineage(known := known | {key: runs[key] for key in keys})
    assert found.trace(Place("loop", 3, "done", 3), "a") == Place("a", 1, "main", 1)


@given(st.lists(st.permutations(range(5)), max_size=8))
def test_any_row_of_shuffles_is_undone(shuffles: list[list[int]]) -> None:
    runs = {"n0": of(main=(5, None))}
    items = list(range(5))
    for number, order in enumerate(shuffles):
        items = [items[index] for index in order]
        runs[f"n{number + 1}"] = of([source(f"n{number}")], main=(5, [[0, index] for index in order]))
    found = lineage(runs)
    for index, value in enumerate(items):
        place = found.trace(Place(f"n{len(shuffles)}", 0, "main", index), "n0")
        assert place == Place("n0", 0, "main", value)
