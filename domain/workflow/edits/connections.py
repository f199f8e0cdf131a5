"""Edits of one edge."""

from collections.abc import Sequence
from typing import Literal

from domain.workflow import events as e
from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.edits.base import Edit, existing
from domain.workflow.fields import Port
from domain.workflow.shapes import EdgeKey, edge_of
from domain.workflow.state import Workflow
from domain.workflow.touching import Part, edge, presence


class ConnectionEdit(Edit):
    source: str
    source_port: Port = "main"
    target: str
    target_port: Port = "main"

    @property
    def key(self) -> EdgeKey:
        return (self.source, self.source_port, self.target, self.target_port)


class ConnectNodes(ConnectionEdit):
    type: Literal["connect_nodes"]

    def touches(self) -> set[Part]:
        return {edge(*self.key), presence(self.source), presence(self.target)}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Sequence[e.WorkflowEvent]:
        existing(workflow, self.source, "source")
        existing(workflow, self.target, "target")
        return [] if self.key in workflow.edges else [e.NodesConnected(**edge_of(self.key))]


class RemoveConnection(ConnectionEdit):
    type: Literal["remove_connection"]

    def touches(self) -> set[Part]:
        return {edge(*self.key)}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Sequence[e.WorkflowEvent]:
        return [e.ConnectionRemoved(**edge_of(self.key))] if self.key in workflow.edges else []
