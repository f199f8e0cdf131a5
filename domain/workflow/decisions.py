"""What may be done with a workflow as a whole: each answers with the events, none where it is so already."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from domain.workflow import events as e
from domain.workflow.catalogue import Problem
from domain.workflow.changes import changes
from domain.workflow.edits.base import Edit
from domain.workflow.fields import Description, Name, Tag, fields_of
from domain.workflow.refusals import DefinitionRefused, WorkflowNotRunnable
from domain.workflow.shapes import Definition
from domain.workflow.state import Workflow

Events = list[e.WorkflowEvent]


class About(BaseModel):
    """What is said about a workflow; None leaves it as it is, an empty folder takes it out of its own."""

    model_config = Edit.model_config

    name: Name | None = None
    description: Description | None = None
    tags: list[Tag] | None = Field(default=None, max_length=50)
    folder: str | None = Field(default=None, max_length=255)


def about(**given: Any) -> About:
    """Raises :class:`DefinitionRefused` for what a name, description, tags or folder can't be."""
    try:
        return About(**given)
    except ValidationError as error:
        raise DefinitionRefused(
            "invalid_workflow", "the workflow can't be described so", fields_of(error)
        ) from error


def create(said: About, definition: Definition | None) -> Events:
    created = e.WorkflowCreated(name=said.name or "", description=said.description or "")
    return [created, *(changes(None, definition) if definition else [])]


def describe(workflow: Workflow, said: About) -> Events:
    events: Events = []
    if said.name is not None and said.name != workflow.name:
        events.append(e.WorkflowRenamed(name=said.name))
    if said.description is not None and said.description != workflow.description:
        events.append(e.WorkflowDescribed(description=said.description))
    if said.tags is not None and _distinct(said.tags) != workflow.tags:
        events.append(e.WorkflowTagged(tags=_distinct(said.tags)))
    if said.folder is not None and (said.folder or None) != workflow.folder:
        events.append(e.WorkflowFiled(folder=said.folder or None))
    return events


def publish(workflow: Workflow, problems: Sequence[Problem]) -> Events:
    """Publish the draft, whose problems these are. Raises :class:`WorkflowNotRunnable`."""
    published = workflow.published_version
    if published is not None and published >= workflow.definition_version:
        return []
    _refuse(problems)
    return [e.VersionPublished(version=workflow.version)]


def activate(workflow: Workflow, problems: Sequence[Problem]) -> Events:
    """Let webhooks and schedules run the published version, or else the draft, which it publishes.

    ``problems`` are those of that version. Raises :class:`WorkflowNotRunnable`.
    """
    if workflow.is_active:
        return []
    _refuse(problems)
    published = publish(workflow, problems) if workflow.published_version is None else []
    return [*published, e.WorkflowActivated()]


def deactivate(workflow: Workflow) -> Events:
    return [e.WorkflowDeactivated()] if workflow.is_active else []


def archive(workflow: Workflow) -> Events:
    return [] if workflow.archived else [*deactivate(workflow), e.WorkflowArchived()]


def unarchive(workflow: Workflow) -> Events:
    return [e.WorkflowUnarchived()] if workflow.archived else []


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise WorkflowNotRunnable(problems)


def _distinct(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))
