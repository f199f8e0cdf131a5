"""What somebody did to a workflow step by step, and which of it can be undone or redone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import get_args

from domain.tape import Recorded
from domain.workflow import events as e

_EDITS = (*get_args(e.DefinitionEvent), e.WorkflowRenamed, e.WorkflowDescribed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Edits that were made together: in one request, or in several of one step with nobody's in between."""

    first_version: int
    last_version: int
    at: datetime
    changes: dict[str, int]
    """Type of event → how many."""


@dataclass(frozen=True, slots=True)
class Stacks:
    """The newest step last."""

    undo: list[Step]
    redo: list[Step]
    """Undoings that can be taken back."""


def stacks(history: Iterable[Recorded], actor: str) -> Stacks:
    """What this actor can undo and redo, by a workflow's events in their order."""
    found = Stacks([], [])
    for events in _requests(history, actor):
        step = _step(events)
        match events[0].event:
            case e.EditsUndone():
                _pop(found.undo, events[0].event)
                found.redo.append(step)
            case e.EditsRedone():
                _pop(found.redo, events[0].event)
                found.undo.append(step)
            case e.WorkflowCreated():
                pass
            case _ if step.changes:
                found.undo.append(step)
                found.redo.clear()
    return found


def _requests(history: Iterable[Recorded], actor: str) -> Iterator[list[Recorded]]:
    for (who, _), events in groupby(history, lambda r: (r.actor, r.correlation_id or r.event_id)):
        if who == actor:
            yield list(events)


def _step(events: list[Recorded]) -> Step:
    changes = Counter(each.topic for each in events if isinstance(each.event, _EDITS))
    return Step(
        first_version=events[0].version,
        last_version=events[-1].version,
        at=events[-1].recorded_at,
        changes=dict(changes),
    )


def _pop(steps: list[Step], mark: e.EditsUndone | e.EditsRedone) -> None:
    if steps and (steps[-1].first_version, steps[-1].last_version) == (mark.first_version, mark.last_version):
        steps.pop()
