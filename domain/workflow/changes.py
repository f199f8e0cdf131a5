"""The difference between a workflow and another definition, told as single edits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.json_text import dumps
from domain.workflow import events as e
from domain.workflow.shapes import Definition, EdgeKey, Node, edge_of, key_of
from domain.workflow.state import Workflow, applied

Objects = list[dict[str, Any]]
_NEW = Workflow(id=UUID(int=0), project_id=UUID(int=0), created_at=datetime.min, updated_at=datetime.min)


def changes(workflow: Workflow | None, definition: Definition) -> list[e.WorkflowEvent]:
    """The edits that make the workflow's definition exactly this one; none where it is that already.

    None is a workflow that has only just been created.
    """
    workflow = workflow or _NEW
    edits = list(_edits(workflow, definition))
    return edits + list(_reordering(applied(workflow, edits), definition))


def same(one: object, other: object) -> bool:
    """Whether two values are the same JSON: 1 is not 1.0 and not true, and the order of keys counts."""
    return one is other or (one == other and dumps(one) == dumps(other))


def node_added(node: Node) -> e.NodeAdded:
    return e.NodeAdded(
        node_id=node["id"],
        type=node["type"],
        name=node["name"],
        position={"x": node["position"]["x"], "y": node["position"]["y"]},
        parameters=node["parameters"],
        settings=node["settings"],
        disabled=node["disabled"],
        credentials=node["credentials"],
    )


def settings_changed(workflow: Workflow, settings: dict[str, object]) -> list[e.WorkflowEvent]:
    """From the settings that the workflow has to these, all of them."""
    old = workflow.settings
    if same(old, settings):
        return []
    names = [*settings, *(name for name in old if name not in settings)]
    changed = [n for n in names if n not in old or n not in settings or not same(old[n], settings[n])]
    return [e.SettingsChanged(settings=settings, changed=changed)]


def _edits(workflow: Workflow, definition: Definition) -> Iterator[e.WorkflowEvent]:
    wanted = {node["id"]: node for node in definition["nodes"]}
    kept = {
        node_id
        for node_id, node in workflow.nodes.items()
        if node_id in wanted and wanted[node_id]["type"] == node["type"]
    }
    edges = [key_of(edge) for edge in definition["edges"]]
    staying = _staying(workflow, kept, set(edges))
    yield from (e.ConnectionRemoved(**edge_of(key)) for key in workflow.edges if key not in staying)
    pinned = {node_id for node_id in workflow.pins if node_id in kept and node_id in definition["pins"]}
    yield from (e.NodeUnpinned(node_id=node_id) for node_id in workflow.pins if node_id not in pinned)
    yield from (e.NodeRemoved(node_id=node_id) for node_id in workflow.nodes if node_id not in kept)
    for node_id, node in wanted.items():
        if node_id in kept:
            yield from _node_edits(workflow.nodes[node_id], node)
        else:
            yield node_added(node)
    yield from (e.NodesConnected(**edge_of(key)) for key in edges if key not in staying)
    for node_id, items in definition["pins"].items():
        if node_id not in pinned or not same(workflow.pins[node_id], items):
            yield e.NodePinned(node_id=node_id, items=items)
    yield from _whole_edits(workflow, definition)


def _staying(workflow: Workflow, kept: set[str], wanted: set[EdgeKey]) -> set[EdgeKey]:
    return {key for key in workflow.edges if key in wanted and key[0] in kept and key[2] in kept}


def _node_edits(old: Node, new: Node) -> Iterator[e.WorkflowEvent]:
    node_id = new["id"]
    if old["name"] != new["name"]:
        yield e.NodeRenamed(node_id=node_id, name=new["name"])
    if not same(old["parameters"], new["parameters"]):
        yield e.NodeConfigured(node_id=node_id, parameters=new["parameters"])
    if not same(old["settings"], new["settings"]):
        yield e.NodeSettingsChanged(node_id=node_id, settings=new["settings"])
    if not same(old["credentials"], new["credentials"]):
        yield e.NodeCredentialsChanged(node_id=node_id, credentials=new["credentials"])
    if not same(old["position"], new["position"]):
        yield e.NodeMoved(node_id=node_id, x=new["position"]["x"], y=new["position"]["y"])
    if old["disabled"] != new["disabled"]:
        yield e.NodeDisabled(node_id=node_id) if new["disabled"] else e.NodeEnabled(node_id=node_id)


def _whole_edits(workflow: Workflow, definition: Definition) -> Iterator[e.WorkflowEvent]:
    yield from settings_changed(workflow, definition["settings"])
    yield from _note_edits(workflow.notes, definition["notes"])
    yield from _group_edits(workflow.groups, definition["groups"])


def _note_edits(old: Objects, new: Objects) -> Iterator[e.WorkflowEvent]:
    if (found := _single(old, new)) is None:
        yield e.NotesChanged(notes=new)
        return
    yield from (e.NoteRemoved(note_id=each) for each in found.removed)
    yield from (e.NoteChanged(note=each) for each in found.changed)
    yield from (e.NoteAdded(note=each) for each in found.added)


def _group_edits(old: Objects, new: Objects) -> Iterator[e.WorkflowEvent]:
    if (found := _single(old, new)) is None:
        yield e.GroupsChanged(groups=new)
        return
    yield from (e.GroupRemoved(group_id=each) for each in found.removed)
    yield from (e.GroupChanged(group=each) for each in found.changed)
    yield from (e.GroupAdded(group=each) for each in found.added)


class Single(NamedTuple):
    """What became of the objects of a list, one by one."""

    removed: list[str]
    changed: Objects
    added: Objects


def by_id(objects: Objects) -> dict[str, dict[str, Any]] | None:
    """None where they can't be told apart by their ids."""
    found = {each["id"]: each for each in objects if isinstance(each.get("id"), str)}
    return found if len(found) == len(objects) else None


def _single(old: Objects, new: Objects) -> Single | None:
    """None where only the list as a whole can be told."""
    before, after = by_id(old), by_id(new)
    if before is None or after is None:
        return Single([], [], []) if same(old, new) else None
    staying = [each for each in before if each in after]
    added = [each for each in after if each not in before]
    if [*staying, *added] != list(after):
        return None
    changed = [after[each] for each in staying if not same(before[each], after[each])]
    return Single([each for each in before if each not in after], changed, [after[each] for each in added])


def _reordering(edited: Workflow, definition: Definition) -> Iterator[e.WorkflowEvent]:
    nodes = [node["id"] for node in definition["nodes"]]
    edges = [key_of(edge) for edge in definition["edges"]]
    pins = list(definition["pins"])
    if (list(edited.nodes), list(edited.edges), list(edited.pins)) != (nodes, edges, pins):
        yield e.DefinitionReordered(nodes=nodes, edges=[list(key) for key in edges], pins=pins)
