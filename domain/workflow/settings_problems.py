"""What keeps a workflow's settings from being followed; their shape was checked when they were stored."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from domain.workflow.catalogue import NodeCatalogue, Problem

_NOTHING: Mapping[str, str | int | float] = {}


def settings_problems(settings: Mapping[str, Any], catalogue: NodeCatalogue) -> Iterator[Problem]:
    timezone, called = settings.get("timezone"), settings.get("error_workflow_id")
    if timezone and timezone not in _timezones():
        message = f"there is no time zone {timezone!r}; take a name like Europe/Berlin"
        yield _of_settings(["timezone"], "unknown_timezone", message, {"timezone": timezone})
    if called and not _is_id(called):
        yield _of_settings(["error_workflow_id"], "not_a_workflow", "this is not the id of a workflow")
    key = (settings.get("concurrency") or {}).get("key")
    if key and (fault := catalogue.fault_of_expression(key)):
        yield _of_settings(["concurrency", "key"], "invalid_expression", fault.message, fault.data())


@cache
def _timezones() -> set[str]:
    """Without the one that is whatever the machine at hand has."""
    return available_timezones() - {"localtime"}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _of_settings(
    loc: list[str | int], code: str, message: str, data: Mapping[str, str | int | float] = _NOTHING
) -> Problem:
    return Problem(node_id=None, loc=["settings", *loc], message=message, code=code, data=data)
