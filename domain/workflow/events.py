"""What can happen to a workflow. Fields are plain JSON; the topics below are the storage format."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowCreated:
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRenamed:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowDescribed:
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowTagged:
    tags: list[str]
    """All of its tags from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowFiled:
    folder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeAdded:
    """It stands last among the nodes."""

    node_id: str
    type: str
    name: str
    position: dict[str, float]
    """``{"x": …, "y": …}``."""
    parameters: dict[str, Any]
    settings: dict[str, Any]
    disabled: bool
    credentials: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConfigured:
    node_id: str
    parameters: dict[str, Any]
    """All of its parameters from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettingsChanged:
    node_id: str
    settings: dict[str, Any]
    """All of its settings from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCredentialsChanged:
    node_id: str
    credentials: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMoved:
    node_id: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRenamed:
    node_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDisabled:
    node_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeEnabled:
    node_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRemoved:
    """Its connections and pinned items were removed by events of their own before."""

    node_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesConnected:
    """The edge stands last among the edges."""

    source: str
    source_port: str
    target: str
    target_port: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRemoved:
    source: str
    source_port: str
    target: str
    target_port: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged:
    settings: dict[str, Any]
    """All of the workflow's settings from now on."""
    changed: list[str]
    """The names of those that were set, changed or removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesChanged:
    notes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsChanged:
    groups: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    """It stands last among the notes."""

    note: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChanged:
    """The note with the same ``id`` is this one from now on."""

    note: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRemoved:
    note_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded:
    """It stands last among the groups."""

    group: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChanged:
    """The group with the same ``id`` is this one from now on."""

    group: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRemoved:
    group_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePinned:
    """Manual executions take these items instead of running the node."""

    node_id: str
    items: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeUnpinned:
    node_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionReordered:
    """The order of what is there, where it isn't the order in which it came."""

    nodes: list[str]
    edges: list[list[str]]
    """``[source, source_port, target, target_port]`` each."""
    pins: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPublished:
    """From now on webhooks and schedules run the workflow as it was at this version of its stream."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRestored:
    """The edits beside this event brought the definition back to what it was at that version."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditsUndone:
    """The edits beside this event take back what its actor did in these versions of the stream."""

    first_version: int
    last_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditsRedone:
    """The edits beside this event take back the undoing that stands in these versions of the stream."""

    first_version: int
    last_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowActivated:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowDeactivated:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowArchived:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowUnarchived:
    pass


NodeEvent = (
    NodeAdded
    | NodeConfigured
    | NodeSettingsChanged
    | NodeCredentialsChanged
    | NodeMoved
    | NodeRenamed
    | NodeDisabled
    | NodeEnabled
    | NodeRemoved
    | NodePinned
    | NodeUnpinned
)
DefinitionEvent = (
    NodeEvent
    | NodesConnected
    | ConnectionRemoved
    | SettingsChanged
    | NotesChanged
    | NoteAdded
    | NoteChanged
    | NoteRemoved
    | GroupsChanged
    | GroupAdded
    | GroupChanged
    | GroupRemoved
    | DefinitionReordered
)
WorkflowEvent = (
    DefinitionEvent
    | WorkflowCreated
    | WorkflowRenamed
    | WorkflowDescribed
    | WorkflowTagged
    | WorkflowFiled
    | VersionPublished
    | VersionRestored
    | EditsUndone
    | EditsRedone
    | WorkflowActivated
    | WorkflowDeactivated
    | WorkflowArchived
    | WorkflowUnarchived
)

TOPICS: dict[str, type] = {
    "workflow.created": WorkflowCreated,
    "workflow.renamed": WorkflowRenamed,
    "workflow.described": WorkflowDescribed,
    "workflow.tagged": WorkflowTagged,
    "workflow.filed": WorkflowFiled,
    "workflow.node_added": NodeAdded,
    "workflow.node_configured": NodeConfigured,
    "workflow.node_settings_changed": NodeSettingsChanged,
    "workflow.node_credentials_changed": NodeCredentialsChanged,
    "workflow.node_moved": NodeMoved,
    "workflow.node_renamed": NodeRenamed,
    "workflow.node_disabled": NodeDisabled,
    "workflow.node_enabled": NodeEnabled,
    "workflow.node_removed": NodeRemoved,
    "workflow.nodes_connected": NodesConnected,
    "workflow.connection_removed": ConnectionRemoved,
    "workflow.settings_changed": SettingsChanged,
    "workflow.notes_changed": NotesChanged,
    "workflow.note_added": NoteAdded,
    "workflow.note_changed": NoteChanged,
    "workflow.note_removed": NoteRemoved,
    "workflow.group_added": GroupAdded,
    "workflow.group_changed": GroupChanged,
    "workflow.group_removed": GroupRemoved,
    "workflow.groups_changed": GroupsChanged,
    "workflow.node_pinned": NodePinned,
    "workflow.node_unpinned": NodeUnpinned,
    "workflow.definition_reordered": DefinitionReordered,
    "workflow.version_published": VersionPublished,
    "workflow.version_restored": VersionRestored,
    "workflow.edits_undone": EditsUndone,
    "workflow.edits_redone": EditsRedone,
    "workflow.activated": WorkflowActivated,
    "workflow.deactivated": WorkflowDeactivated,
    "workflow.archived": WorkflowArchived,
    "workflow.unarchived": WorkflowUnarchived,
}
