"""What people read of node types, in each language: ``<language>.json`` beside this file.

A file has for each type ``words`` (English text → this language's) and ``options`` (field → value → what is
shown for it). English itself has only the latter.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.json")))
SPOKEN = ("title", "description")
Words = Mapping[str, Mapping[str, Any]]


@cache
def words_of(language: str) -> Mapping[str, Words]:
    """By type; nothing for a language that isn't there, so that English is shown."""
    if language not in LANGUAGES:
        return {}
    found: Mapping[str, Words] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def said(entry: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """A node type's description in these words; what they lack stays as it is."""
    texts, options = words.get("words", {}), words.get("options", {})
    return {
        **entry,
        "title": texts.get(entry["title"], entry["title"]),
        "help": texts.get(entry["help"], entry["help"]),
        "schema": _schema(entry["schema"], texts, options, None),
    }


def _schema(
    schema: Mapping[str, Any], texts: Mapping[str, str], options: Mapping[str, Any], field: str | None
) -> dict[str, Any]:
    """``field``: of which this is the schema, or of whose entries."""
    found = {name: _part(name, value, texts, options, field) for name, value in schema.items()}
    if field is not None and field in options and "enum" in schema:
        found["x-labels"] = options[field]
    return found


def _part(
    name: str, value: Any, texts: Mapping[str, str], options: Mapping[str, Any], field: str | None
) -> Any:
    match name, value:
        case ("properties" | "$defs", dict()):
            return {key: _schema(inner, texts, options, key) for key, inner in value.items()}
        case ("items" | "additionalProperties", dict()):
            return _schema(value, texts, options, field)
        case ("anyOf" | "oneOf" | "allOf", list()):
            return [_schema(inner, texts, options, field) for inner in value]
        case _ if name in SPOKEN and isinstance(value, str):
            return texts.get(value, value)
        case _:
            return value
