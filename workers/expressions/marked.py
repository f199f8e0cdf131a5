"""Where in a node's parameters expressions may stand, by its JSON schema, and where they do stand."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from workers.expressions.templates import has_marks

Loc = tuple[str | int, ...]

MARK = "x-expression"


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The model's JSON schema, for reading only: everybody gets the same object."""
    return model.model_json_schema()


def expression_texts(schema: Mapping[str, Any], parameters: Any) -> Iterator[tuple[Loc, str]]:
    """Each text with braces in a marked field, or anywhere inside one, and the way to it.

    Keys never count.
    """
    yield from _walk(schema, parameters, (), schema.get("$defs", {}))


def _walk(
    schema: Mapping[str, Any], value: Any, loc: Loc, definitions: Mapping[str, Any]
) -> Iterator[tuple[Loc, str]]:
    if schema.get(MARK):
        yield from _texts(value, loc)
        return
    if "$ref" in schema:
        yield from _walk(definitions[schema["$ref"].rsplit("/", 1)[1]], value, loc, definitions)
    for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _walk(option, value, loc, definitions)
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from _walk(inner, value[name], (*loc, name), definitions)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, element in enumerate(value):
            yield from _walk(schema["items"], element, (*loc, index), definitions)


def _texts(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    match value:
        case str() if has_marks(value):
            yield loc, value
        case dict():
            for key, inner in value.items():
                yield from _texts(inner, (*loc, key))
        case list():
            for index, inner in enumerate(value):
                yield from _texts(inner, (*loc, index))


def with_values(parameters: Any, values: Mapping[Loc, Any]) -> Any:
    """The parameters with other values at these places; what holds none of them is shared, not copied."""
    if () in values:
        return values[()]
    inner: dict[str | int, dict[Loc, Any]] = {}
    for (key, *rest), value in values.items():
        inner.setdefault(key, {})[tuple(rest)] = value
    copy = parameters.copy()
    for key, below in inner.items():
        copy[key] = with_values(copy[key], below)
    return copy
