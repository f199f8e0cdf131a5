"""Which item of an earlier node an item came from: the way back, through what each run said of its items."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Literal, NamedTuple

from domain.execution.events import Source
from domain.execution.plan import BACK
from domain.execution.state import RunKey
from domain.graph import Graph

Pairs = Literal["identity"] | Sequence[Sequence[int] | Sequence[Sequence[int]] | None] | None
"""Of the items of a chunk: each came from the input item in its place; from ``[input, index]``, from several
such pairs, or nobody knows, each; or nobody knows of any."""


_NONE: Mapping[str, int] = MappingProxyType({})


class Place(NamedTuple):
    """An item that left a run."""

    node_id: str
    run_index: int
    port: str
    item: int


@dataclass(frozen=True, slots=True)
class Left:
    """What left a run's port, chunk by chunk."""

    ends: Sequence[int]
    """The index behind each chunk's last item."""
    pairs: Sequence[Pairs]

    @classmethod
    def of(cls, chunks: Sequence[tuple[int, Pairs]]) -> "Left":
        """How many items each chunk has, and how they are paired."""
        return cls(list(accumulate(count for count, _ in chunks)), [pairs for _, pairs in chunks])

    @property
    def count(self) -> int:
        return self.ends[-1] if self.ends else 0

    def parents(self, index: int) -> int | list[tuple[int, int]] | None:
        """Of one of its items: the index within the whole input, or inputs and indexes, or nobody knows."""
        chunk = bisect_right(self.ends, index)
        pairs = self.pairs[chunk] if chunk < len(self.ends) else None
        if pairs is None or pairs == "identity":
            return None if pairs is None else index
        return _several(pairs[index - (self.ends[chunk - 1] if chunk else 0)])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run's items came from."""

    sources: Sequence[Source]
    ports: Mapping[str, Left]


class Missing(Exception):
    """The origins of these runs are wanted first."""

    def __init__(self, keys: Collection[RunKey]) -> None:
        super().__init__(*keys)
        self.keys = keys


class Lineage:
    """Of one execution. ``origins`` is what is known of its runs, and may become more; ``open_loops`` says
    which runs began the loops that are not over."""

    def __init__(
        self,
        graph: Graph,
        origins: Mapping[RunKey, Origin],
        open_loops: Mapping[str, int] = _NONE,
    ) -> None:
        self._origins = origins
        self._graph = graph
        self._open_loops = open_loops
        self._first_rounds: dict[RunKey, RunKey] = {}
        self._returned: dict[RunKey, tuple[list[Source], list[int]]] = {}

    def arrived(self, sources: Sequence[Source], index: int) -> Place | None:
        """The item with this index within everything that these sources brought. Raises :class:`Missing`."""
        for source in sources:
            count = self._count(source)
            if index < count:
                return Place(source["node_id"], source["run_index"], source["port"], index)
            index -= count
        return None

    def trace(self, place: Place | None, node_id: str) -> Place | str:
        """The item of that node that this one came from, or why there is none. Raises :class:`Missing`."""
        open_, seen = [place] if place else [], set[Place]()
        found, silent = set[Place](), list[str]()
        while open_:
            at = open_.pop()
            if at in seen:
                continue
            seen.add(at)
            if at.node_id == node_id:
                found.add(at)
            elif (parents := self._parents(at)) is None:
                silent.append(self._name(at.node_id))
            else:
                open_ += parents
        if len(found) == 1:
            return found.pop()
        return _reason(self._name(node_id), len(found), silent)

    def _parents(self, place: Place) -> list[Place] | None:
        """None: the run doesn't say."""
        key = place[:2]
        origin = self._origin(key)
        if not origin.sources and not self._loops(place.node_id):
            return []
        left = origin.ports.get(place.port)
        match left.parents(place.item) if left else None:
            case None:
                return None
            case int() as index:
                return _found([self.arrived(origin.sources, index)])
            case pairs:
                return _found([self._given(key, number, index) for number, index in pairs])

    def _given(self, key: RunKey, number: int, index: int) -> Place | None:
        """An item of one of a run's inputs; what began a loop, and all that came back to it, is each of its
        rounds'."""
        if self._loops(key[0]):
            if number == 0:
                return self.arrived(self._origin(self._first_round(key)).sources, index)
            return self._among_returned(key, index)
        sources = self._origin(key).sources
        if ports := self._graph.inputs.get(key[0]):
            port = ports[number] if number < len(ports) else None
            sources = [source for source in sources if source["input"] == port]
        return self.arrived(sources, index)

    def _loops(self, node_id: str) -> bool:
        return self._graph.gathers.get(node_id) == "loop"

    def _name(self, node_id: str) -> str:
        node = self._graph.nodes.get(node_id)
        return node["name"] if node else node_id

    def _first_round(self, key: RunKey) -> RunKey:
        node_id, run_index = key
        if run_index >= (opened := self._open_loops.get(node_id, run_index + 1)):
            return node_id, opened
        if key not in self._first_rounds:
            self._want((node_id, earlier) for earlier in range(run_index + 1))
        while (first := self._first_rounds.get((node_id, run_index))) is None:
            if run_index == 0 or self._begins((node_id, run_index)):
                first = (node_id, run_index)
                break
            run_index -= 1
        self._first_rounds[key] = first
        return first

    def _begins(self, key: RunKey) -> bool:
        return any(source["input"] != BACK for source in self._origin(key).sources)

    def _among_returned(self, key: RunKey, index: int) -> Place | None:
        if key not in self._returned:
            node_id, first = self._first_round(key)
            rounds = [(node_id, run_index) for run_index in range(first + 1, key[1] + 1)]
            self._want(rounds)
            sources = [source for each in rounds for source in self._origins[each].sources]
            self._want((source["node_id"], source["run_index"]) for source in sources)
            self._returned[key] = sources, list(accumulate(map(self._count, sources)))
        sources, ends = self._returned[key]
        number = bisect_right(ends, index)
        if number == len(sources):
            return None
        source, start = sources[number], ends[number - 1] if number else 0
        return Place(source["node_id"], source["run_index"], source["port"], index - start)

    def _count(self, source: Source) -> int:
        return self._origin((source["node_id"], source["run_index"])).ports[source["port"]].count

    def _origin(self, key: RunKey) -> Origin:
        self._want([key])
        return self._origins[key]

    def _want(self, keys: Iterable[RunKey]) -> None:
        if missing := {key for key in keys if key not in self._origins}:
            raise Missing(missing)


def _several(pair: Sequence[int] | Sequence[Sequence[int]] | None) -> list[tuple[int, int]] | None:
    match pair:
        case [int() as number, int() as index]:
            return [(number, index)]
        case [_, *_]:
            return [(number, index) for number, index in pair]  # type: ignore[misc]
        case _:
            return None


def _found(places: Sequence[Place | None]) -> list[Place] | None:
    """Pairs that point to nothing say nothing: code may have made them up."""
    found = [place for place in places if place]
    return found if len(found) == len(places) else None


def _reason(name: str, found: int, silent: Sequence[str]) -> str:
    if found:
        return f"{found} items of {name!r} lead to this one; use first(), last() or all()"
    if silent:
        return (
            f"no item of {name!r} is known to lead to this one, since {silent[0]!r} doesn't say which of its "
            "items came from which; use first(), last() or all()"
        )
    return f"no item of {name!r} leads to this one"
