"""Whatever people read of a node type is there in every language."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workers.nodes.registry import NODE_TYPES, describe
from workers.nodes.words import LANGUAGES, words_of

PARAMETERS_OF_PORTS: list[dict[str, Any]] = [
    {},
    {"mode": "approval"},
    {"mode": "rules", "rules": [], "fallback": True},
    {"inputs": 10},
]
PAGE_WORDS = (Path(__file__).parents[3] / "web/ui/src/i18n/en/node.ts").read_text()
UNSPOKEN = {"main", *map(str, range(50))}


def places(schema: dict[str, Any], field: str | None = None) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Each field of a form, within others too, and its schema. Titles of whole objects are shown nowhere."""
    yield field, schema
    for group in ("properties", "$defs"):
        for name, inner in schema.get(group, {}).items():
            yield from places(inner, name)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from places(schema[name], field)
    for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from places(inner, field)


def texts(entry: dict[str, Any]) -> set[str]:
    found = {entry["title"], entry["help"]}
    for _, schema in places(entry["schema"]):
        shown = (name for name in ("title", "description") if isinstance(schema.get(name), str))
        found |= {schema[name] for name in shown if not (name == "title" and "properties" in schema)}
    return found


def options(entry: dict[str, Any]) -> dict[str, set[str]]:
    return {
        field: set(schema["enum"]) for field, schema in places(entry["schema"]) if "enum" in schema and field
    }


def ports(type_name: str) -> set[str]:
    node_type = NODE_TYPES[type_name]
    found: set[str] = set()
    for parameters in PARAMETERS_OF_PORTS:
        found |= {*node_type.inputs_of(parameters), *node_type.outputs_of(parameters)}
    return found - UNSPOKEN


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
@pytest.mark.parametrize("entry", describe("none"), ids=lambda entry: entry["type"])
def test_each_text_of_a_type_is_there_in_each_language_and_nothing_else(
    entry: dict[str, Any], language: str
) -> None:
    words = words_of(language).get(entry["type"], {})
    assert set(words.get("words", {})) == texts(entry)
    assert all(each.strip() for each in words.get("words", {}).values())


@pytest.mark.parametrize("type_name", NODE_TYPES)
def test_the_page_has_a_name_for_each_port_of_a_type(type_name: str) -> None:
    named = {port for port in ports(type_name) if f'"port.{port.rstrip("0123456789")}"' in PAGE_WORDS}
    assert ports(type_name) - named == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", describe("none"), ids=lambda entry: entry["type"])
def test_each_choice_of_a_type_has_a_label_in_each_language(entry: dict[str, Any], language: str) -> None:
    words = words_of(language).get(entry["type"], {}).get("options", {})
    assert {field: set(labels) for field, labels in words.items()} == options(entry)


def test_a_type_describes_itself_in_german() -> None:
    wait = next(entry for entry in describe("de") if entry["type"] == "flow.wait")
    fields = wait["schema"]["properties"]
    assert (wait["title"], fields["unit"]["title"]) == ("Warten", "Einheit")
    assert fields["unit"]["x-labels"]["days"] == "Tage"


def test_a_field_that_is_called_like_a_keyword_of_schemas_keeps_its_own_words() -> None:
    wait = next(entry for entry in describe("de") if entry["type"] == "flow.wait")
    assert wait["schema"]["properties"]["default"]["title"] == "Wenn die Zeit um ist"


def test_a_language_that_is_not_there_is_english() -> None:
    assert describe("xx")[0]["title"] == describe()[0]["title"] == "Code"
