"""A workflow as its people see it: with its problems, and the addresses of its webhooks."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from commands.ports import NodeCatalogue
from domain.workflow.problems import problems_of
from domain.workflow.shapes import Definition
from domain.workflow.state import Workflow
from projections.workflows.queries import webhooks_of


class ProblemsKept:
    """The problems of workflows seen lately: a version never changes, so neither do they."""

    MOST = 500

    def __init__(self, nodes: NodeCatalogue) -> None:
        self._nodes = nodes
        self._kept: OrderedDict[tuple[UUID, int], list[dict[str, Any]]] = OrderedDict()

    def of(self, workflow_id: UUID, version: int, definition: Definition) -> list[dict[str, Any]]:
        key = (workflow_id, version)
        if key not in self._kept:
            self._kept[key] = [asdict(problem) for problem in problems_of(definition, self._nodes)]
            if len(self._kept) > self.MOST:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


class WorkflowView:
    def __init__(self, nodes: NodeCatalogue, base_url: str) -> None:
        self._problems = ProblemsKept(nodes)
        self._base_url = base_url

    def of_row(self, row: Mapping[str, Any], taken: Collection[str] = ()) -> dict[str, Any]:
        """Of a row of the read model. ``taken``: the triggers at whose address another workflow answers."""
        definition = row["definition"]
        return {
            **row,
            "problems": self._problems.of(row["id"], row["version"], definition),
            "webhooks": [self._webhook(each, taken) for each in webhooks_of(definition)],
        }

    def of_state(
        self, workflow: Workflow, position: int | None = None, taken: Collection[str] = ()
    ) -> dict[str, Any]:
        """Of the aggregate, for a command's answer and for past versions: needs no projector."""
        shown = {
            "id": workflow.id,
            "name": workflow.name,
            "description": workflow.description,
            "is_active": workflow.is_active,
            "archived": workflow.archived,
            "version": workflow.version,
            "published_version": workflow.published_version,
            "definition_version": workflow.definition_version,
            "definition": workflow.definition(),
            "tags": workflow.tags,
            "folder": workflow.folder,
            "created_at": workflow.created_at,
            "updated_at": workflow.updated_at,
        }
        return self.of_row(shown if position is None else {**shown, "position": position}, taken)

    def problems(self, workflow: Workflow) -> list[dict[str, Any]]:
        return self._problems.of(workflow.id, workflow.version, workflow.definition())

    def _webhook(self, hook: Mapping[str, Any], taken: Collection[str]) -> dict[str, Any]:
        url = f"{self._base_url}/hooks/{hook['path'].lstrip('/')}"
        node_id = hook["node_id"]
        return {"node_id": node_id, "methods": hook["methods"], "url": url, "taken": node_id in taken}
