"""What a single edit is: it names the parts it touches and decides what happens."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.events import WorkflowEvent
from domain.workflow.refusals import DefinitionRefused, FieldRefused, Loc
from domain.workflow.shapes import Node
from domain.workflow.state import Workflow
from domain.workflow.touching import Part


class Edit(BaseModel, ABC):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    @abstractmethod
    def touches(self) -> set[Part]:
        """What must not have changed since the version that the edit was made for."""

    @abstractmethod
    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Sequence[WorkflowEvent]:
        """What happens; nothing where it is so already. Raises :class:`DefinitionRefused`."""


def refused(loc: Loc, message: str) -> DefinitionRefused:
    return DefinitionRefused("invalid_command", "the command can't be applied", [FieldRefused(loc, message)])


def existing(workflow: Workflow, node_id: str, field: str = "node_id") -> Node:
    """The node, or a refusal that points at the field that named it."""
    node = workflow.nodes.get(node_id)
    if node is None:
        raise refused((field,), f"there is no node {node_id[:100]!r}")
    return node
