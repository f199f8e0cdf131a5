"""Which node runs an execution still has before it: pure, and the same events give the same answer.

A node runs once per delivery to it; a port that nothing left delivers nothing. A node that gathers ``all``
(a join) runs once for one delivery to each of its inputs, or for what of them can still arrive. A ``loop``
runs in rounds: ``main`` begins it, whatever comes in by ``back`` until nothing more can arrive ends a round,
and while it is open further deliveries to ``main`` wait. What comes back while it is ending begins it anew.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from domain.execution.events import Source
from domain.graph import Graph

Port = tuple[str, int, str]
"""The node, its run and the port that items left by."""
Key = tuple[Any, ...]
"""A node, then the source and the input port of each arrival."""
ROUND, BACK = "loop", "back"
"""The ports of a loop by which a round leaves and comes back."""


class Arrival(NamedTuple):
    """Items that have come in by a port. ``source`` is None for what a trigger is given."""

    port: str
    source: Port | None
    items: int


class Delivery(NamedTuple):
    """What one run of a node is given."""

    target: str
    arrivals: tuple[Arrival, ...]

    @property
    def key(self) -> Key:
        return (self.target, *((arrival.source, arrival.port) for arrival in self.arrivals))

    @property
    def items(self) -> int:
        return sum(arrival.items for arrival in self.arrivals)

    def sources(self) -> list[Source]:
        return [
            Source(node_id=node_id, run_index=run_index, port=port, input=arrival.port)
            for arrival in self.arrivals
            if arrival.source
            for node_id, run_index, port in [arrival.source]
        ]


@dataclass(slots=True)
class Join:
    """What has arrived for one run of a join that isn't complete."""

    node_id: str
    arrived: dict[str, Arrival] = field(default_factory=dict)


@dataclass(slots=True)
class Loop:
    """A loop between its beginning and its end."""

    node_id: str
    beginning: Port | None
    first_run: int
    returned: list[Arrival] = field(default_factory=list)
    """In this round."""
    gathered: list[Port] = field(default_factory=list)
    """Where what came back in earlier rounds left, in order."""
    held: list[Delivery] = field(default_factory=list)
    """What would begin it again, once it is over."""
    under: Key | None = None
    """What was to be taken next when it began: one at a time and in depth, it comes after the loop."""


@dataclass(slots=True)
class Plan:
    """Deliveries that no node run has taken yet, in the order in which they are to be taken."""

    graph: Graph
    allowed: frozenset[str] | None = None
    """Where only a part of the graph is to run: that part."""
    sequential: bool = False
    """One run at a time, in depth first, the top left one of several first."""
    _pending: OrderedDict[Key, Delivery] = field(default_factory=OrderedDict)
    _joins: dict[str, list[Join]] = field(default_factory=dict)
    _loops: dict[str, Loop] = field(default_factory=dict)
    """The open ones, in the order in which they began."""
    _running: dict[tuple[str, int], None] = field(default_factory=dict)
    _waited_for: Counter[Port | None] = field(default_factory=Counter)
    _gathered: Counter[tuple[str, int]] = field(default_factory=Counter)

    def may_run(self, node_id: str) -> bool:
        return self.allowed is None or node_id in self.allowed

    def begin(self, trigger: str, items: int) -> None:
        self._deliver([(trigger, Arrival("main", None, items))])

    def taken(self, node_id: str, run_index: int, sources: list[Source]) -> None:
        """A node run began with what these sources delivered to it."""
        if (node_id, run_index) in self._running:
            return
        self._running[node_id, run_index] = None
        arrived = [((s["node_id"], s["run_index"], s["port"]), s["input"]) for s in sources]
        for source, _ in arrived:
            self._let_go(source)
        if loop := self._loops.get(node_id):
            self._take_round(loop, [source for source, _ in arrived])
        elif not self._take_join(node_id, arrived):
            self._pending.pop((node_id, *arrived) if arrived else (node_id, (None, "main")), None)
            if self.graph.gathers.get(node_id) == "loop":
                self._open(node_id, run_index, arrived[0][0] if arrived else None)

    def ended(self, node_id: str, run_index: int, ports: dict[str, int]) -> None:
        """A node run ended; ``ports`` says how many items left by each port."""
        self._running.pop((node_id, run_index), None)
        if node_id in self._loops and not ports.get(ROUND):
            self._close(node_id)
        self._deliver(
            (target, Arrival(target_port, (node_id, run_index, port), items))
            for port, items in ports.items()
            if items
            for target, target_port in self.graph.successors(node_id, port)
        )

    def ready(self, most: int | None = None) -> list[Delivery]:
        """What is to be taken next, all of it or so many at most."""
        if self.sequential:
            most = 0 if self._running else 1
            if most and (round_ := self._next_round()):
                return [round_]
        found = list(islice(self._pending.values(), most))
        if (self._joins or self._loops) and (most is None or len(found) < most):
            found += islice(self._released(), None if most is None else most - len(found))
        return found

    def _next_round(self) -> Delivery | None:
        """Of the inmost loop, where nothing is left to do in it: before what waited when it began."""
        loop = next(reversed(self._loops.values()), None)
        if loop is None or loop.under is None or next(iter(self._pending), None) != loop.under:
            return None
        ready = (one for one in self._released() if one.target == loop.node_id)
        return next(ready, None)

    def waits_for(self, source: Port) -> bool:
        """Some node has yet to take what left this port."""
        return self._waited_for[source] > 0

    def is_gathered(self, node_id: str, run_index: int) -> bool:
        """What left this run came back to a loop that is still open."""
        return self._gathered[node_id, run_index] > 0

    def loop(self, node_id: str) -> Loop | None:
        """The loop, while it is open."""
        return self._loops.get(node_id)

    def __bool__(self) -> bool:
        return bool(self._pending or self._joins or self._loops)

    def _deliver(self, arrivals: Iterable[tuple[str, Arrival]]) -> None:
        allowed = [one for one in arrivals if self.may_run(one[0])]
        if self.sequential:
            allowed = sorted(allowed, key=lambda one: self._place(one[0]))[::-1]
        for target, arrival in allowed:
            self._waited_for[arrival.source] += 1
            if self.graph.gathers.get(target) == "all":
                self._join(target, arrival)
            elif loop := self._loops.get(target):
                if arrival.port == BACK:
                    loop.returned.append(arrival)
                else:
                    loop.held.append(Delivery(target, (arrival,)))
            else:
                self._add(Delivery(target, (arrival,)))

    def _place(self, node_id: str) -> tuple[float, float]:
        position = self.graph.nodes[node_id]["position"]
        return (position["y"], position["x"])

    def _add(self, delivery: Delivery) -> None:
        self._pending[delivery.key] = delivery
        if self.sequential:
            self._pending.move_to_end(delivery.key, last=False)

    def _join(self, target: str, arrival: Arrival) -> None:
        joins = self._joins.setdefault(target, [])
        join = next((join for join in joins if arrival.port not in join.arrived), None)
        if join is None:
            join = Join(target)
            joins.append(join)
        join.arrived[arrival.port] = arrival
        if self.graph.wired(target) <= join.arrived.keys():
            self._drop_join(join)
            self._add(_complete(join))

    def _take_join(self, node_id: str, arrived: list[tuple[Port, str]]) -> bool:
        """Also from one that more has arrived for since the run began, of which nothing was written."""
        if self.graph.gathers.get(node_id) != "all":
            return False
        complete = [d for d in self._pending.values() if d.target == node_id]
        for found in (*self._joins.get(node_id, ()), *complete):
            arrivals = found.arrivals if isinstance(found, Delivery) else tuple(found.arrived.values())
            if {(arrival.source, arrival.port) for arrival in arrivals} >= set(arrived):
                self._split(found, [a for a in arrivals if (a.source, a.port) not in arrived])
                return True
        return False

    def _split(self, found: Join | Delivery, rest: list[Arrival]) -> None:
        if isinstance(found, Delivery):
            del self._pending[found.key]
        else:
            self._drop_join(found)
        for arrival in rest:
            self._join(found.target if isinstance(found, Delivery) else found.node_id, arrival)

    def _drop_join(self, join: Join) -> None:
        joins = self._joins[join.node_id]
        joins.remove(join)
        if not joins:
            del self._joins[join.node_id]

    def _take_round(self, loop: Loop, arrived: list[Port]) -> None:
        """Of what has come back, a run may have begun before all of it had, though nothing was written of
        that."""
        loop.gathered += arrived
        self._gathered.update(source[:2] for source in arrived)
        taken = set(arrived)
        loop.returned = [arrival for arrival in loop.returned if arrival.source not in taken]

    def _let_go(self, source: Port | None) -> None:
        self._waited_for[source] -= 1
        if not self._waited_for[source]:
            del self._waited_for[source]

    def _open(self, node_id: str, run_index: int, beginning: Port | None) -> None:
        loop = self._loops[node_id] = Loop(node_id, beginning, run_index)
        for delivery in [delivery for delivery in self._pending.values() if delivery.target == node_id]:
            del self._pending[delivery.key]
            if delivery.arrivals[0].port == BACK:
                loop.returned += delivery.arrivals
            else:
                loop.held.append(delivery)
        loop.under = next(iter(self._pending), None)
        self._waited_for[beginning] += 1

    def _close(self, node_id: str) -> None:
        loop = self._loops.pop(node_id)
        self._let_go(loop.beginning)
        for node, run_index, _ in loop.gathered:
            self._gathered[node, run_index] -= 1
            if not self._gathered[node, run_index]:
                del self._gathered[node, run_index]
        late = [Delivery(node_id, (arrival,)) for arrival in loop.returned]
        for delivery in late + loop.held:
            self._add(delivery)

    def _released(self) -> Iterator[Delivery]:
        """Joins and loops that nothing more can arrive for; where all of them wait for each other, one."""
        active = {key[0] for key in self._pending} | {node_id for node_id, _ in self._running}
        waiting = list(self._waiting())
        nodes = {one.node_id for one in waiting}
        idle = [one for one in waiting if not self._reached(one, active)]
        free = [one for one in idle if not self._reached(one, nodes - {one.node_id})]
        if free or active:
            yield from map(_complete, free)
        elif idle:
            yield _complete(idle[0])

    def _waiting(self) -> Iterator[Join | Loop]:
        """Joins first; loops from the inside out. A loop whose run has not ended waits for nothing."""
        for joins in self._joins.values():
            yield from joins
        running = {node_id for node_id, _ in self._running}
        yield from (loop for loop in reversed(self._loops.values()) if loop.node_id not in running)

    def _reached(self, waiting: Join | Loop, nodes: set[str]) -> bool:
        """Something can still arrive from these nodes."""
        node_id = waiting.node_id
        missing = {BACK} if isinstance(waiting, Loop) else self.graph.wired(node_id) - waiting.arrived.keys()
        return any(not self.graph.behind(node_id, port).isdisjoint(nodes) for port in missing)


def _complete(waiting: Join | Loop) -> Delivery:
    if isinstance(waiting, Loop):
        return Delivery(waiting.node_id, tuple(waiting.returned))
    return Delivery(waiting.node_id, tuple(waiting.arrived[port] for port in sorted(waiting.arrived)))


def part_of(graph: Graph, from_node: str | None, until_node: str | None) -> frozenset[str] | None:
    """What runs where not everything does."""
    until = part_until(graph, until_node) if until_node else None
    if from_node is None:
        return until
    behind = frozenset(graph.descendants(from_node) | {from_node})
    return behind if until is None else behind & until


def part_until(graph: Graph, node_id: str) -> frozenset[str]:
    """The node and everything that leads to it."""
    return frozenset(graph.ancestors(node_id) | {node_id})
