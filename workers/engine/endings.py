"""The events that end a node run, or let it wait."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.execution import events as e
from workers.engine.log_lines import rfc3339
from workers.engine.node_run import NodeRunContext
from workers.engine.outputs import in_chunks
from workers.engine.per_item import instead, marked
from workers.ports import Chunk, Item, NodeError, Suspend

MOST_FAILED_ITEMS = 20
"""So many of a run's are told one by one."""
LONGEST_DELAY_S = 3600.0
JITTER = 0.1
"""Retries of many executions at once are spread over so much of their delay."""


def completed(
    started: e.NodeStarted,
    now: datetime,
    began: float,
    outputs: dict[str, e.Output],
    context: NodeRunContext,
) -> e.NodeCompleted:
    return e.NodeCompleted(
        **_run_of(started, now, began),
        outputs=outputs,
        warnings=context.warnings,
        children=context.children,
        failed_items=_failed_items(context.aside.errors),
    )


def _failed_items(errors: Mapping[int, NodeError]) -> e.FailedItems | None:
    if not errors:
        return None
    first = [
        {"item": index, "code": errors[index].code, "message": errors[index].message}
        for index in sorted(errors)[:MOST_FAILED_ITEMS]
    ]
    return e.FailedItems(count=len(errors), first=first)


def of_origin(event: e.NodeCompleted, origin: str) -> e.NodeCompleted:
    return replace(event, origin=origin)


def failed(
    started: e.NodeStarted,
    error: NodeError,
    now: datetime,
    began: float,
    *,
    outputs: dict[str, e.Output],
    handled: bool,
    context: NodeRunContext | None,
) -> e.NodeFailed:
    return e.NodeFailed(
        **_run_of(started, now, began),
        code=error.code,
        message=error.message,
        outputs=outputs,
        handled=handled,
        children=context.children if context else [],
    )


def retrying(
    started: e.NodeStarted, error: NodeError, now: datetime, began: float, at: datetime
) -> e.NodeRetryScheduled:
    return e.NodeRetryScheduled(
        **_run_of(started, now, began), code=error.code, message=error.message, retry_at=rfc3339(at)
    )


def waiting(started: e.NodeStarted, suspend: Suspend, now: datetime) -> e.NodeWaiting:
    return e.NodeWaiting(
        **_identity_of(started),
        started_at=started.at,
        at=rfc3339(now),
        kind=suspend.kind,
        message=suspend.message,
        until=rfc3339(suspend.until) if suspend.until else None,
        details=suspend.details,
        children=suspend.children,
    )


def undecided(started: e.NodeStarted, now: datetime) -> e.NodeWaiting:
    """The worker was lost in the middle of something that may not be done twice."""
    return e.NodeWaiting(
        **_identity_of(started),
        started_at=started.at,
        at=rfc3339(now),
        kind="decision",
        message=f"the worker was lost while {started.name!r} was at work; it may or may not have done what "
        "it does to the world. Decide whether to run it again.",
        until=None,
    )


def retry_at(
    settings: Mapping[str, Any] | None, error: NodeError, started: e.NodeStarted, now: datetime
) -> datetime | None:
    """When to try again, if the node's settings want that for this error."""
    if not settings or started.attempt > settings.get("count", 0):
        return None
    wanted = settings.get("on")
    if wanted and error.code not in wanted:
        return None
    delay = settings.get("delay_s", 1.0)
    if settings.get("backoff") == "exponential":
        delay *= 2 ** min(started.attempt - 1, 30)
    spread = random.uniform(1, 1 + JITTER)
    return now + timedelta(seconds=min(delay, LONGEST_DELAY_S) * spread)


def error_chunks(on_error: str, port: str, items: Sequence[Item], error: NodeError) -> list[Chunk]:
    """What leaves a node that failed as a whole where the workflow goes on: the error for each of its items.

    ``port``: where errors leave with ``continue``.
    """
    found = items or [{"json": {}}]
    if on_error == "port":
        return [
            Chunk([marked(item, error) for item in some], "error", "identity") for some in in_chunks(found)
        ]
    return [Chunk([instead(error) for _ in some], port, "identity") for some in in_chunks(found)]


def _identity_of(started: e.NodeStarted) -> dict[str, Any]:
    names = ("node_id", "name", "type", "run_index", "attempt", "sources", "items_in")
    return {name: getattr(started, name) for name in names}


def _run_of(started: e.NodeStarted, now: datetime, began: float) -> dict[str, Any]:
    return {
        **_identity_of(started),
        "started_at": started.at,
        "at": rfc3339(now),
        "duration_ms": round((time.perf_counter() - began) * 1000, 3),
    }
