"""Fields of an item, set or replaced."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from workers.nodes.base import Expression, NodeType, Parameters
from workers.ports import Chunk, Item, NodeContext


@with_config(ConfigDict(extra="forbid"))
class FieldToSet(TypedDict):
    name: str
    value: Any


class SetParameters(Parameters):
    fields: list[FieldToSet] = Expression(
        default_factory=list,
        title="Fields",
        description="In this order. Dots in a name lead into objects: address.city.",
    )
    keep: bool = Field(True, title="Keep the other fields")


class Set(NodeType):
    """Output: each item with the fields set; with ``keep: false`` nothing else. Files are kept."""

    name = "data.set"
    title = "Set fields"
    category = "data"
    icon = "pencil"
    help = "Sets fields of each item, to fixed values or to what expressions say."
    parameters = SetParameters

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for evaluated in context.evaluated():
            changed = [_changed(one.item, one.parameters) for one in evaluated]
            yield Chunk(changed, paired=context.paired(evaluated))


def _changed(item: Item, parameters: Mapping[str, Any]) -> Item:
    json: dict[str, Any] = dict(item["json"]) if parameters["keep"] else {}
    for field in parameters["fields"]:
        if "." in field["name"]:
            _set_at(json, field["name"].split("."), field["value"])
        else:
            json[field["name"]] = field["value"]
    return {**item, "json": json}


def _set_at(json: dict[str, Any], path: list[str], value: Any) -> None:
    """Copies each level it goes through: the input's objects are other nodes' data as well."""
    *parents, last = path
    level = json
    for name in parents:
        there = level.get(name)
        level[name] = dict(there) if isinstance(there, dict) else {}
        level = cast(dict[str, Any], level[name])
    level[last] = value
