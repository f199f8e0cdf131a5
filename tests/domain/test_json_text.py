import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.json_text import MAX_DEPTH, MAX_DIGITS, InvalidJson, check, dumps, loads
from tests.fixtures.growth import growth

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda v: st.lists(v, max_size=4) | st.dictionaries(texts, v, max_size=4))


def nested(levels: int, opening: str = "[", closing: str = "]") -> str:
    return opening * levels + closing * levels


@settings(max_examples=200, deadline=None)
@given(values)
def test_every_value_comes_back_exactly(value: Any) -> None:
    again = loads(dumps(value))
    assert repr(again) == repr(value)


@pytest.mark.parametrize("digits", ["9007199254740993", "18446744073709551616", "-" + "9" * 400])
def test_integers_of_any_size_are_kept(digits: str) -> None:
    assert loads(digits) == int(digits)
    assert dumps({"n": [int(digits)]}) == b'{"n":[' + digits.encode() + b"]}"


def test_of_duplicate_keys_the_last_wins_and_order_is_kept() -> None:
    assert list(loads('{"b":1,"a":2,"b":3}').items()) == [("b", 3), ("a", 2)]


def test_nul_and_other_unicode_are_legal() -> None:
    assert loads(rb'{"__proto__":"\u0000\ud83e\udd86"}') == {"__proto__": "\0🦆"}


LONG = "12345678901234567890"
"""Beside such an integer the text takes the slower way, which must refuse the same."""


@pytest.mark.parametrize("beside", ["1", LONG])
@pytest.mark.parametrize(
    "refused",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1e400",
        r'"\ud800"',
        r'"\udfff"',
        r'{"\ud800":1}',
        "01",
        "'a'",
        "",
        "[1,]",
        '"\t"',
        "1 2",
        nested(MAX_DEPTH),
        nested(MAX_DEPTH, '{"a":', "}").replace(":}", ":1}"),
    ],
)
def test_what_no_entrance_lets_in(refused: str, beside: str) -> None:
    with pytest.raises(InvalidJson):
        loads(f"[{beside},{refused}]")


@pytest.mark.parametrize("raw", [b"\xff", b'"\xed\xa0\x80"', "\ud800", '"\ud800"'])
def test_what_is_no_unicode_is_refused(raw: bytes | str) -> None:
    with pytest.raises(InvalidJson):
        loads(raw)


def test_integers_that_cost_too_much_to_read_are_refused_in_plain_words() -> None:
    assert loads("9" * MAX_DIGITS) == int("9" * MAX_DIGITS)
    with pytest.raises(InvalidJson, match="more than 4,300 digits"):
        loads("9" * (MAX_DIGITS + 1))


def test_levels_around_the_value_do_not_count() -> None:
    loads(nested(MAX_DEPTH + 3), around=3)
    with pytest.raises(InvalidJson, match="more than 100 levels"):
        loads(nested(MAX_DEPTH + 4), around=3)


def test_a_hundred_levels_are_the_most() -> None:
    loads(nested(MAX_DEPTH))
    with pytest.raises(InvalidJson, match="100 levels"):
        loads(nested(MAX_DEPTH + 1))


def test_brackets_in_strings_and_beside_each_other_are_no_levels() -> None:
    assert loads('"' + "[" * 500 + '\\"{"') == "[" * 500 + '"{'
    assert loads("[" + "[]," * 500 + "[]]") == [[]] * 501
    assert len(loads('[{"a":"]"},' * 3 + "1" + "]" * 3)) == 2


@pytest.mark.parametrize(
    "hostile",
    [
        nested,
        lambda size: '{"a":' * size,
        lambda size: "[" * 101 + '"' + r"\"" * size,
        lambda size: "[" * 101 + '"\\"' * size,
    ],
    ids=["deep", "unclosed", "string without an end", "many strings"],
)
def test_refusing_a_hostile_text_takes_no_longer_than_reading_it(hostile: Callable[[int], str]) -> None:
    def refused(raw: str) -> None:
        with pytest.raises(InvalidJson):
            loads(raw)

    small, large = hostile(50_000), hostile(1_000_000)
    assert growth(lambda: refused(small), lambda: refused(large)) < 80


@pytest.mark.parametrize("value", [math.nan, math.inf, {"a": "\ud800"}, {1, 2}])
def test_values_are_checked_as_their_text_would_be(value: Any) -> None:
    with pytest.raises(InvalidJson):
        check(value)
    check({"fine": [1, 2**70, "\0"]})


def test_writing_refuses_what_json_can_not_hold() -> None:
    for value in ({"a": "\ud800"}, object(), {1, 2}):
        with pytest.raises(InvalidJson):
            dumps(value)
