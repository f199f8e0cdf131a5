"""What every event on the tape has around it, whatever it says."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Who asks and why; copied onto every event that follows from it."""

    project_id: UUID
    actor: str
    """``user:<id>``, ``worker:<name>``, ``webhook`` or ``scheduler``."""
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An event to be appended, and the data that may later be dropped without touching the story."""

    event: Any
    data: bytes | None = None
    event_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event as it stands on the tape."""

    position: int
    stream_id: UUID
    version: int
    topic: str
    event: Any
    data: bytes | None
    event_id: UUID
    project_id: UUID
    actor: str
    recorded_at: datetime
    correlation_id: UUID | None
    causation_id: UUID | None
    epoch: int | None
    reason: str | None
