"""A row of read.workflows as lists show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from projections.page import in_utc

COLUMNS = """id, name, description, tags, folder, is_active, archived, version, published_version, created_at,
  updated_at, position"""


class WorkflowSummary(TypedDict):
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
    position: int


def summary(row: Mapping[str, Any]) -> WorkflowSummary:
    created, updated = in_utc(row["created_at"]), in_utc(row["updated_at"])
    assert created is not None
    assert updated is not None
    return WorkflowSummary(
        id=row["id"],
        name=row["name"].decode(),
        description=row["description"].decode(),
        is_active=row["is_active"],
        archived=row["archived"],
        version=row["version"],
        published_version=row["published_version"],
        tags=[tag.decode() for tag in row["tags"]],
        folder=None if row["folder"] is None else row["folder"].decode(),
        created_at=created,
        updated_at=updated,
        position=row["position"],
    )
