"""Taking back what was done, in a workflow that others have gone on with since."""

from collections.abc import Mapping
from typing import Any, TypeVar

from domain.workflow import events as e
from domain.workflow.changes import Objects, by_id, changes, same
from domain.workflow.refusals import EditsConflict
from domain.workflow.shapes import Definition, Node
from domain.workflow.state import Workflow

K = TypeVar("K")
_ABSENT: Any = object()


def undo(before: Workflow, after: Workflow, now: Workflow) -> list[e.WorkflowEvent]:
    """The edits that take back what led from ``before`` to ``after``, and leave all else as it is now.

    Raises :class:`EditsConflict` where one of those parts is neither as it was after nor as it was before.
    """
    nodes = _nodes(before, after, now)
    edges = _back(before.edges, after.edges, now.edges)
    if any(key[0] not in nodes or key[2] not in nodes for key in edges):
        raise EditsConflict
    pins = _back(before.pins, after.pins, now.pins)
    if any(node_id not in nodes for node_id in pins):
        raise EditsConflict
    definition = Definition(
        nodes=list(nodes.values()),
        edges=list(edges.values()),
        settings=_back(before.settings, after.settings, now.settings),
        notes=_objects(before.notes, after.notes, now.notes),
        groups=_objects(before.groups, after.groups, now.groups),
        pins=pins,
    )
    return [*_told(before, after, now), *changes(now, definition)]


def _back(before: Mapping[K, Any], after: Mapping[K, Any], now: Mapping[K, Any]) -> dict[K, Any]:
    """What is there now, with the entries that changed as they were before."""
    result = dict(now)
    for key in [*before, *(key for key in after if key not in before)]:
        value = _value(before.get(key, _ABSENT), after.get(key, _ABSENT), now.get(key, _ABSENT))
        if value is _ABSENT:
            result.pop(key, None)
        else:
            result[key] = value
    return result


def _value(before: Any, after: Any, now: Any) -> Any:
    if _alike(before, after) or _alike(before, now):
        return now
    if not _alike(after, now):
        raise EditsConflict
    return before


def _alike(one: Any, other: Any) -> bool:
    return one is other or (one is not _ABSENT and other is not _ABSENT and same(one, other))


def _nodes(before: Workflow, after: Workflow, now: Workflow) -> dict[str, Node]:
    """Of a node that was there all the time, each field for itself."""
    result = dict(now.nodes)
    for node_id in [*before.nodes, *(each for each in after.nodes if each not in before.nodes)]:
        old, done, new = before.nodes.get(node_id), after.nodes.get(node_id), now.nodes.get(node_id)
        if old is done:
            continue
        if old and done and new:
            fields: Any = _back(old, done, new)
            result[node_id] = fields
        elif (value := _value(old or _ABSENT, done or _ABSENT, new or _ABSENT)) is _ABSENT:
            result.pop(node_id, None)
        else:
            result[node_id] = value
    return result


def _objects(before: Objects, after: Objects, now: Objects) -> Objects:
    """Notes or groups, each for itself where they have ids, else as a whole."""
    old, done, new = by_id(before), by_id(after), by_id(now)
    if old is None or done is None or new is None:
        whole: Objects = _value(before, after, now)
        return whole
    return list(_back(old, done, new).values())


def _told(before: Workflow, after: Workflow, now: Workflow) -> list[e.WorkflowEvent]:
    name = _value(before.name, after.name, now.name)
    description = _value(before.description, after.description, now.description)
    renamed = [] if name == now.name else [e.WorkflowRenamed(name=name)]
    return [
        *renamed,
        *([] if description == now.description else [e.WorkflowDescribed(description=description)]),
    ]
