from collections.abc import Sequence
from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.nodes.flow_merge import Merge
from workers.nodes.problems import problems_of

LEFT = [{"id": 1, "l": "a"}, {"id": 2, "l": "b"}, {"id": 2, "l": "c"}]
RIGHT = [{"id": 2, "r": "x"}, {"id": 3, "r": "y"}, {"id": 2, "r": "z"}]


def merge(left: Sequence[Any], right: Sequence[Any], *more: Sequence[Any], **parameters: Any) -> Run:
    ports = {f"input{number}": items for number, items in enumerate((left, right, *more), 1)}
    return Run("flow.merge", {"inputs": len(ports), **parameters}, [], ports=ports)


async def merged(left: Sequence[Any], right: Sequence[Any], *more: Sequence[Any], **parameters: Any) -> Any:
    return (await merge(left, right, *more, **parameters).outputs()).get("main", [])


async def test_append_is_one_after_another() -> None:
    run = merge([{"a": 1}, {"a": 2}], [], [{"a": 3}])
    assert await run.outputs() == {"main": [{"a": 1}, {"a": 2}, {"a": 3}]}
    assert run.pairs == [[[0, 0], [0, 1], [2, 0]]]


async def test_by_position_what_has_no_partner_is_left_out_or_kept() -> None:
    left, right = [{"a": 1}, {"a": 2}], [{"b": 1}]
    assert await merged(left, right, mode="position") == [{"a": 1, "b": 1}]
    assert await merged(left, right, mode="position", unpaired=True) == [{"a": 1, "b": 1}, {"a": 2}]


async def test_by_position_an_input_that_never_came_takes_no_part() -> None:
    assert await merged([{"a": 1}, {"a": 2}], [], mode="position") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("join", "found"),
    [
        ("inner", ["bx", "bz", "cx", "cz"]),
        ("left", ["a", "bx", "bz", "cx", "cz"]),
        ("outer", ["a", "bx", "bz", "cx", "cz", "y"]),
        ("anti", ["a"]),
    ],
)
async def test_by_key(join: str, found: list[str]) -> None:
    items = await merged(LEFT, RIGHT, mode="key", fields=["id"], join=join)
    assert [item.get("l", "") + item.get("r", "") for item in items] == found


@pytest.mark.parametrize(
    ("join", "left_alone", "right_alone"),
    [("inner", [], []), ("left", LEFT, []), ("outer", LEFT, RIGHT), ("anti", LEFT, [])],
)
async def test_by_key_with_one_side_empty(join: str, left_alone: list[Any], right_alone: list[Any]) -> None:
    assert await merged(LEFT, [], mode="key", fields=["id"], join=join) == left_alone
    assert await merged([], RIGHT, mode="key", fields=["id"], join=join) == (
        sorted(right_alone, key=lambda item: item["id"])
    )


async def test_equal_values_are_one_key_however_they_are_written() -> None:
    async def matches(a: Any, b: Any) -> int:
        return len(await merged([a], [b], mode="key", fields=["id"]))

    assert await matches({"id": 1}, {"id": 1}) == 1
    assert await matches({"id": 1}, {"id": "1"}) == 0
    assert await matches({"id": 1}, {"id": True}) == 0
    assert await matches({"id": "ß\0😀"}, {"id": "ß\0😀"}) == 1
    assert await matches({"id": "é"}, {"id": "e\u0301"}) == 0
    assert await matches({"id": 2**70}, {"id": 2**70 + 1}) == 0
    assert await matches({"id": {"x": [1]}}, {"id": {"x": [1.0]}}) == 1
    assert await matches({"id": {"x": 1, "y": 2}}, {"id": {"y": 2, "x": 1}}) == 1
    assert await matches({"id": 1}, {"id": 1.0}) == 1
    assert await matches({"id": None}, {"id": None}) == 1


async def test_an_item_that_lacks_a_field_of_the_key_has_no_match() -> None:
    left, right = [{"a": 1}, {"a": 2, "id": None}], [{"b": 1}, {"b": 2, "id": None}]

    async def joined(join: str) -> Any:
        return await merged(left, right, mode="key", fields=["id"], join=join)

    both = {"a": 2, "b": 2, "id": None}
    assert await joined("inner") == [both]
    assert await joined("left") == [{"a": 1}, both]
    assert await joined("outer") == [{"a": 1}, both, {"b": 1}]
    assert await joined("anti") == [{"a": 1}]


async def test_dots_in_a_field_of_the_key_lead_into_objects_unless_one_is_called_so() -> None:
    async def matches(a: Any, b: Any) -> int:
        return len(await merged([a], [b], mode="key", fields=["k.x"]))

    assert await matches({"k": {"x": 1}}, {"k": {"x": 1}}) == 1
    assert await matches({"k": {"x": 1}}, {"k.x": 1, "k": {"x": 2}}) == 1
    assert await matches({"k": {"x": 1}}, {"k": [1]}) == 0
    assert await matches({"k": 1}, {"k": 1}) == 0


async def test_several_fields_are_one_key() -> None:
    left, right = [{"a": 1, "b": 2, "l": 1}], [{"a": 1, "b": 3}, {"a": 1, "b": 2, "r": 1}]
    assert await merged(left, right, mode="key", fields=["a", "b"]) == [{"a": 1, "b": 2, "l": 1, "r": 1}]


@pytest.mark.parametrize(
    ("fields", "code", "loc"),
    [([], "missing_parameter", ["fields"]), (["a", ""], "invalid_parameter", ["fields", 1])],
)
def test_without_a_key_it_says_what_is_missing_before_it_runs(
    fields: list[str], code: str, loc: list[str | int]
) -> None:
    [found] = problems_of("m", Merge, {"mode": "key", "fields": fields})
    assert (found.code, found.loc) == (code, loc)
    assert problems_of("m", Merge, {"mode": "append", "fields": []}) == []


async def test_all_combinations() -> None:
    run = merge([{"a": 1}, {"a": 2}], [{"b": 1}, {"b": 2}], mode="combinations")
    found = (await run.outputs())["main"]
    assert [(item["a"], item["b"]) for item in found] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert await merged([{"a": 1}], [], mode="combinations") == [{"a": 1}]


async def test_too_many_combinations_are_refused() -> None:
    many = [{"n": n} for n in range(1001)]
    assert (await merge(many, many, mode="combinations").failed()).code == "too_many_items"


@pytest.mark.parametrize(("prefer", "value"), [("last", "right"), ("first", "left")])
async def test_where_both_have_a_field(prefer: str, value: str) -> None:
    left, right = {"v": "left", "a": 1}, {"v": "right", "b": 2}
    for mode in ({"mode": "position"}, {"mode": "combinations"}, {"mode": "key", "fields": ["k"]}):
        items = await merged([{**left, "k": 1}], [{**right, "k": 1}], prefer=prefer, **mode)
        assert items == [{"v": value, "a": 1, "b": 2, "k": 1}]


async def test_files_of_all_partners_are_kept() -> None:
    run = merge([{}], [{}], mode="position")
    run._ports["input1"][0]["binary"] = {"a": {"file_id": "1"}, "b": {"file_id": "2"}}
    run._ports["input2"][0]["binary"] = {"b": {"file_id": "3"}}
    await run.outputs()
    assert run.chunks_out[0].items[0]["binary"] == {"a": {"file_id": "1"}, "b": {"file_id": "3"}}


async def test_the_input_stays_as_it_was() -> None:
    left = [{"a": 1}]
    await merged(left, [{"a": 2}], mode="position")
    assert left == [{"a": 1}]


async def test_many_items_leave_in_chunks() -> None:
    run = merge([{"n": n} for n in range(1500)], [{"n": n} for n in range(1000)])
    await run.outputs()
    assert [len(chunk.items) for chunk in run.chunks_out] == [1000, 1000, 500]


def test_its_inputs_are_as_many_as_it_says_within_bounds() -> None:
    assert Merge.inputs_of({"inputs": 3}) == ["input1", "input2", "input3"]
    assert len(Merge.inputs_of({"inputs": 99})) == 10
    assert len(Merge.inputs_of({"inputs": "x"})) == 2
    assert Merge.gathers({"mode": "any"}) == "each"
    assert Merge.gathers({}) == "all"
