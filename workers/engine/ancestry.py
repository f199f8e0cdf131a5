"""Which items of earlier nodes the items at hand came from."""

from collections.abc import Sequence
from uuid import UUID

from domain import json_text
from domain.execution import events as e
from domain.execution.lineage import Lineage, Missing, Origin, Pairs, Place, Shape
from domain.execution.state import Execution, RunKey
from domain.graph import Graph
from workers.engine.outputs import Outputs, PutOut, Tape, outputs_of_runs
from workers.engine.ports import Payloads
from workers.nodes.registry import NODE_TYPES
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
        self._read: dict[RunKey, Origin] = {}
        """From the tape, since nobody was going to ask about them any more."""
        self._read_upto = 0

    async def items(
        self, sources: Sequence[e.Source], start: int, count: int, node_id: str
    ) -> list[Item | str]:
        """For each of so many items of what these sources brought, the item of the node that it came from, or
        why there is none."""
        plan = self._execution.plan
        loops = filter(None, map(plan.loop, self._graph.gathers))
        lineage = Lineage(self._shape, {loop.node_id: loop.first_run for loop in loops})
        indexes = range(start, start + count)
        places = [await self._traced(lineage, sources, index, node_id) for index in indexes]
        ports = {place[:3] for place in places if not isinstance(place, str)}
        chunks = await self._outputs.several(ports)
        items = {port: [item for chunk in some for item in chunk.items] for port, some in chunks.items()}
        return [place if isinstance(place, str) else items[place[:3]][place.item] for place in places]

    async def _traced(
        self, lineage: Lineage, sources: Sequence[e.Source], index: int, node_id: str
    ) -> Place | str:
        while True:
            try:
                return lineage.trace(lineage.arrived(sources, index), node_id)
            except Missing as missing:
                lineage.origins[missing.key] = await self._origin(missing.key)

    async def _origin(self, key: RunKey) -> Origin:
        run = self._execution.runs.get(key)
        if run and key not in self._execution.open:
            kept = await self._outputs.kept(key)
            return await self._told(PutOut(key, run.sources, run.outputs, kept.data))
        if key not in self._read:
            async for some in self._tape(self._read_upto):
                self._read.update([(ended.key, await self._told(ended)) for ended in outputs_of_runs(some)])
                self._read_upto = some[-1].version
        return self._read[key]

    async def _told(self, run: PutOut) -> Origin:
        inline = json_text.read_back(run.data) if run.data else {}
        outputs: dict[str, Sequence[tuple[int, Pairs]]] = {}
        for port, output in run.outputs.items():
            if output["payload"]:
                outputs[port] = await self._payloads.pairs(UUID(output["payload"]))
            else:
                outputs[port] = [(output["items"], inline[port]["paired"])]
        return Origin(run.sources, outputs)

    def _shape(self, node_id: str) -> Shape:
        node = self._graph.nodes[node_id]
        inputs = NODE_TYPES[node["type"]].inputs_of(node["parameters"])
        return Shape(node["name"], inputs, self._graph.gathers.get(node_id) == "loop")
