"""Workflows, as the contract has them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from web.api.shapes.base import Body


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


class NewDefinition(Body):
    definition: dict[str, Any]
    expected_version: int = Field(ge=1)


class Commands(Body):
    commands: list[dict[str, Any]]
    expected_version: int = Field(ge=1)


class Problem(BaseModel):
    """What keeps the workflow from running, beside the field it concerns."""

    node_id: str | None
    loc: list[str | int]
    message: str
    code: str


class Webhook(BaseModel):
    node_id: str
    methods: list[str]
    url: str


class WorkflowSummary(BaseModel):
    id: UUID
    name: str
    description: str
    is_active: bool
    version: int
    published_version: int | None
    tags: list[str]
    folder: str | None
    created_at: datetime
    updated_at: datetime


class Workflow(WorkflowSummary):
    definition: dict[str, Any]
    problems: list[Problem]
    webhooks: list[Webhook]
    position: int | None = None


class Workflows(BaseModel):
    items: list[WorkflowSummary]
    next_cursor: str | None


class Changed(BaseModel):
    version: int
    position: int
    problems: list[Problem]


class Restore(Body):
    version: int = Field(ge=1)
    expected_version: int = Field(ge=1)


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


class Versions(BaseModel):
    items: list[Version]
    next_cursor: str | None
