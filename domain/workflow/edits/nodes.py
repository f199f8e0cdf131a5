"""Edits of one node."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from domain.workflow import events as e
from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.changes import node_added, same
from domain.workflow.definition import check_nodes, completed_node
from domain.workflow.edits.base import Edit, existing, refused
from domain.workflow.fields import AS_GIVEN, ItemFields, JsonObject, NodeFields, NodeSettings, Number
from domain.workflow.state import Workflow
from domain.workflow.touching import Part, node, presence

Events = Sequence[e.WorkflowEvent]


class AddNode(Edit):
    """``node`` is what it is in a definition."""

    type: Literal["add_node"]
    node: Annotated[NodeFields, AS_GIVEN]

    def touches(self) -> set[Part]:
        return {node(self.node["id"]), presence(self.node["id"])}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        added = completed_node(self.node)
        if added["id"] in workflow.nodes:
            raise refused(("node", "id"), f"another node has the id {added['id']!r}")
        if added["type"] not in catalogue:
            raise refused(("node", "type"), f"there is no node type {added['type'][:100]!r}")
        check_nodes(len(workflow.nodes) + 1)
        return [node_added(added)]


class NodeEdit(Edit):
    """An edit of a node that is there."""

    node_id: str

    def touches(self) -> set[Part]:
        return {node(self.node_id)}


class ConfigureNode(NodeEdit):
    """``parameters`` are all of the node's parameters from now on."""

    type: Literal["configure_node"]
    parameters: JsonObject

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        if same(existing(workflow, self.node_id)["parameters"], self.parameters):
            return []
        return [e.NodeConfigured(node_id=self.node_id, parameters=self.parameters)]


class ChangeNodeSettings(NodeEdit):
    """``settings`` are all of the node's settings from now on."""

    type: Literal["change_node_settings"]
    settings: Annotated[NodeSettings, AS_GIVEN]

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        settings: dict[str, Any] = {**self.settings}
        if same(existing(workflow, self.node_id)["settings"], settings):
            return []
        return [e.NodeSettingsChanged(node_id=self.node_id, settings=settings)]


class ChangeNodeCredentials(NodeEdit):
    """``credentials`` are all of the node's credentials from now on, by their ids."""

    type: Literal["change_node_credentials"]
    credentials: dict[str, str]

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        if same(existing(workflow, self.node_id)["credentials"], self.credentials):
            return []
        return [e.NodeCredentialsChanged(node_id=self.node_id, credentials=self.credentials)]


class MoveNode(NodeEdit):
    type: Literal["move_node"]
    x: Number
    y: Number

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        if same(existing(workflow, self.node_id)["position"], {"x": self.x, "y": self.y}):
            return []
        return [e.NodeMoved(node_id=self.node_id, x=self.x, y=self.y)]


class RenameNode(NodeEdit):
    type: Literal["rename_node"]
    name: str

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        if existing(workflow, self.node_id)["name"] == self.name:
            return []
        return [e.NodeRenamed(node_id=self.node_id, name=self.name)]


class DisableNode(NodeEdit):
    type: Literal["disable_node"]

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        if existing(workflow, self.node_id)["disabled"]:
            return []
        return [e.NodeDisabled(node_id=self.node_id)]


class EnableNode(NodeEdit):
    type: Literal["enable_node"]

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        if not existing(workflow, self.node_id)["disabled"]:
            return []
        return [e.NodeEnabled(node_id=self.node_id)]


class RemoveNode(NodeEdit):
    """Its connections and pinned items go with it."""

    type: Literal["remove_node"]

    def touches(self) -> set[Part]:
        return {node(self.node_id), presence(self.node_id)}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        existing(workflow, self.node_id)
        edges = [edge for edge in workflow.edges.values() if self.node_id in (edge["source"], edge["target"])]
        unpinned = [e.NodeUnpinned(node_id=self.node_id)] if self.node_id in workflow.pins else []
        return [
            *(e.ConnectionRemoved(**edge) for edge in edges),
            *unpinned,
            e.NodeRemoved(node_id=self.node_id),
        ]


class PinNode(NodeEdit):
    type: Literal["pin_node"]
    items: Annotated[list[ItemFields], AS_GIVEN]

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        existing(workflow, self.node_id)
        items: list[dict[str, Any]] = [{**item} for item in self.items]
        if self.node_id in workflow.pins and same(workflow.pins[self.node_id], items):
            return []
        return [e.NodePinned(node_id=self.node_id, items=items)]


class UnpinNode(NodeEdit):
    type: Literal["unpin_node"]

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        existing(workflow, self.node_id)
        return [e.NodeUnpinned(node_id=self.node_id)] if self.node_id in workflow.pins else []
