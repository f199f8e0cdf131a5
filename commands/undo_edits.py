"""Undoing and redoing what one has done to a workflow, from the tape: across tabs, reloads and restarts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from commands.change_workflow import Changed, change_workflow, stale
from commands.context import Context
from commands.errors import NothingLeft
from commands.load_workflow import load_workflow, own_workflow
from commands.ports import EventStore
from domain.tape import Cause, Recorded
from domain.workflow.events import EditsRedone, EditsUndone, WorkflowEvent
from domain.workflow.refusals import EditsConflict
from domain.workflow.state import Workflow
from domain.workflow.steps import Stacks, Step, stacks
from domain.workflow.touching import changed_by, overlap, parts_of
from domain.workflow.undoing import undo

REACH = 2_000
"""How many events of the workflow are looked through for what can be undone."""
Direction = Literal["undo", "redo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A step, and what taking it back would do now."""

    step: Step
    edits: Sequence[WorkflowEvent] | None
    """None where others have changed the same parts since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    version: int
    """Of the workflow that they are for."""
    undo: Offer | None
    redo: Offer | None


async def undo_edits(
    context: Context,
    cause: Cause,
    direction: Direction,
    *,
    workflow_id: UUID,
    expected_version: int,
    skip: bool = False,
) -> Changed:
    """Take back the caller's newest step, or their newest undoing.

    What others have done since stays. ``skip``: leave the step as it is, and go on to the one before.
    Raises :class:`commands.errors.Stale` where others have changed the same parts since, with what they did,
    ``NothingLeft`` and ``NotFound``.
    """

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        if expected_version > workflow.version:
            raise EditsConflict
        step = _newest(await _stacks(context.store, cause, workflow), direction)
        mark = EditsUndone if direction == "undo" else EditsRedone
        marked = mark(first_version=step.first_version, last_version=step.last_version)
        if skip:
            return [marked]
        try:
            return [marked, *await _taken_back(context.store, workflow, step)]
        except EditsConflict as conflict:
            raise stale(workflow, await _in_the_way(context.store, workflow, step)) from conflict

    return await change_workflow(context.store, cause, workflow_id, decide, since=expected_version)


async def what_can_be_undone(context: Context, cause: Cause, workflow_id: UUID) -> Offers:
    """The caller's own steps. Raises :class:`commands.errors.NotFound`."""
    workflow = await own_workflow(context.store, cause, workflow_id)
    found = await _stacks(context.store, cause, workflow)
    return Offers(
        version=workflow.version,
        undo=await _offer(context.store, workflow, found.undo),
        redo=await _offer(context.store, workflow, found.redo),
    )


async def _offer(store: EventStore, workflow: Workflow, steps: Sequence[Step]) -> Offer | None:
    if not steps:
        return None
    try:
        return Offer(step=steps[-1], edits=await _taken_back(store, workflow, steps[-1]))
    except EditsConflict:
        return Offer(step=steps[-1], edits=None)


async def _stacks(store: EventStore, cause: Cause, workflow: Workflow) -> Stacks:
    history = await store.load(workflow.id, after=max(0, workflow.version - REACH), upto=workflow.version)
    return stacks(history, cause.actor)


def _newest(found: Stacks, direction: Direction) -> Step:
    steps = found.undo if direction == "undo" else found.redo
    if not steps:
        raise NothingLeft(direction)
    return steps[-1]


async def _taken_back(store: EventStore, now: Workflow, step: Step) -> list[WorkflowEvent]:
    before = await load_workflow(store, now.id, step.first_version - 1)
    after = await load_workflow(store, now.id, step.last_version)
    assert before is not None
    assert after is not None
    return undo(before, after, now)


async def _in_the_way(store: EventStore, now: Workflow, step: Step) -> list[Recorded]:
    """What has changed parts of the step since."""
    history = await store.load(now.id, after=step.first_version - 1, upto=now.version)
    parts = changed_by(each.event for each in history if each.version <= step.last_version)
    later = (each for each in history if each.version > step.last_version)
    return [each for each in later if overlap(parts_of(each.event), parts)]
