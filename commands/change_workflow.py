"""The five steps that every command on a workflow takes."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from commands.errors import Stale
from commands.load_workflow import load_workflow, own_workflow
from commands.ports import Append, EventStore, VersionConflict
from commands.refusing import refusing
from domain.tape import Cause, Fact, Recorded
from domain.workflow.events import WorkflowEvent
from domain.workflow.refusals import EditsConflict
from domain.workflow.state import Workflow

ATTEMPTS = 50
SNAPSHOT_EVERY = 1_000
MOST_SHOWN = 200

log = logging.getLogger(__name__)

Decide = Callable[[Workflow], Awaitable[Sequence[WorkflowEvent]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Where the workflow stands after a command, whether that changed it or not."""

    version: int
    position: int


async def change_workflow(
    store: EventStore,
    cause: Cause,
    workflow_id: UUID,
    decide: Decide,
    *,
    since: int | None = None,
    even_archived: bool = False,
) -> Changed:
    """Load, decide, append; somebody else was quicker: load and decide again.

    ``since`` is the version that the caller knows. Where events with the same actor and causation id stand on
    the tape since then, an answer got lost, and is given again. Raises what ``decide`` refuses with, as the
    refusals of :mod:`commands.errors`, and :class:`Stale`.
    """
    for _ in range(ATTEMPTS):
        workflow = await own_workflow(store, cause, workflow_id, even_archived=even_archived)
        if since is not None and (before := await _stored_before(store, cause, workflow, since)):
            return before
        try:
            with refusing():
                events = await decide(workflow)
            if not events:
                return Changed(version=workflow.version, position=workflow.position)
            return await append_events(store, cause, workflow_id, workflow.version, events)
        except EditsConflict as conflict:
            raise await _stale(store, workflow, since) from conflict
        except VersionConflict:
            continue
    raise await _stale(store, workflow, since)


async def _stored_before(store: EventStore, cause: Cause, workflow: Workflow, since: int) -> Changed | None:
    if cause.causation_id is None or since >= workflow.version:
        return None
    history = await store.load(workflow.id, after=max(since, 0), upto=workflow.version)
    same = [r for r in history if (r.causation_id, r.actor) == (cause.causation_id, cause.actor)]
    return Changed(version=same[-1].version, position=same[-1].position) if same else None


async def append_events(
    store: EventStore, cause: Cause, workflow_id: UUID, expected: int, events: Sequence[WorkflowEvent]
) -> Changed:
    """Append, and keep a fold of the stream whenever it crosses a thousandth event."""
    facts = [Fact(event=event) for event in events]
    appended = await store.append(Append(stream_id=workflow_id, expected=expected, facts=facts, cause=cause))
    if appended.version // SNAPSHOT_EVERY > expected // SNAPSHOT_EVERY:
        await _keep_snapshot(store, workflow_id, appended.version)
    return Changed(version=appended.version, position=appended.position)


async def _keep_snapshot(store: EventStore, workflow_id: UUID, version: int) -> None:
    """The events are stored: a snapshot that can't be kept costs time later, and nothing else."""
    try:
        workflow = await load_workflow(store, workflow_id, version)
        if workflow is not None:
            await store.save_snapshot(workflow_id, version, workflow.to_json())
    except Exception:
        log.warning("no snapshot of workflow %s at version %s", workflow_id, version, exc_info=True)


async def _stale(store: EventStore, workflow: Workflow, since: int | None) -> Stale:
    """The refusal that shows the newest of what has happened since the version that the caller knows."""
    if since is None:
        return Stale(workflow.version, [])
    history = await store.load(workflow.id, after=max(since, 0), upto=workflow.version)
    return stale(workflow, history)


def stale(workflow: Workflow, history: Sequence[Recorded]) -> Stale:
    return Stale(workflow.version, [_shown(recorded) for recorded in history[-MOST_SHOWN:]])


def _shown(recorded: Recorded) -> dict[str, Any]:
    return {
        "position": recorded.position,
        "version": recorded.version,
        "type": recorded.topic,
        "at": recorded.recorded_at,
        "actor": recorded.actor,
        "batch_id": recorded.causation_id,
        "data": {field.name: getattr(recorded.event, field.name) for field in fields(recorded.event)},
    }
