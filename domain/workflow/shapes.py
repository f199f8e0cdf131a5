"""The parts of a definition, complete: every field present, unknown ones refused before."""

from typing import Any, TypedDict

EdgeKey = tuple[str, str, str, str]
"""What identifies an edge: source, source port, target, target port."""


class Position(TypedDict):
    x: float
    y: float


class Node(TypedDict):
    id: str
    type: str
    name: str
    position: Position
    parameters: dict[str, Any]
    settings: dict[str, Any]
    disabled: bool
    credentials: dict[str, str]
    """What the node type asks for → the id of a credential."""


class Edge(TypedDict):
    source: str
    source_port: str
    target: str
    target_port: str


class Definition(TypedDict):
    nodes: list[Node]
    edges: list[Edge]
    settings: dict[str, Any]
    notes: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    pins: dict[str, list[dict[str, Any]]]
    """Node id → the items that manual executions take instead of running it."""


def key_of(edge: Edge) -> EdgeKey:
    return (edge["source"], edge["source_port"], edge["target"], edge["target_port"])


def edge_of(key: EdgeKey) -> Edge:
    return Edge(source=key[0], source_port=key[1], target=key[2], target_port=key[3])
