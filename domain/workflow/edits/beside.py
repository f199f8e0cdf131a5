"""Edits of one note or one group, which have an ``id`` to be told apart by."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from domain.workflow import events as e
from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.changes import same
from domain.workflow.edits.base import Edit, refused
from domain.workflow.fields import JsonObject
from domain.workflow.state import Workflow
from domain.workflow.touching import Part, group, note

Events = Sequence[e.WorkflowEvent]


def _with_id(value: JsonObject) -> JsonObject:
    if not isinstance(value.get("id"), str) or not 1 <= len(value["id"]) <= 64:
        raise ValueError("needs an id of 1 to 64 characters")
    return value


WithId = Annotated[JsonObject, AfterValidator(_with_id)]


class AddNote(Edit):
    type: Literal["add_note"]
    note: WithId

    def touches(self) -> set[Part]:
        return {note(self.note["id"])}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        _refuse_twice(workflow.notes, self.note["id"], "note")
        return [e.NoteAdded(note=self.note)]


class ChangeNote(Edit):
    """``note`` is all of it from now on."""

    type: Literal["change_note"]
    note: WithId

    def touches(self) -> set[Part]:
        return {note(self.note["id"])}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        old = _existing(workflow.notes, self.note["id"], "note")
        return [] if same(old, self.note) else [e.NoteChanged(note=self.note)]


class RemoveNote(Edit):
    type: Literal["remove_note"]
    note_id: str

    def touches(self) -> set[Part]:
        return {note(self.note_id)}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        found = any(each.get("id") == self.note_id for each in workflow.notes)
        return [e.NoteRemoved(note_id=self.note_id)] if found else []


class AddGroup(Edit):
    type: Literal["add_group"]
    group: WithId

    def touches(self) -> set[Part]:
        return {group(self.group["id"])}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        _refuse_twice(workflow.groups, self.group["id"], "group")
        return [e.GroupAdded(group=self.group)]


class ChangeGroup(Edit):
    """``group`` is all of it from now on."""

    type: Literal["change_group"]
    group: WithId

    def touches(self) -> set[Part]:
        return {group(self.group["id"])}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        old = _existing(workflow.groups, self.group["id"], "group")
        return [] if same(old, self.group) else [e.GroupChanged(group=self.group)]


class RemoveGroup(Edit):
    type: Literal["remove_group"]
    group_id: str

    def touches(self) -> set[Part]:
        return {group(self.group_id)}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Events:
        found = any(each.get("id") == self.group_id for each in workflow.groups)
        return [e.GroupRemoved(group_id=self.group_id)] if found else []


def _existing(objects: list[dict[str, Any]], identity: str, what: str) -> dict[str, Any]:
    for each in objects:
        if each.get("id") == identity:
            return each
    raise refused((what, "id"), f"there is no {what} {identity[:100]!r}")


def _refuse_twice(objects: list[dict[str, Any]], identity: str, what: str) -> None:
    if any(each.get("id") == identity for each in objects):
        raise refused((what, "id"), f"another {what} has the id {identity!r}")
