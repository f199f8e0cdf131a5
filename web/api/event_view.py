"""An event of an execution or a workflow as the API shows it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC
from typing import Any

import orjson

from domain.execution.events import TERMINAL, LogLinesCaptured
from domain.tape import Recorded
from domain.topics import topic_of
from domain.workflow.events import WorkflowEvent
from web.api.answers import to_json


def shown(recorded: Recorded) -> dict[str, Any]:
    """``{position, version, type, at, actor, data}``; the data that moved between nodes is not in it."""
    return {**envelope(recorded), "data": _data(recorded)}


def edit_shown(recorded: Recorded) -> dict[str, Any]:
    """The same of a workflow's event, with the ``batch_id`` that its client gave."""
    return {**envelope(recorded), "batch_id": recorded.causation_id, "data": _data(recorded)}


def edit_of(event: WorkflowEvent) -> dict[str, Any]:
    """``{type, data}`` of an event that isn't on the tape."""
    kind: Any = type(event)
    return {"type": topic_of(kind), "data": _fields(event)}


def envelope(recorded: Recorded) -> dict[str, Any]:
    """The same without what it says."""
    return {
        "position": recorded.position,
        "version": recorded.version,
        "type": recorded.topic,
        "at": recorded.recorded_at.astimezone(UTC),
        "actor": recorded.actor,
    }


def frame(recorded: Recorded) -> bytes:
    """The event as a server-sent one."""
    return sent(recorded.topic, shown(recorded), recorded.position)


def sent(kind: str, data: Mapping[str, Any], position: int | None = None) -> bytes:
    """A server-sent event. Without a position it has no id: whoever resumes doesn't get it again."""
    head = "" if position is None else f"id: {position}\n"
    return f"{head}event: {kind}\ndata: ".encode() + to_json(data) + b"\n\n"


def is_terminal(recorded: Recorded) -> bool:
    return isinstance(recorded.event, TERMINAL)


def _data(recorded: Recorded) -> dict[str, Any]:
    event = recorded.event
    if isinstance(event, LogLinesCaptured):
        return {"lines": orjson.loads(recorded.data or b"[]")}
    return _fields(event)


def _fields(event: Any) -> dict[str, Any]:
    return {field.name: getattr(event, field.name) for field in fields(event)}
