"""Which parts of a workflow an event changes, so that edits made at the same time can be told apart."""

from collections.abc import Iterable

from domain.workflow import events as e

Part = tuple[str, ...]
"""``("node", id)``, ``("edge", source, port, target, port)``, ``("setting", name)`` and the like."""


def node(node_id: str) -> Part:
    return ("node", node_id)


def presence(node_id: str) -> Part:
    """That the node is there at all, and is the one it was, however it is set up."""
    return ("presence", node_id)


def edge(source: str, source_port: str, target: str, target_port: str) -> Part:
    return ("edge", source, source_port, target, target_port)


def setting(name: str) -> Part:
    return ("setting", name)


NAME: Part = ("name",)
DESCRIPTION: Part = ("description",)
NOTES: Part = ("notes",)
GROUPS: Part = ("groups",)


def changed_by(events: Iterable[e.WorkflowEvent]) -> set[Part]:
    """All the parts that these events changed."""
    return {part for event in events for part in parts_of(event)}


def parts_of(event: e.WorkflowEvent) -> set[Part]:
    match event:
        case e.NodeAdded() | e.NodeRemoved():
            return {node(event.node_id), presence(event.node_id)}
        case e.NodesConnected() | e.ConnectionRemoved():
            return {edge(event.source, event.source_port, event.target, event.target_port)}
        case e.SettingsChanged():
            return {setting(name) for name in event.changed}
        case e.NotesChanged():
            return {NOTES}
        case e.GroupsChanged():
            return {GROUPS}
        case e.WorkflowRenamed():
            return {NAME}
        case e.WorkflowDescribed():
            return {DESCRIPTION}
        case e.WorkflowCreated():
            return {NAME, DESCRIPTION}
        case e.DefinitionReordered() | e.WorkflowTagged() | e.WorkflowFiled():
            return set()
        case e.VersionPublished() | e.VersionRestored():
            return set()
        case e.WorkflowActivated() | e.WorkflowDeactivated() | e.WorkflowArchived():
            return set()
        case _:
            return {node(event.node_id)}
