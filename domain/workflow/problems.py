"""What keeps a stored workflow from running. A half-built one is saved all the same."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.graph import cycles, is_trigger, way_through
from domain.workflow.catalogue import NodeCatalogue, Problem
from domain.workflow.settings_problems import settings_problems
from domain.workflow.shapes import Definition, Edge, Node

LOOP = "flow.loop"
"""The type of the nodes that a cycle may lead through."""


def problems_of(definition: Definition, catalogue: NodeCatalogue) -> list[Problem]:
    """Everything at once; each ``loc`` is a path in the definition."""
    nodes = {node["id"]: node for node in definition["nodes"]}
    return [
        *_trigger_problems(definition, catalogue),
        *_node_problems(definition, catalogue),
        *_edge_problems(definition["edges"], nodes, catalogue),
        *_cycle_problems(definition, nodes, catalogue),
        *settings_problems(definition["settings"], catalogue),
    ]


def _trigger_problems(definition: Definition, catalogue: NodeCatalogue) -> Iterator[Problem]:
    if not any(is_trigger(node, catalogue) and not node["disabled"] for node in definition["nodes"]):
        yield _problem(None, ["nodes"], "no_trigger", "it needs a trigger node that is enabled")


def _node_problems(definition: Definition, catalogue: NodeCatalogue) -> Iterator[Problem]:
    for index, node in enumerate(definition["nodes"]):
        if node["type"] not in catalogue:
            message = f"the node type {node['type']!r} is not installed"
            yield _problem(
                node["id"], ["nodes", index, "type"], "unknown_type", message, type=node["type"][:100]
            )
        elif not node["disabled"]:
            for problem in catalogue.problems_of(node["id"], node["type"], node["parameters"]):
                yield replace(problem, loc=["nodes", index, "parameters", *problem.loc])


def _edge_problems(edges: list[Edge], nodes: dict[str, Node], catalogue: NodeCatalogue) -> Iterator[Problem]:
    outputs = {node_id: _outputs(node, catalogue) for node_id, node in nodes.items()}
    for index, edge in enumerate(edges):
        known = outputs[edge["source"]]
        if known is not None and edge["source_port"] not in known:
            yield _unknown_port(edge["source"], index, "source_port", edge["source_port"], known)
        yield from _target_problems(index, edge, nodes[edge["target"]], catalogue)


def _outputs(node: Node, catalogue: NodeCatalogue) -> set[str] | None:
    if node["type"] not in catalogue:
        return None
    extra = {"error"} if node["settings"].get("on_error") == "port" else set()
    return extra | set(catalogue.outputs_of(node["type"], node["parameters"]))


def _target_problems(index: int, edge: Edge, target: Node, catalogue: NodeCatalogue) -> Iterator[Problem]:
    if target["type"] not in catalogue:
        return
    if is_trigger(target, catalogue):
        message = f"an edge leads into the trigger {target['id']!r}"
        yield _problem(target["id"], ["edges", index, "target"], "edge_into_trigger", message)
    elif edge["target_port"] not in catalogue.inputs_of(target["type"], target["parameters"]):
        known = catalogue.inputs_of(target["type"], target["parameters"])
        yield _unknown_port(target["id"], index, "target_port", edge["target_port"], known)


def _cycle_problems(
    definition: Definition, nodes: dict[str, Node], catalogue: NodeCatalogue
) -> Iterator[Problem]:
    """A cycle through an enabled loop node is what such nodes are for; a disabled node is passed one way."""
    successors: dict[str, list[str]] = {i: [] for i, node in nodes.items() if not _loops(node)}
    ways = {i: way_through(node, catalogue) for i, node in nodes.items() if node["disabled"]}
    for edge in definition["edges"]:
        source, target = edge["source"], edge["target"]
        into, _ = ways.get(target, (edge["target_port"], None))
        _, out = ways.get(source, ("", edge["source_port"]))
        passes = edge["target_port"] == into and edge["source_port"] == out
        if passes and source in successors and target in successors:
            successors[source].append(target)
    order = {node_id: index for index, node_id in enumerate(nodes)}
    groups = [sorted(group, key=order.__getitem__) for group in cycles(successors)]
    for group in sorted(groups, key=lambda group: order[group[0]]):
        shown = ", ".join(repr(node_id) for node_id in group[:5]) + (", …" if len(group) > 5 else "")
        message = f"the nodes {shown} form a cycle without a loop node"
        yield _problem(group[0], ["nodes", order[group[0]]], "cycle", message, nodes=shown)


def _loops(node: Node) -> bool:
    return node["type"] == LOOP and not node["disabled"]


def _problem(
    node_id: str | None, loc: list[str | int], code: str, message: str, **data: str | int | float
) -> Problem:
    return Problem(node_id=node_id, loc=loc, message=message, code=code, data=data)


def _unknown_port(node_id: str, edge: int, end: str, port: str, ports: Iterable[str]) -> Problem:
    known = ", ".join(repr(each) for each in sorted(ports))
    side = "output" if end == "source_port" else "input"
    message = f"{node_id!r} has no {side} port {port!r}; it has {known or 'none'}"
    return _problem(node_id, ["edges", edge, end], "unknown_port", message, port=port, ports=known or "–")
