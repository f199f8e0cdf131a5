"""Which items of earlier nodes the items at hand came from."""

from collections.abc import Sequence
from uuid import UUID

from domain import json_text
from domain.execution import events as e
from domain.execution.lineage import Left, Lineage, Missing, Origin, Place
from domain.execution.state import Execution, RunKey
from domain.graph import Graph
from workers.engine.outputs import Outputs, Port, PutOut, Tape, outputs_of_runs
from workers.engine.ports import Payloads
from workers.ports import Item


class Ancestry:
    """Of the items of one execution."""

    def __init__(
        self, execution: Execution, graph: Graph, outputs: Outputs, payloads: Payloads, tape: Tape
    ) -> None:
        self._execution = execution
        self._graph = graph
        self._outputs = outputs
        self._payloads = payloads
        self._tape = tape
        self._origins: dict[RunKey, Origin] = {}
        self._near: set[RunKey] = set()
        """Those that are known only as long as the execution remembers the run."""
        self._read_upto = 0

    async def items(
        self, sources: Sequence[e.Source], start: int, count: int, node_id: str
    ) -> list[Item | str]:
        """For each of so many items of what these sources brought, the item of the node that it came from, or
        why there is none."""
        self._forget()
        loops = filter(None, map(self._execution.plan.loop, self._graph.gathers))
        opened = {loop.node_id: loop.first_run for loop in loops}
        lineage = Lineage(self._graph, self._origins, opened)
        indexes = range(start, start + count)
        places = [await self._traced(lineage, sources, index, node_id) for index in indexes]
        wanted: dict[Port, set[int]] = {}
        for place in places:
            if not isinstance(place, str):
                wanted.setdefault(place[:3], set()).add(place.item)
        items = await self._outputs.items_at(wanted)
        return [place if isinstance(place, str) else items[place] for place in places]

    async def _traced(
        self, lineage: Lineage, sources: Sequence[e.Source], index: int, node_id: str
    ) -> Place | str:
        while True:
            try:
                return lineage.trace(lineage.arrived(sources, index), node_id)
            except Missing as missing:
                for key in missing.keys:
                    if key not in self._origins:  # a look at the tape brings many
                        await self._learn(key)

    def _forget(self) -> None:
        for key in self._near - self._execution.runs.keys():
            self._near.remove(key)
            self._origins.pop(key, None)

    async def _learn(self, key: RunKey) -> None:
        run = self._execution.runs.get(key)
        if run and key not in self._execution.open:
            kept = await self._outputs.kept(key)
            self._origins[key] = await self._told(PutOut(key, run.sources, run.outputs, kept.data))
            self._near.add(key)
            return
        async for some in self._tape(self._read_upto):
            for ended in outputs_of_runs(some):
                self._near.discard(ended.key)
                self._origins[ended.key] = await self._told(ended)
            self._read_upto = some[-1].version
        self._origins.setdefault(key, Origin((), {}))

    async def _told(self, run: PutOut) -> Origin:
        inline = json_text.read_back(run.data) if run.data else {}
        ports: dict[str, Left] = {}
        for port, output in run.outputs.items():
            if output["payload"]:
                ports[port] = Left.of(await self._payloads.pairs(UUID(output["payload"])))
            else:
                ports[port] = Left.of([(output["items"], inline[port]["paired"])])
        return Origin(run.sources, ports)
