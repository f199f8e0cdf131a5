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


def note(note_id: str) -> Part:
    return (*NOTES, note_id)


def group(group_id: str) -> Part:
    return (*GROUPS, group_id)


def overlap(one: Iterable[Part], other: Iterable[Part]) -> bool:
    """Whether they have a part in common, or one has a part of what the other has as a whole."""
    one, other = set(one), set(other)
    return not one.isdisjoint(_with_wholes(other)) or not other.isdisjoint(_with_wholes(one))


def _with_wholes(parts: Iterable[Part]) -> set[Part]:
    return {part[:length] for part in parts for length in range(1, len(part) + 1)}


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
        case e.NoteAdded() | e.NoteChanged():
            return {note(event.note["id"])}
        case e.NoteRemoved():
            return {note(event.note_id)}
        case e.GroupAdded() | e.GroupChanged():
            return {group(event.group["id"])}
        case e.GroupRemoved():
            return {group(event.group_id)}
        case e.WorkflowRenamed():
            return {NAME}
        case e.WorkflowDescribed():
            return {DESCRIPTION}
        case e.WorkflowCreated():
            return {NAME, DESCRIPTION}
        case e.DefinitionReordered() | e.WorkflowTagged() | e.WorkflowFiled():
            return set()
        case e.VersionPublished() | e.VersionRestored() | e.EditsUndone() | e.EditsRedone():
            return set()
        case e.WorkflowActivated() | e.WorkflowDeactivated():
            return set()
        case e.WorkflowArchived() | e.WorkflowUnarchived():
            return set()
        case _:
            return {node(event.node_id)}
