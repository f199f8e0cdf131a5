from typing import Any

import pytest

from domain.workflow.definition import parse
from domain.workflow.refusals import DefinitionRefused, DefinitionTooLarge
from tests.domain.workflow.story import TYPES
from tests.fixtures.growth import growth


def node(**fields: Any) -> dict[str, Any]:
    return {"id": "a", "type": "data.set", **fields}


def edge(**fields: Any) -> dict[str, Any]:
    return {"source": "a", "target": "a", **fields}


def test_what_is_missing_is_filled_in() -> None:
    assert parse({"nodes": [node()], "edges": [edge()]}, TYPES) == {
        "nodes": [
            {
                "id": "a",
                "type": "data.set",
                "name": "a",
                "position": {"x": 0, "y": 0},
                "parameters": {},
                "settings": {},
                "disabled": False,
                "credentials": {},
            }
        ],
        "edges": [{"source": "a", "source_port": "main", "target": "a", "target_port": "main"}],
        "settings": {},
        "notes": [],
        "groups": [],
        "pins": {},
    }


def test_what_is_given_stays_as_it_is() -> None:
    given = node(
        name="\0__proto__🦆",
        parameters={"z": 2**70, "__proto__": {"\0": 1.0}, "a": None},
        settings={"once": True, "timeout_s": 1, "retry": {"backoff": "fixed", "count": 2}},
    )
    stored = parse({"nodes": [given], "pins": {"a": [{"paired": 1, "json": {}}]}}, TYPES)
    assert list(stored["nodes"][0]["parameters"]) == ["z", "__proto__", "a"]
    assert list(stored["nodes"][0]["settings"]) == ["once", "timeout_s", "retry"]
    assert stored["nodes"][0] | given == stored["nodes"][0]
    assert list(stored["pins"]["a"][0]) == ["paired", "json"]


@pytest.mark.parametrize(
    ("raw", "loc", "message"),
    [
        ([], (), "should be an object"),
        ({}, ("nodes",), "is required"),
        ({"nodes": {}}, ("nodes",), "should be a list"),
        ({"nodes": [], "zz": 1}, ("zz",), "unknown field"),
        ({"nodes": [{"id": "a"}]}, ("nodes", 0, "type"), "is required"),
        ({"nodes": [{"type": "data.set"}]}, ("nodes", 0, "id"), "is required"),
        ({"nodes": [node(colour="red")]}, ("nodes", 0, "colour"), "unknown field"),
        ({"nodes": [node(type="data.sett")]}, ("nodes", 0, "type"), "no node type 'data.sett'"),
        ({"nodes": [node(), node()]}, ("nodes", 1, "id"), "another node has the id 'a'"),
        ({"nodes": [node(id="a b")]}, ("nodes", 0, "id"), "1 to 64 letters"),
        ({"nodes": [node(id="a\n")]}, ("nodes", 0, "id"), "1 to 64 letters"),
        ({"nodes": [node(id="é")]}, ("nodes", 0, "id"), "1 to 64 letters"),
        ({"nodes": [node(id="a" * 65)]}, ("nodes", 0, "id"), "1 to 64 letters"),
        ({"nodes": [node(id="__proto__")]}, ("nodes", 0, "id"), "can't be the id"),
        ({"nodes": [node(id="constructor")]}, ("nodes", 0, "id"), "can't be the id"),
        ({"nodes": [node(id="prototype")]}, ("nodes", 0, "id"), "can't be the id"),
        ({"nodes": [node(name=1)]}, ("nodes", 0, "name"), "string"),
        ({"nodes": [node(position={"x": True, "y": 0})]}, ("nodes", 0, "position", "x"), "number"),
        ({"nodes": [node(disabled=1)]}, ("nodes", 0, "disabled"), "boolean"),
        ({"nodes": [node(parameters=[])]}, ("nodes", 0, "parameters"), "object"),
        ({"nodes": [node(settings={"timeout": 1})]}, ("nodes", 0, "settings", "timeout"), "unknown field"),
        ({"nodes": [node(settings={"timeout_s": 0})]}, ("nodes", 0, "settings", "timeout_s"), "greater"),
        ({"nodes": [node(settings={"on_error": "x"})]}, ("nodes", 0, "settings", "on_error"), "'stop'"),
        ({"nodes": [node(credentials={"a": 1})]}, ("nodes", 0, "credentials", "a"), "string"),
        ({"nodes": [node()], "edges": [edge(source="b")]}, ("edges", 0, "source"), "no node 'b'"),
        ({"nodes": [node()], "edges": [edge(target="b")]}, ("edges", 0, "target"), "no node 'b'"),
        ({"nodes": [node()], "edges": [edge(), edge(source_port="main")]}, ("edges", 1), "already"),
        ({"nodes": [node()], "edges": [edge(label="x")]}, ("edges", 0, "label"), "unknown field"),
        ({"nodes": [], "settings": {"order": "random"}}, ("settings", "order"), "'parallel'"),
        ({"nodes": [], "settings": {"colour": 1}}, ("settings", "colour"), "unknown field"),
        ({"nodes": [], "pins": {"a": []}}, ("pins", "a"), "no such node"),
        ({"nodes": [node()], "pins": {"a": [{"json": 1}]}}, ("pins", "a", 0, "json"), "object"),
    ],
)
def test_what_is_malformed_is_refused_where_it_is(raw: object, loc: tuple[Any, ...], message: str) -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        parse(raw, TYPES)
    assert [error.loc for error in refusal.value.errors] == [loc]
    assert message in refusal.value.errors[0].message
    assert refusal.value.code == "invalid_definition"


def test_more_than_ten_thousand_nodes_are_too_many() -> None:
    nodes = [node(id=f"n{number}") for number in range(10_001)]
    assert len(parse({"nodes": nodes[1:]}, TYPES)["nodes"]) == 10_000
    with pytest.raises(DefinitionTooLarge, match="at most 10,000 nodes, not 10,001"):
        parse({"nodes": nodes}, TYPES)


def test_more_than_ten_megabytes_are_too_many() -> None:
    with pytest.raises(DefinitionTooLarge, match="bytes"):
        parse({"nodes": [node(parameters={"text": "x" * 10 * 1024 * 1024})]}, TYPES)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(DefinitionRefused, match="surrogates not allowed"):
        parse({"nodes": [node(name="\ud800")]}, TYPES)


def test_five_thousand_nodes_are_no_harder_to_check_than_a_few() -> None:
    def chain(count: int) -> dict[str, Any]:
        nodes = [node(id=f"n{number}", parameters={"a": {"b": number}}) for number in range(count)]
        edges = [edge(source=f"n{number}", target=f"n{number + 1}") for number in range(count - 1)]
        return {"nodes": nodes, "edges": edges}

    small, large = chain(250), chain(5_000)
    assert growth(lambda: parse(small, TYPES), lambda: parse(large, TYPES)) < 80
