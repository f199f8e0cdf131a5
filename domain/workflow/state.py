"""A workflow as its events left it."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

from domain.tape import Recorded
from domain.workflow import events as e
from domain.workflow.shapes import Definition, Edge, EdgeKey, Node, edge_of


@dataclass(slots=True, kw_only=True)
class Workflow:
    """Node, edge, settings and pin values are shared between states: replace them, never change them."""

    id: UUID
    project_id: UUID
    created_at: datetime
    updated_at: datetime
    name: str = ""
    description: str = ""
    tags: list[str] = field(default_factory=list)
    folder: str | None = None
    version: int = 0
    position: int = 0
    """Where the newest of its events stands on the tape."""
    definition_version: int = 0
    """The version at which the definition last changed."""
    published_version: int | None = None
    is_active: bool = False
    archived: bool = False
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    pins: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def definition(self) -> Definition:
        return Definition(
            nodes=list(self.nodes.values()),
            edges=list(self.edges.values()),
            settings=self.settings,
            notes=self.notes,
            groups=self.groups,
            pins=dict(self.pins),
        )

    def copy(self) -> "Workflow":
        """Another one that can be changed without this one noticing."""
        other = copy(self)
        other.nodes, other.edges, other.pins = dict(self.nodes), dict(self.edges), dict(self.pins)
        return other

    def to_json(self) -> dict[str, Any]:
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return plain | {
            "id": str(self.id),
            "project_id": str(self.project_id),
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "nodes": list(self.nodes.values()),
            "edges": [list(key) for key in self.edges],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Workflow":
        values = dict(stored)
        values["id"] = UUID(stored["id"])
        values["project_id"] = UUID(stored["project_id"])
        values["created_at"] = datetime.fromisoformat(stored["created_at"])
        values["updated_at"] = datetime.fromisoformat(stored["updated_at"])
        values["nodes"] = {node["id"]: node for node in stored["nodes"]}
        values["edges"] = edges_of(stored["edges"])
        return cls(**values)


def evolve(workflow: Workflow | None, recorded: Recorded) -> Workflow:
    """The workflow after one more event; the one before stays as it is."""
    folded = fold([recorded], workflow)
    assert folded is not None
    return folded


def fold(history: Iterable[Recorded], start: Workflow | None = None) -> Workflow | None:
    """The workflow after all of these, None where there are none and no start."""
    workflow = start.copy() if start else None
    for recorded in history:
        if workflow is None:
            workflow = _begun(recorded)
        workflow.version, workflow.position = recorded.version, recorded.position
        workflow.updated_at = recorded.recorded_at
        apply(workflow, recorded.event)
    return workflow


def applied(workflow: Workflow, events: Iterable[e.WorkflowEvent]) -> Workflow:
    """What the workflow will be once these are on the tape (but for version and times)."""
    after = workflow.copy()
    for event in events:
        apply(after, event)
    return after


def edges_of(keys: Iterable[Sequence[str]]) -> dict[EdgeKey, Edge]:
    """The edges that ``[source, source_port, target, target_port]`` lists identify, in that order."""
    return {(s, sp, t, tp): edge_of((s, sp, t, tp)) for s, sp, t, tp in keys}


def _begun(recorded: Recorded) -> Workflow:
    return Workflow(
        id=recorded.stream_id,
        project_id=recorded.project_id,
        created_at=recorded.recorded_at,
        updated_at=recorded.recorded_at,
    )


def apply(workflow: Workflow, event: e.WorkflowEvent) -> None:
    """Change the workflow itself by one event. Never refuses: what is on the tape has happened."""
    match event:
        case e.WorkflowCreated():
            workflow.name, workflow.description = event.name, event.description
        case e.WorkflowRenamed():
            workflow.name = event.name
        case e.WorkflowDescribed():
            workflow.description = event.description
        case e.WorkflowTagged():
            workflow.tags = event.tags
        case e.WorkflowFiled():
            workflow.folder = event.folder
        case e.VersionPublished():
            workflow.published_version = event.version
        case e.WorkflowActivated():
            workflow.is_active = True
        case e.WorkflowDeactivated():
            workflow.is_active = False
        case e.WorkflowArchived():
            workflow.archived = True
        case e.WorkflowUnarchived():
            workflow.archived = False
        case e.VersionRestored() | e.EditsUndone() | e.EditsRedone():
            pass
        case _:
            workflow.definition_version = workflow.version
            _apply_to_definition(workflow, event)


def _apply_to_node(workflow: Workflow, event: e.NodeEvent) -> None:
    match event:
        case e.NodeAdded():
            workflow.nodes[event.node_id] = _node_of(event)
        case e.NodeConfigured():
            _change(workflow, event.node_id, "parameters", event.parameters)
        case e.NodeSettingsChanged():
            _change(workflow, event.node_id, "settings", event.settings)
        case e.NodeCredentialsChanged():
            _change(workflow, event.node_id, "credentials", event.credentials)
        case e.NodeMoved():
            _change(workflow, event.node_id, "position", {"x": event.x, "y": event.y})
        case e.NodeRenamed():
            _change(workflow, event.node_id, "name", event.name)
        case e.NodeDisabled():
            _change(workflow, event.node_id, "disabled", True)
        case e.NodeEnabled():
            _change(workflow, event.node_id, "disabled", False)
        case e.NodeRemoved():
            workflow.nodes.pop(event.node_id, None)
        case e.NodePinned():
            workflow.pins[event.node_id] = event.items
        case e.NodeUnpinned():
            workflow.pins.pop(event.node_id, None)
        case _:
            assert_never(event)


def _apply_to_definition(workflow: Workflow, event: e.DefinitionEvent) -> None:
    match event:
        case e.NodesConnected():
            workflow.edges[_edge_key(event)] = edge_of(_edge_key(event))
        case e.ConnectionRemoved():
            workflow.edges.pop(_edge_key(event), None)
        case e.SettingsChanged():
            workflow.settings = event.settings
        case e.NotesChanged():
            workflow.notes = event.notes
        case e.GroupsChanged():
            workflow.groups = event.groups
        case e.NoteAdded():
            workflow.notes = [*workflow.notes, event.note]
        case e.NoteChanged():
            workflow.notes = _replaced(workflow.notes, event.note)
        case e.NoteRemoved():
            workflow.notes = [note for note in workflow.notes if note.get("id") != event.note_id]
        case e.GroupAdded():
            workflow.groups = [*workflow.groups, event.group]
        case e.GroupChanged():
            workflow.groups = _replaced(workflow.groups, event.group)
        case e.GroupRemoved():
            workflow.groups = [group for group in workflow.groups if group.get("id") != event.group_id]
        case e.DefinitionReordered():
            workflow.nodes = {node_id: workflow.nodes[node_id] for node_id in event.nodes}
            workflow.edges = edges_of(event.edges)
            workflow.pins = {node_id: workflow.pins[node_id] for node_id in event.pins}
        case _:
            _apply_to_node(workflow, event)


def _replaced(old: list[dict[str, Any]], new: dict[str, Any]) -> list[dict[str, Any]]:
    return [new if each.get("id") == new["id"] else each for each in old]


def _change(workflow: Workflow, node_id: str, name: str, value: object) -> None:
    node: Any = {**workflow.nodes[node_id], name: value}
    workflow.nodes[node_id] = node


def _node_of(event: e.NodeAdded) -> Node:
    return Node(
        id=event.node_id,
        type=event.type,
        name=event.name,
        position={"x": event.position["x"], "y": event.position["y"]},
        parameters=event.parameters,
        settings=event.settings,
        disabled=event.disabled,
        credentials=event.credentials,
    )


def _edge_key(event: e.NodesConnected | e.ConnectionRemoved) -> EdgeKey:
    return (event.source, event.source_port, event.target, event.target_port)
