"""Workflow versions as the engine runs them. A version never changes, so it is kept."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commands.load_workflow import load_workflow
from commands.ports import EventStore, NodeCatalogue
from domain.graph import Graph

KEPT = 200


@dataclass(frozen=True, slots=True)
class RunnableWorkflow:
    name: str
    settings: dict[str, Any]
    graph: Graph
    pins: dict[str, list[dict[str, Any]]]

    @property
    def timezone(self) -> str:
        """Its name in the tz database."""
        return self.settings.get("timezone") or "UTC"


MISSING = RunnableWorkflow("", {}, Graph({}, [], [], {}), {})
"""In the place of one whose version is not on the tape."""


class Workflows:
    def __init__(self, store: EventStore, nodes: NodeCatalogue) -> None:
        self._store = store
        self._nodes = nodes
        self._kept: OrderedDict[tuple[UUID, int], RunnableWorkflow] = OrderedDict()

    async def get(self, workflow_id: UUID, version: int) -> RunnableWorkflow | None:
        """None where the tape has no such version."""
        key = (workflow_id, version)
        if key not in self._kept:
            workflow = await load_workflow(self._store, workflow_id, upto=version)
            if workflow is None:
                return None
            definition = workflow.definition()
            graph = Graph.from_definition(definition, self._nodes)
            self._kept[key] = RunnableWorkflow(
                workflow.name, definition["settings"], graph, definition["pins"]
            )
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
