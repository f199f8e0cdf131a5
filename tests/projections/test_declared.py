"""What of an input people may search for."""

from typing import Any

import pytest

from domain import json_text
from projections.executions.declared import LONGEST, holds, values


def of(given: Any, *keys: str) -> dict[str, Any]:
    return values(json_text.dumps({"input": given}), keys)


@pytest.mark.parametrize(
    ("given", "key", "found"),
    [
        ({"customer": "Ann"}, "customer", "Ann"),
        ([{"customer": "Ann"}, {"customer": "Bob"}], "customer", "Ann"),
        ({"body": {"order": {"id": 7}}}, "body.order.id", 7),
        ({"rows": [{"n": 1}, {"n": 2}]}, "rows.1.n", 2),
        ({"a.b": "whole", "a": {"b": "parts"}}, "a.b", "whole"),
        ({"paid": True}, "paid", True),
        ({"n": 2**70}, "n", 2**70),
        ({"text": "x" * 500}, "text", "x" * LONGEST),
    ],
)
def test_a_key_leads_to_a_value(given: Any, key: str, found: Any) -> None:
    assert of(given, key) == {key: found}


@pytest.mark.parametrize("given", [None, [], {}, {"a": None}, {"a": {"b": 1}}, {"a": [1]}])
def test_what_is_not_there_or_no_single_value_is_left_out(given: Any) -> None:
    assert of(given, "a", "a.c", "a.9") == {}


def test_without_input_or_keys_there_is_nothing() -> None:
    assert values(None, ["a"]) == {}
    assert of({"a": 1}) == {}


def test_text_is_found_anywhere_and_in_any_case() -> None:
    found = of({"name": "STRASSE 7", "n": 1234, "ok": False}, "name", "n", "ok")
    assert holds(found, "straße")
    assert holds(found, "23")
    assert holds(found, "false")
    assert not holds(found, "8")
