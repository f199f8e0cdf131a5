"""Brings branches together."""

from collections.abc import AsyncIterator, Hashable, Iterator, Mapping, Sequence
from itertools import product, zip_longest
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.json_text import dumps
from domain.workflow.catalogue import Gathers
from workers.nodes.base import NodeType, Parameters, beside
from workers.nodes.port_rules import Counted
from workers.ports import Chunk, Item, NodeContext, NodeError

MOST_INPUTS = 10
MOST_COMBINATIONS = 1_000_000
CHUNK_ITEMS = 1000

Pair = tuple[int, int]
"""An input, and an item of it."""


class MergeParameters(Parameters):
    mode: Literal["append", "position", "key", "combinations", "any"] = Field(
        "append",
        title="Mode",
        description="Append: one after another. Position: first with first, and so on. Key: those with "
        "equal fields. Combinations: each with each. Any: pass on whatever arrives.",
    )
    inputs: int = Field(2, title="Inputs", ge=2, le=MOST_INPUTS)
    fields: list[Annotated[str, Field(min_length=1)]] = Field(
        [],
        title="Fields",
        description="Of the key; equal in both inputs. Dots lead into objects: address.city. "
        "An item that lacks one has no match.",
        json_schema_extra=beside(mode=["key"]),
        validate_default=True,
    )
    join: Literal["inner", "left", "outer", "anti"] = Field(
        "inner",
        title="Join",
        description="Inner: matches only. Left: and what of input 1 has none. Outer: and what of either has "
        "none. Anti: only what of input 1 has none.",
        json_schema_extra=beside(mode=["key"]),
    )
    unpaired: bool = Field(
        False,
        title="Keep items without a partner",
        description="By position.",
        json_schema_extra=beside(mode=["position"]),
    )
    prefer: Literal["last", "first"] = Field("last", title="Where both have a field, take that of the")

    @field_validator("fields")
    @classmethod
    def _a_key_has_fields(cls, fields: list[str], info: ValidationInfo) -> list[str]:
        if info.data.get("mode") == "key" and not fields:
            raise PydanticCustomError("missing", "Name at least one field that the items are joined by")
        return fields


class Merge(NodeType):
    """Items of all inputs, joined as the mode says; fields of later inputs win unless ``prefer`` is first."""

    name = "flow.merge"
    title = "Merge"
    category = "flow"
    icon = "merge"
    help = "Waits for its inputs, or what of them can still arrive, and joins their items."
    parameters = MergeParameters
    input_rules = (Counted(count="inputs", prefix="input", first=1, least=2, most=MOST_INPUTS),)

    @classmethod
    def gathers(cls, parameters: Mapping[str, Any]) -> Gathers:
        return "each" if parameters.get("mode") == "any" else "all"

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        (evaluated,) = await context.evaluate([{"json": {}}])
        parameters = MergeParameters.model_validate(dict(evaluated))
        ports = self.inputs_of({"inputs": parameters.inputs})
        inputs = [[item async for chunk in context.chunks(port) for item in chunk] for port in ports]
        found: list[tuple[Item, list[Pair]]] = []
        for one in _merged(parameters, inputs):
            found.append(one)
            if len(found) == CHUNK_ITEMS:
                yield _chunk(found)
                found = []
        if found:
            yield _chunk(found)


def _chunk(found: Sequence[tuple[Item, list[Pair]]]) -> Chunk:
    pairs = [list(pairs[0]) if len(pairs) == 1 else list(map(list, pairs)) for _, pairs in found]
    return Chunk([item for item, _ in found], paired=pairs)


def _merged(parameters: MergeParameters, inputs: list[list[Item]]) -> Iterator[tuple[Item, list[Pair]]]:
    numbered = [
        [((port, index), item) for index, item in enumerate(items)] for port, items in enumerate(inputs)
    ]
    match parameters.mode:
        case "position":
            groups = [[one for one in row if one] for row in zip_longest(*numbered)]
            wired = sum(bool(items) for items in inputs)
            groups = groups if parameters.unpaired else [group for group in groups if len(group) == wired]
        case "combinations":
            _check_size(inputs)
            groups = [list(row) for row in product(*[items for items in numbered if items])]
        case "key":
            groups = list(_joined(parameters, numbered))
        case _:
            groups = [[one] for items in numbered for one in items]
    for group in groups:
        yield _one(group, parameters.prefer), [pair for pair, _ in group]


Numbered = tuple[Pair, Item]


def _joined(parameters: MergeParameters, inputs: list[list[Numbered]]) -> Iterator[list[Numbered]]:
    left, right = inputs[0], [one for items in inputs[1:] for one in items]
    by_key: dict[Hashable, list[Numbered]] = {}
    for one in right:
        by_key.setdefault(_key(one, parameters.fields), []).append(one)
    matched: set[Hashable] = set()
    for one in left:
        key = _key(one, parameters.fields)
        partners = by_key.get(key, [])
        matched.add(key)
        if parameters.join != "anti":
            yield from ([one, partner] for partner in partners)
        if not partners and parameters.join != "inner":
            yield [one]
    if parameters.join == "outer":
        yield from ([one] for key, ones in by_key.items() if key not in matched for one in ones)


def _key(one: Numbered, fields: Sequence[str]) -> Hashable:
    """The number 1 is no text 1, but 1.0 is 1. One that lacks a field is like no other."""
    try:
        return dumps([_comparable(_at(one[1]["json"], field)) for field in fields])
    except KeyError:
        return object()


def _at(json: Mapping[str, Any], field: str) -> Any:
    """A field of that very name comes first. Raises KeyError."""
    if field in json or "." not in field:
        return json[field]
    level: Any = json
    for name in field.split("."):
        if not isinstance(level, dict):
            raise KeyError(field)
        level = level[name]
    return level


def _comparable(value: Any) -> Any:
    """The same for what is equal: however a number is written, whatever order an object's keys have."""
    match value:
        case dict():
            return {name: _comparable(value[name]) for name in sorted(value)}
        case list():
            return [_comparable(one) for one in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _one(group: Sequence[Numbered], prefer: str) -> Item:
    items = [item for _, item in group]
    merged: Item = {"json": {}}
    for item in items if prefer == "last" else reversed(items):
        merged["json"].update(item["json"])
        if "binary" in item:
            merged["binary"] = {**merged.get("binary", {}), **item["binary"]}
    return merged


def _check_size(inputs: Sequence[Sequence[Item]]) -> None:
    count = 1
    for items in inputs:
        count *= max(len(items), 1)
    if count > MOST_COMBINATIONS:
        raise NodeError(
            "too_many_items", f"there would be {count:,} combinations; at most {MOST_COMBINATIONS:,}"
        )
