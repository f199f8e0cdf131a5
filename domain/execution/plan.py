"""Which node runs an execution still has before it: pure, and the same events give the same answer.

A node runs once per delivery to it; a port that nothing left delivers nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.execution.events import Source
from domain.graph import Graph


class Delivery(NamedTuple):
    """Items on their way to a node. ``source`` is None for what a trigger is given."""

    target: str
    target_port: str
    source: tuple[str, int, str] | None
    """The node, its run and the port that the items left by."""
    items: int

    def sources(self) -> list[Source]:
        if self.source is None:
            return []
        node_id, run_index, port = self.source
        return [Source(node_id=node_id, run_index=run_index, port=port)]


@dataclass(slots=True)
class Plan:
    """Deliveries that no node run has taken yet, oldest first."""

    graph: Graph
    allowed: frozenset[str] | None = None
    """Where only a part of the graph is to run: that part."""
    _pending: dict[tuple[str, tuple[str, int, str] | None], Delivery] = field(default_factory=dict)

    def begin(self, trigger: str, items: int) -> None:
        self._add(Delivery(trigger, "main", None, items))

    def completed(self, node_id: str, run_index: int, ports: dict[str, int]) -> None:
        """A node run ended; ``ports`` says how many items left by each port."""
        for port, items in ports.items():
            if items:
                for target, target_port in self.graph.successors(node_id, port):
                    self._add(Delivery(target, target_port, (node_id, run_index, port), items))

    def taken(self, node_id: str, sources: list[Source]) -> None:
        """A node run began with what these sources delivered to it."""
        if not sources:
            self._pending.pop((node_id, None), None)
        for source in sources:
            key = (node_id, (source["node_id"], source["run_index"], source["port"]))
            self._pending.pop(key, None)

    def ready(self) -> list[Delivery]:
        return list(self._pending.values())

    def __bool__(self) -> bool:
        return bool(self._pending)

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.ready())

    def _add(self, delivery: Delivery) -> None:
        if self.allowed is None or delivery.target in self.allowed:
            self._pending[delivery.target, delivery.source] = delivery


def part_until(graph: Graph, node_id: str) -> frozenset[str]:
    """The node and everything that leads to it."""
    return frozenset(graph.ancestors(node_id) | {node_id})
