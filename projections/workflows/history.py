"""A workflow as it was, folded from the tape."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from domain import json_text
from domain.tape import Recorded
from domain.topics import TOPICS, event_of
from domain.workflow.state import Workflow, fold
from projections.engine.tape import TapeRow

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
UPTO = """
SELECT notification_id, originator_id, originator_version, topic, state, data, project_id, actor, recorded_at
FROM tape_events WHERE originator_id = %s AND originator_version <= %s ORDER BY originator_version
"""


def recorded(row: TapeRow) -> Recorded:
    """The event with what a workflow's fold looks at."""
    return Recorded(
        position=row.position,
        stream_id=UUID(bytes=row.stream),
        version=row.version,
        topic=row.topic,
        event=event_of(row.topic, json_text.read_back(row.state)),
        data=row.data,
        event_id=UUID(int=0),
        project_id=UUID(bytes=row.project),
        actor=row.actor,
        recorded_at=BEGINNING + timedelta(microseconds=row.at),
        correlation_id=None,
        causation_id=None,
        epoch=None,
        reason=None,
    )


def folded(rows: Iterable[TapeRow], start: Workflow | None = None) -> Workflow | None:
    """The workflow after these events; those of topics unknown to this version are skipped."""
    return fold((recorded(row) for row in rows if row.topic in TOPICS), start)


def tape_row(row: tuple[Any, ...]) -> TapeRow:
    """The row as queries read it, with ids and times as Python has them."""
    position, stream, version, topic, state, data, project, actor, at = row
    microseconds = (at - BEGINNING) // timedelta(microseconds=1)
    return TapeRow(
        position, stream.bytes, version, topic, bytes(state), data, project.bytes, actor, microseconds
    )
