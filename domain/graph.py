"""The graph that a definition draws, as it runs: disabled nodes are passed through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from domain.workflow.catalogue import Gathers, NodeCatalogue
from domain.workflow.shapes import Definition, Node

Target = tuple[str, str]
"""A node and the input port of it that an edge leads to."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Enabled nodes and what connects them.

    An edge into a disabled node's first input leads on to wherever its first output leads; a loop's, to where
    its end leads.
    """

    nodes: dict[str, Node]
    """The enabled nodes, in the definition's order."""
    triggers: list[str]
    leaves: list[str]
    """Nodes from which no edge leads to another one."""
    outgoing: dict[str, dict[str, list[Target]]]
    """Node → port → targets, in the order of the definition's edges, each once."""
    gathers: dict[str, Gathers] = field(default_factory=dict)
    """How nodes take what is delivered to them, where it isn't one by one."""
    inputs: dict[str, Sequence[str]] = field(default_factory=dict)
    """The input ports of nodes that have several, in order."""
    _behind: dict[Target, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _incoming: dict[str, list[tuple[str, str]]] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def from_definition(cls, definition: Definition, catalogue: NodeCatalogue) -> "Graph":
        drawn = {node["id"]: node for node in definition["nodes"]}
        edges = _edges(definition)
        passed = {i: way_through(n, catalogue) for i, n in drawn.items() if n["disabled"]}
        nodes = {i: n for i, n in drawn.items() if not n["disabled"]}
        outgoing = {i: _contracted(edges.get(i, {}), edges, passed) for i in nodes}
        return cls(
            nodes=nodes,
            triggers=[i for i, n in nodes.items() if is_trigger(n, catalogue)],
            leaves=[i for i in nodes if not any(outgoing[i].values())],
            outgoing=outgoing,
            gathers={i: how for i, n in nodes.items() if (how := _gathers(n, catalogue)) != "each"},
            inputs={i: ports for i, n in nodes.items() if len(ports := _inputs(n, catalogue)) > 1},
        )

    def successors(self, node_id: str, port: str) -> list[Target]:
        """Where the items that leave a node by this port go; nowhere for what isn't in the graph."""
        return self.outgoing.get(node_id, {}).get(port, [])

    def ancestors(self, node_id: str) -> set[str]:
        """Every node from which an edge or several lead to this one."""
        found: set[str] = set()
        waiting = [node_id]
        while waiting:
            new = {source for source, _ in self._into(waiting.pop())} - found
            found |= new
            waiting += new
        return found

    def descendants(self, node_id: str) -> set[str]:
        """Every node to which an edge or several lead from this one."""
        found: set[str] = set()
        waiting = [node_id]
        while waiting:
            ports = self.outgoing.get(waiting.pop(), {})
            new = {target for targets in ports.values() for target, _ in targets} - found
            found |= new
            waiting += new
        return found

    def port_towards(self, source: str, node_id: str) -> str | None:
        """The port of ``source`` by which the shortest way leads to the node; None where none does."""
        seen: set[str] = set()
        level = {node_id}
        while level:
            for port, targets in self.outgoing.get(source, {}).items():
                if any(target in level for target, _ in targets):
                    return port
            seen |= level
            level = {before for each in level for before, _ in self._into(each)} - seen
        return None

    def wired(self, node_id: str) -> set[str]:
        """The input ports of a node that an edge leads to."""
        return {port for _, port in self._into(node_id)}

    def behind(self, node_id: str, port: str) -> frozenset[str]:
        """Every node from which something can still arrive at this input, not counting ways through the
        node itself. It is among them only where it leads to its own input directly."""
        if (node_id, port) not in self._behind:
            found = {source for source, into in self._into(node_id) if into == port}
            waiting = [source for source in found if source != node_id]
            while waiting:
                new = {source for source, _ in self._into(waiting.pop())} - found - {node_id}
                found |= new
                waiting += new
            self._behind[node_id, port] = frozenset(found)
        return self._behind[node_id, port]

    def _into(self, node_id: str) -> list[tuple[str, str]]:
        """What leads to a node: the node it comes from and the port that it comes in by."""
        if self._incoming is None:
            incoming: dict[str, list[tuple[str, str]]] = {}
            for source, ports in self.outgoing.items():
                for targets in ports.values():
                    for target, into in targets:
                        incoming.setdefault(target, []).append((source, into))
            object.__setattr__(self, "_incoming", incoming)
        assert self._incoming is not None
        return self._incoming.get(node_id, [])


def cycles(successors: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The groups of nodes that lead to each other, or one to itself, by Kosaraju's algorithm."""
    sources: dict[str, list[str]] = {}
    for node, targets in successors.items():
        for target in targets:
            sources.setdefault(target, []).append(node)
    grouped: set[str] = set()
    groups = [_group(node, sources, grouped) for node in reversed(_left(successors))]
    return [
        group for group in groups if len(group) > 1 or (group and group[0] in successors.get(group[0], ()))
    ]


def _left(successors: Mapping[str, Collection[str]]) -> list[str]:
    """The nodes in the order in which a walk in depth leaves them for good."""
    seen: set[str] = set()
    left: list[str] = []
    for root in successors:
        walk = [] if root in seen else [(root, iter(successors[root]))]
        seen.add(root)
        while walk:
            node, rest = walk[-1]
            target = next((t for t in rest if t not in seen), None)
            if target is None:
                left.append(node)
                walk.pop()
            else:
                seen.add(target)
                walk.append((target, iter(successors.get(target, ()))))
    return left


def _group(root: str, sources: Mapping[str, list[str]], grouped: set[str]) -> list[str]:
    group: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in grouped:
            grouped.add(node)
            group.append(node)
            waiting += sources.get(node, ())
    return group


def is_trigger(node: Node, catalogue: NodeCatalogue) -> bool:
    return node["type"] in catalogue and catalogue.is_trigger(node["type"])


def _inputs(node: Node, catalogue: NodeCatalogue) -> Sequence[str]:
    return catalogue.inputs_of(node["type"], node["parameters"]) if node["type"] in catalogue else ()


def _gathers(node: Node, catalogue: NodeCatalogue) -> Gathers:
    return catalogue.gathers(node["type"], node["parameters"]) if node["type"] in catalogue else "each"


def _edges(definition: Definition) -> dict[str, dict[str, list[Target]]]:
    edges: dict[str, dict[str, list[Target]]] = {}
    for edge in definition["edges"]:
        ports = edges.setdefault(edge["source"], {})
        ports.setdefault(edge["source_port"], []).append((edge["target"], edge["target_port"]))
    return edges


def way_through(node: Node, catalogue: NodeCatalogue) -> tuple[str, str | None]:
    """The input and the output by which the node is passed while it is disabled."""
    if node["type"] not in catalogue:
        return "main", "main"
    outputs = catalogue.outputs_of(node["type"], node["parameters"])
    if _gathers(node, catalogue) == "loop":
        outputs = outputs[1:]  # the first begins a round
    return next(iter(_inputs(node, catalogue)), "main"), next(iter(outputs), None)


def _contracted(
    ports: Mapping[str, list[Target]],
    edges: Mapping[str, Mapping[str, list[Target]]],
    passed: Mapping[str, tuple[str, str | None]],
) -> dict[str, list[Target]]:
    return {port: list(_reached(targets, edges, passed)) for port, targets in ports.items()}


def _reached(
    targets: list[Target],
    edges: Mapping[str, Mapping[str, list[Target]]],
    passed: Mapping[str, tuple[str, str | None]],
) -> dict[Target, None]:
    """The enabled targets, in order, behind these; each disabled node is passed once."""
    found: dict[Target, None] = {}
    gone_through: set[str] = set()
    waiting = targets[::-1]
    while waiting:
        target, port = waiting.pop()
        if target not in passed:
            found[target, port] = None
        elif port == passed[target][0] and target not in gone_through:
            gone_through.add(target)
            if (output := passed[target][1]) is not None:
                waiting += edges.get(target, {}).get(output, [])[::-1]
    return found
