"""What passes between worker and runner, without a container."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.items_json import MAX_VALUES, NotJson, check_values, count_items, dumps, lines_of
from sandbox.json_shape import has_more_values, is_deeper
from sandbox.runner.frames import FrameReader, FrameTooLong, frame
from sandbox.runner.json_rules import too_deep

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    scalars | text, lambda inner: st.lists(inner) | st.dictionaries(text, inner), max_leaves=20
)


@given(st.lists(st.dictionaries(text, values)))
def test_items_come_back_as_they_went(jsons: list[Any]) -> None:
    items = [{"json": value} for value in jsons]
    assert count_items(dumps(items)) == len(items)
    lines = lines_of(dumps(items)).split(b"\n")
    assert [json.loads(line) for line in lines[:-1]] == jsons


@pytest.mark.parametrize(
    "payload",
    [
        b"{}",
        b"[1]",
        b"[{}]",
        b'[{"json": 1}]',
        b'[{"json": {}, "other": 1}]',
        b'[{"json": {"a": NaN}}]',
        b'[{"json": {"a": 1e400}}]',
        b'[{"json": {"a": 1e400, "b": 1234567890123456789012}}]',
        b'[{"json": {"a": "\\ud800"}}]',
        b'[{"json": {"a": "\\ud800", "b": 1234567890123456789012}}]',
        b'[{"json": {"a": "\xff"}}]',
        b'[{"json": ' + b'{"a":' * 101 + b"{}" + b"}" * 101 + b"}]",
        b"[" * 100_000,
    ],
)
def test_what_a_runner_may_not_send_is_refused(payload: bytes) -> None:
    with pytest.raises(NotJson):
        count_items(payload)


@pytest.mark.parametrize("value", ["\ud800", 10**5000, {1, 2}], ids=["surrogate", "long", "set"])
def test_what_is_not_json_is_not_sent(value: object) -> None:
    with pytest.raises(NotJson):
        dumps([value])


@given(st.lists(st.tuples(st.sampled_from([b"I", b"L"]), st.binary(max_size=300))), st.integers(1, 50))
def test_frames_survive_any_way_of_cutting_the_stream(frames: list[tuple[bytes, bytes]], size: int) -> None:
    stream = b"".join(frame(kind, payload) for kind, payload in frames)
    reader = FrameReader(300)
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert [found for piece in pieces for found in reader.feed(piece)] == frames


def test_a_frame_that_is_too_long_is_refused_before_it_arrives() -> None:
    with pytest.raises(FrameTooLong):
        FrameReader(100).feed(frame(b"I", b"x" * 101)[:5])


def test_a_hundred_levels_are_the_most() -> None:
    value: Any = {}
    for _ in range(99):
        value = [value]
    assert not too_deep(value)
    assert too_deep([value])


@given(values, st.integers(0, 8))
def test_how_deep_json_is_can_be_told_from_its_bytes(value: Any, levels: int) -> None:
    for text in (dumps([value]), json.dumps([value], indent=1).encode()):
        assert is_deeper(text, levels) is too_deep([value], levels)


@pytest.mark.parametrize("levels", [1, 2, 8, 9, 10, 40])
def test_how_deep_a_text_of_brackets_is(levels: int) -> None:
    deep = b"[" * levels + b"]" * levels
    for text in (
        deep,
        b"[" * (levels - 1) + b"{},[]" + b"]" * (levels - 1),
        b"[" + deep[2:-2] + b"," + deep[1:],
    ):
        assert not is_deeper(text, levels)
        assert is_deeper(b"[1," + text + b"]", levels)


@given(values, st.integers(1, 30))
@example([[], [], [], [None] * 6], 13)
@example([[""], ['"', "[]"], {"": {}}], 9)
def test_how_many_values_there_are_can_be_told_from_the_bytes(value: Any, most: int) -> None:
    for text in (dumps([value]), json.dumps([value], indent=1).encode()):
        assert has_more_values(text, most) is (_count([value]) > most)


def test_text_is_one_value_however_it_looks() -> None:
    text = dumps([{"json": {"a": ",[{" * MAX_VALUES, "b": '\\",[' * 1000}}])
    check_values(text)
    assert count_items(text) == 1


@pytest.mark.parametrize("value", [b"[]", b"{}", b"1", b'""', b'{"":""}', b'"\\""'])
def test_more_values_than_the_worker_can_take_are_refused_unread(value: bytes) -> None:
    with pytest.raises(NotJson, match="more than 2,000,000 values in one item"):
        check_values(b'[{"json":{"a":[' + b",".join([value] * 4 * MAX_VALUES) + b"]}}]")


def _count(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_count, inner))
