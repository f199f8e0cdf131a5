"""Items that fail while others pass: in the node, and in what leaves it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest

from workers.engine.per_item import Aside, with_errors
from workers.ports import Chunk, Item, NodeError


def items(*values: Any) -> list[Item]:
    return [{"json": {"n": value}} for value in values]


def no(item: int) -> NodeError:
    return NodeError("bad", f"item {item} is bad")


ERROR = {"error": "item 1 is bad", "error_code": "bad"}


def test_an_error_stands_in_the_place_of_its_item() -> None:
    passed = [Chunk(items(0, 2), "main", [[0, 0], [0, 2]])]
    [chunk] = with_errors(passed, {1: no(1)}, items(0, 1, 2), "continue", "main")
    assert [item["json"] for item in chunk.items] == [{"n": 0}, ERROR, {"n": 2}]
    assert (chunk.port, chunk.paired) == ("main", [[0, 0], [0, 1], [0, 2]])


def test_chunks_before_the_first_failure_were_paired_one_to_one() -> None:
    passed = [Chunk(items(0, 1), "main", "identity"), Chunk(items(3), "main", [[0, 3]])]
    [chunk] = with_errors(passed, {2: no(2)}, items(0, 1, 2, 3), "continue", "main")
    assert chunk.paired == [[0, 0], [0, 1], [0, 2], [0, 3]]
    assert [item["json"].get("n") for item in chunk.items] == [0, 1, None, 3]


def test_by_the_error_port_the_item_keeps_its_fields_below_the_error() -> None:
    given: list[Item] = [{"json": {"n": 1, "error": "old"}, "binary": {"a": {"file_id": "f"}}}]
    found = with_errors([], {0: no(1)}, given, "port", "main")
    assert [(c.port, c.items, c.paired) for c in found] == [
        ("error", [{"json": {"n": 1, **ERROR}, "binary": {"a": {"file_id": "f"}}}], [[0, 0]])
    ]


def test_other_ports_are_left_as_they_are() -> None:
    passed = [Chunk(items(0), "true", [[0, 0]]), Chunk(items(2), "false", [[0, 2]])]
    found = with_errors(passed, {1: no(1)}, items(0, 1, 2), "continue", "false")
    assert [(c.port, [item["json"] for item in c.items]) for c in found] == [
        ("true", [{"n": 0}]),
        ("false", [ERROR, {"n": 2}]),
    ]


def test_without_failures_nothing_changes() -> None:
    passed = [Chunk(items(0), "main", "identity")]
    assert with_errors(passed, {}, items(0), "continue", "main") == passed


def test_many_errors_leave_in_chunks() -> None:
    every = items(*range(2500))
    found = with_errors([], {n: no(n) for n in range(2500)}, every, "continue", "main")
    assert [len(chunk.items) for chunk in found] == [1000, 1000, 500]
    assert [chunk.paired and chunk.paired[0] for chunk in found] == [[0, 0], [0, 1000], [0, 2000]]


async def chunks(*found: Sequence[Item]) -> AsyncIterator[list[Item]]:
    for some in found:
        yield list(some)


async def evaluate(some: Sequence[Item], offset: int) -> list[Mapping[str, Any]]:
    """All of them or none: as expressions are evaluated."""
    for item in some:
        if item["json"]["n"] == "bad":
            raise NodeError("expression_failed", "bad")
    return [{"n": item["json"]["n"]} for item in some]


@pytest.mark.parametrize("bad", [set(), {0}, {4}, {1, 2}, {0, 1, 2, 3, 4, 5, 6}])
async def test_items_whose_parameters_fail_are_put_aside(bad: set[int]) -> None:
    values = ["bad" if n in bad else n for n in range(7)]
    aside = Aside(lambda _: True)
    found = [
        one
        async for some in aside.evaluated(chunks(items(*values[:4]), items(*values[4:])), evaluate)
        for one in some
    ]
    assert [one.place for one in found] == [n for n in range(7) if n not in bad]
    assert all(one.parameters["n"] == one.place == one.item["json"]["n"] for one in found)
    assert set(aside.errors) == bad
    assert aside.paired(found) == ([[0, one.place] for one in found] if bad else "identity")


async def test_where_the_workflow_stops_at_an_error_it_is_raised() -> None:
    aside = Aside(lambda _: False)
    with pytest.raises(NodeError, match="bad"):
        [one async for one in aside.evaluated(chunks(items("bad")), evaluate)]
    with pytest.raises(NodeError), aside.item(0):
        raise no(0)
    assert not aside.errors


async def test_what_is_wrong_for_all_items_fails_the_node() -> None:
    async def broken(*_: object) -> list[Mapping[str, Any]]:
        raise NodeError("unknown_node", "there is none")

    with pytest.raises(NodeError, match="there is none"):
        [one async for one in Aside(lambda _: True).evaluated(chunks(items(1)), broken)]


def test_what_is_aside_outlives_a_suspension() -> None:
    before, after = Aside(lambda _: True), Aside(lambda _: True)
    with before.item(3):
        raise no(3)
    after.recall(before.stored())
    assert [(n, e.code, e.message) for n, e in after.errors.items()] == [(3, "bad", "item 3 is bad")]
