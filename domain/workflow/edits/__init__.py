"""A batch of single edits, such as an editor sends: all of it happens, or nothing."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.definition import check_size
from domain.workflow.edits import beside, connections, nodes, whole
from domain.workflow.edits.base import Edit
from domain.workflow.events import WorkflowEvent
from domain.workflow.fields import fields_of
from domain.workflow.refusals import DefinitionRefused, EditsConflict, FieldRefused
from domain.workflow.state import Workflow, apply
from domain.workflow.touching import changed_by, overlap

EDITS: dict[str, type[Edit]] = {
    "add_node": nodes.AddNode,
    "configure_node": nodes.ConfigureNode,
    "change_node_settings": nodes.ChangeNodeSettings,
    "change_node_credentials": nodes.ChangeNodeCredentials,
    "move_node": nodes.MoveNode,
    "rename_node": nodes.RenameNode,
    "disable_node": nodes.DisableNode,
    "enable_node": nodes.EnableNode,
    "remove_node": nodes.RemoveNode,
    "pin_node": nodes.PinNode,
    "unpin_node": nodes.UnpinNode,
    "connect_nodes": connections.ConnectNodes,
    "remove_connection": connections.RemoveConnection,
    "change_settings": whole.ChangeSettings,
    "add_note": beside.AddNote,
    "change_note": beside.ChangeNote,
    "remove_note": beside.RemoveNote,
    "add_group": beside.AddGroup,
    "change_group": beside.ChangeGroup,
    "remove_group": beside.RemoveGroup,
    "rename_workflow": whole.RenameWorkflow,
    "describe_workflow": whole.DescribeWorkflow,
}


def parse(raw: Sequence[object]) -> list[Edit]:
    """The edits that ``{"type": …, …}`` objects describe. Raises :class:`DefinitionRefused`."""
    edits: list[Edit] = []
    errors: list[FieldRefused] = []
    for index, command in enumerate(raw):
        try:
            edits.append(_edit_of(command))
        except DefinitionRefused as refusal:
            errors += [error.within(("commands", index)) for error in refusal.errors]
    if errors:
        raise _refusal(errors)
    return edits


def decide(
    workflow: Workflow,
    edits: Sequence[Edit],
    catalogue: NodeCatalogue,
    since: Sequence[WorkflowEvent] = (),
) -> list[WorkflowEvent]:
    """What the edits do to the workflow.

    ``since`` is what has happened to it since the version they were made for: where they touch a part
    that it changed, they are refused with :class:`EditsConflict`. Raises :class:`DefinitionRefused`
    and :class:`DefinitionTooLarge` too.
    """
    changed = changed_by(since)
    if any(overlap(edit.touches(), changed) for edit in edits):
        raise EditsConflict
    events = _decided_in_turn(workflow.copy(), edits, catalogue)
    if overlap(changed_by(events), changed):
        raise EditsConflict
    return events


def _decided_in_turn(
    working: Workflow, edits: Sequence[Edit], catalogue: NodeCatalogue
) -> list[WorkflowEvent]:
    events: list[WorkflowEvent] = []
    for index, edit in enumerate(edits):
        try:
            decided = edit.decide(working, catalogue)
        except DefinitionRefused as refusal:
            raise _refusal([error.within(("commands", index)) for error in refusal.errors]) from refusal
        for event in decided:
            apply(working, event)
        events += decided
    if events:
        check_size(working.definition())
    return events


def _edit_of(command: object) -> Edit:
    if not isinstance(command, Mapping):
        raise _refusal([FieldRefused((), "should be an object")])
    kind = command.get("type")
    if not isinstance(kind, str) or kind not in EDITS:
        raise _refusal([FieldRefused(("type",), f"should be one of {', '.join(EDITS)}")])
    try:
        return EDITS[kind].model_validate(command)
    except ValidationError as error:
        raise _refusal(fields_of(error)) from error


def _refusal(errors: list[FieldRefused]) -> DefinitionRefused:
    return DefinitionRefused("invalid_command", "the commands can't be applied", errors)
