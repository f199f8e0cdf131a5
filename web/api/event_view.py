"""An event of an execution as the API shows it."""

from dataclasses import fields
from datetime import UTC
from typing import Any

import orjson

from domain.execution.events import TERMINAL, LogLinesCaptured
from domain.tape import Recorded
from web.api.answers import to_json


def shown(recorded: Recorded) -> dict[str, Any]:
    """``{position, version, type, at, actor, data}``; the data that moved between nodes is not in it."""
    return {
        "position": recorded.position,
        "version": recorded.version,
        "type": recorded.topic,
        "at": recorded.recorded_at.astimezone(UTC),
        "actor": recorded.actor,
        "data": _data(recorded),
    }


def frame(recorded: Recorded) -> bytes:
    """The same as one server-sent event."""
    head = f"id: {recorded.position}\nevent: {recorded.topic}\ndata: ".encode()
    return head + to_json(shown(recorded)) + b"\n\n"


def is_terminal(recorded: Recorded) -> bool:
    return isinstance(recorded.event, TERMINAL)


def _data(recorded: Recorded) -> dict[str, Any]:
    event = recorded.event
    if isinstance(event, LogLinesCaptured):
        return {"lines": orjson.loads(recorded.data or b"[]")}
    return {field.name: getattr(event, field.name) for field in fields(event)}
