"""From what somebody sent to a definition that can be stored: checked, complete, otherwise as it was."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from domain import json_text
from domain.workflow.arrangement import arranged
from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.fields import refused_fields
from domain.workflow.refusals import DefinitionRefused, DefinitionTooLarge, FieldRefused
from domain.workflow.shapes import Definition, Edge, EdgeKey, Node, Position, key_of

MAX_NODES = 10_000
MAX_BYTES = 10 * 1024 * 1024
ORIGIN = Position(x=0, y=0)


def parse(raw: object, catalogue: NodeCatalogue) -> Definition:
    """The complete definition. Raises :class:`DefinitionRefused` or :class:`DefinitionTooLarge`."""
    if isinstance(raw, Mapping) and isinstance(raw.get("nodes"), list):
        check_nodes(len(raw["nodes"]))
    _refuse(refused_fields(raw))
    assert isinstance(raw, dict)
    definition = completed(raw)
    check_size(definition)
    _refuse(_misfits(definition, catalogue))
    return definition


def completed(raw: Mapping[str, Any]) -> Definition:
    """The definition with every field present; what was given stays as it is, key order included. Where no
    node has a position, they are arranged."""
    edges = [completed_edge(edge) for edge in raw.get("edges", ())]
    places: Mapping[str, Position] = {}
    if not any("position" in node for node in raw["nodes"]):
        places = arranged(list(dict.fromkeys(node["id"] for node in raw["nodes"])), edges)
    return Definition(
        nodes=[completed_node(node, places.get(node["id"], ORIGIN)) for node in raw["nodes"]],
        edges=edges,
        settings=raw.get("settings", {}),
        notes=_with_ids(raw.get("notes", ()), "note"),
        groups=_with_ids(raw.get("groups", ()), "group"),
        pins=raw.get("pins", {}),
    )


def completed_node(raw: Mapping[str, Any], place: Position = ORIGIN) -> Node:
    """A node's default name is its id."""
    position = raw.get("position", place)
    return Node(
        id=raw["id"],
        type=raw["type"],
        name=raw.get("name", raw["id"]),
        position=Position(x=position["x"], y=position["y"]),
        parameters=raw.get("parameters", {}),
        settings=raw.get("settings", {}),
        disabled=raw.get("disabled", False),
        credentials=raw.get("credentials", {}),
    )


def completed_edge(raw: Mapping[str, str]) -> Edge:
    return Edge(
        source=raw["source"],
        source_port=raw.get("source_port", "main"),
        target=raw["target"],
        target_port=raw.get("target_port", "main"),
    )


def _with_ids(objects: Iterable[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Each edit of a note or a group names it."""
    given = list(objects)
    taken = {each.get("id") for each in given if isinstance(each.get("id"), str)}
    free = (name for number in count(1) if (name := f"{what}-{number}") not in taken)
    return [each if "id" in each else {"id": next(free), **each} for each in given]


def check_nodes(count: int) -> None:
    if count > MAX_NODES:
        raise DefinitionTooLarge(f"a definition has at most {MAX_NODES:,} nodes, not {count:,}")


def check_size(definition: Definition) -> None:
    try:
        size = len(json_text.dumps(definition))
    except json_text.InvalidJson as error:
        raise DefinitionRefused(
            "invalid_definition", f"the definition can't be written as JSON: {error}", []
        ) from error
    if size > MAX_BYTES:
        raise DefinitionTooLarge(
            f"a definition has at most {MAX_BYTES:,} bytes of JSON; this one has {size:,}"
        )


def _misfits(definition: Definition, catalogue: NodeCatalogue) -> Iterator[FieldRefused]:
    known = {node["id"] for node in definition["nodes"]}
    yield from _node_misfits(definition["nodes"], catalogue)
    yield from _edge_misfits(definition["edges"], known)
    for node_id in definition["pins"]:
        if node_id not in known:
            yield FieldRefused(("pins", node_id), "there is no such node")


def _node_misfits(nodes: list[Node], catalogue: NodeCatalogue) -> Iterator[FieldRefused]:
    seen: set[str] = set()
    for index, node in enumerate(nodes):
        if node["type"] not in catalogue:
            yield FieldRefused(("nodes", index, "type"), f"there is no node type {node['type'][:100]!r}")
        if node["id"] in seen:
            yield FieldRefused(("nodes", index, "id"), f"another node has the id {node['id']!r}")
        seen.add(node["id"])


def _edge_misfits(edges: list[Edge], known: set[str]) -> Iterator[FieldRefused]:
    seen: set[EdgeKey] = set()
    for index, edge in enumerate(edges):
        if edge["source"] not in known:
            yield FieldRefused(("edges", index, "source"), f"there is no node {edge['source'][:100]!r}")
        if edge["target"] not in known:
            yield FieldRefused(("edges", index, "target"), f"there is no node {edge['target'][:100]!r}")
        if key_of(edge) in seen:
            yield FieldRefused(("edges", index), "the same edge is there already")
        seen.add(key_of(edge))


def _refuse(errors: Iterable[FieldRefused]) -> None:
    found = list(errors)
    if found:
        raise DefinitionRefused("invalid_definition", "the definition can't be stored", found)
