"""Which node runs an execution still has before it: pure, and the same events give the same answer.

A node runs once per delivery to it; a port that nothing left delivers nothing.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
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
    _waited_for: Counter[tuple[str, int, str] | None] = field(default_factory=Counter)

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
            self._remove(node_id, None)
        for source in sources:
            self._remove(node_id, (source["node_id"], source["run_index"], source["port"]))

    def ready(self, most: int | None = None) -> list[Delivery]:
        """The oldest deliveries, all of them or so many at most."""
        return list(islice(self._pending.values(), most))

    def waits_for(self, source: tuple[str, int, str]) -> bool:
        """Some node has yet to take what left this port."""
        return self._waited_for[source] > 0

    def __bool__(self) -> bool:
        return bool(self._pending)

    def _add(self, delivery: Delivery) -> None:
        key = (delivery.target, delivery.source)
        if key not in self._pending and (self.allowed is None or delivery.target in self.allowed):
            self._pending[key] = delivery
            self._waited_for[delivery.source] += 1

    def _remove(self, node_id: str, source: tuple[str, int, str] | None) -> None:
        if self._pending.pop((node_id, source), None):
            self._waited_for[source] -= 1


def part_until(graph: Graph, node_id: str) -> frozenset[str]:
    """The node and everything that leads to it."""
    return frozenset(graph.ancestors(node_id) | {node_id})
