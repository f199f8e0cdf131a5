"""Workflows, as the contract has them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from web.api.shapes.base import Body, Id
from web.api.shapes.executions import Status


class NewWorkflow(Body):
    name: str
    description: str = ""
    definition: dict[str, Any] | None = None


class WorkflowChange(Body):
    """What is left out stays as it is; ``folder: null`` takes it out of its folder."""

    name: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    folder: str | None = None


class Change(Body):
    """``batch_id``: made by the client; sent again with the same, nothing is done twice."""

    expected_version: int = Field(ge=1)
    batch_id: Id | None = None


class NewDefinition(Change):
    definition: dict[str, Any]


class Commands(Change):
    """``step_id``: made by the client; requests of the same one after the other are undone together."""

    commands: list[dict[str, Any]]
    step_id: Id | None = None


class Problem(BaseModel):
    """What keeps the workflow from running, beside the field it concerns.

    ``data``: what the message tells of, for those who say it in words of their own.
    """

    node_id: str | None
    loc: list[str | int]
    message: str
    code: str
    data: dict[str, str | int | float] = {}


class Webhook(BaseModel):
    node_id: str
    methods: list[str]
    url: str
    taken: bool
    """At this address another active workflow answers; looked up where one workflow is asked for, and false
    elsewhere."""


class WorkflowSummary(BaseModel):
    id: UUID
    name: str
    description: str
    is_active: bool
    archived: bool
    version: int
    published_version: int | None
    tags: list[str]
    folder: str | None
    created_at: datetime
    updated_at: datetime


class Workflow(WorkflowSummary):
    definition_version: int
    """Of the last change of the definition; beyond ``published_version`` there is something to publish."""
    definition: dict[str, Any]
    problems: list[Problem]
    webhooks: list[Webhook]
    position: int | None = None


class LastExecution(BaseModel):
    id: UUID
    status: Status
    trigger: str
    created_at: datetime
    completed_at: datetime | None


class ListedWorkflow(WorkflowSummary):
    last_execution: LastExecution | None


class Label(BaseModel):
    name: str
    workflows: int


class Labels(BaseModel):
    items: list[Label]
    next_cursor: None


class Workflows(BaseModel):
    items: list[ListedWorkflow]
    next_cursor: str | None


class Restore(Change):
    version: int = Field(ge=1)


class Undo(Change):
    skip: bool = False
    """Leave the step as it is, and go on to the one before."""


class Edit(BaseModel):
    type: str
    data: dict[str, Any]


class Step(BaseModel):
    """Edits that were made in one request, or in several of one step."""

    first_version: int
    last_version: int
    at: datetime
    changes: dict[str, int]
    """Type of event → how many."""
    edits: list[Edit] | None
    """What taking it back would do now, as events; null where others have changed the same since."""


class Undoable(BaseModel):
    version: int
    undo: Step | None
    redo: Step | None


class Author(BaseModel):
    id: UUID
    name: str


class Version(BaseModel):
    """Edits that belong together."""

    version: int
    """As of which the workflow can be seen, and restored."""
    from_version: int
    at: datetime
    begun_at: datetime
    actor: str
    author: Author | None
    edits: int
    changes: dict[str, int]
    """Type of event → how many."""
    restored: int | None
    """The version that was brought back here."""
    published_at: datetime | None
    is_published: bool
    """It is what webhooks and schedules run."""


class WorkflowEvent(BaseModel):
    position: int
    version: int
    type: str
    at: datetime
    actor: str
    author: Author | None
    batch_id: UUID | None
    """The client's own name for the edits that it sent together."""
    data: dict[str, Any]


class Changed(BaseModel):
    version: int
    definition_version: int
    position: int
    problems: list[Problem]
    events: list[WorkflowEvent]
    """What others did between ``expected_version`` and this; of very many the newest."""


class Undone(Changed, Undoable):
    pass


class WorkflowEvents(BaseModel):
    items: list[WorkflowEvent]
    next_cursor: str | None


class Versions(BaseModel):
    items: list[Version]
    next_cursor: str | None
