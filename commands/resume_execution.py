"""Decide about a node run that waits, so that it goes on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from commands.context import Context
from commands.errors import FieldError, Invalid, NotPossible
from commands.execution_data import ABSENT, Absent, items_given
from commands.load_execution import own_execution
from commands.ports import Append, Run, VersionConflict
from commands.waiting_runs import Waiting, WaitingRuns, load_waiting
from domain import json_text
from domain.execution.events import ExecutionResumed
from domain.tape import Cause, Fact

VERDICTS = {"approve": True, "reject": False}
LONGEST_COMMENT = 10_000


async def resume_execution(
    context: Context,
    cause: Cause,
    *,
    execution_id: UUID,
    node_id: str,
    action: str,
    run_index: int | None = None,
    data: Any = ABSENT,
    only_once: bool = False,
) -> int:
    """The position after which it is decided. The same decision again is answered, not made twice; or, with
    ``only_once``, refused.

    ``run_index`` may be left out where one run of the node waits. ``data``: items, for ``continue``;
    ``{approved, comment?}`` where an approval is waited for; the request, for ``webhook``.
    Raises :class:`NotFound`; :class:`NotPossible` with what is possible; :class:`Invalid`.
    """
    first = await own_execution(context.store, cause, execution_id)
    while True:
        newest = await context.store.last(execution_id)
        assert newest
        waiting = await load_waiting(context.store, execution_id, newest)
        run = _run(waiting, node_id, run_index)
        decision, came_with = _decision(run, action, data)
        if run.decided and not only_once and _is_same(run, decision, came_with):
            return run.decided.position
        _check(waiting, run, decision, context.clock.now())
        append = Append(
            stream_id=execution_id,
            expected=waiting.version,
            facts=[Fact(event=_resumed(run, decision, cause), data=came_with)],
            cause=cause,
            enqueue=Run(execution_id=execution_id, priority=first.event.priority),
        )
        try:
            appended = await context.store.append(append)
        except VersionConflict:
            continue
        context.doorbell.ring(execution_id)
        return appended.position


def _run(waiting: WaitingRuns, node_id: str, run_index: int | None) -> Waiting:
    named = run_index is not None
    found = waiting.runs.get((node_id, run_index or 0)) if named else _only_one(waiting, node_id)
    if found is None and waiting.ending:
        raise _gone_on(waiting, waiting.ending)
    if found is None:
        message = f"there is nothing to decide: the node {node_id!r} isn't waiting for anything"
        raise NotPossible("not_waiting", message, waiting.shown())
    return found


def _only_one(waiting: WaitingRuns, node_id: str) -> Waiting | None:
    found = waiting.open(node_id)
    if len(found) > 1:
        message = f"{len(found)} runs of the node {node_id!r} wait: say which one with run_index"
        raise NotPossible("run_index_needed", message, [run.shown() for run in found])
    earlier = [run for (node, _), run in waiting.runs.items() if node == node_id]
    return next(iter(found or reversed(earlier)), None)


def _decision(run: Waiting, action: str, data: Any) -> tuple[str, bytes | None]:
    """What is recorded: the action, and the data column."""
    if run.event.kind == "approval" and action in ("continue", *VERDICTS):
        approved, comment = _verdict(action, data)
        came_with: Any = {"approved": approved, "comment": comment}
        return ("approve" if approved else "reject"), _column(came_with)
    if isinstance(data, Absent) or (data is None and action != "webhook"):
        return action, None
    if action == "webhook":
        return action, _column(data)
    if action != "continue":
        raise _wrong(f"{action!r} takes no data", "data")
    return action, _column(items_given(data, "data"))


def _column(came_with: Any) -> bytes:
    return json_text.dumps({"data": came_with})


def _verdict(action: str, data: Any) -> tuple[bool, str | None]:
    said = {} if isinstance(data, Absent) or data is None else data
    if not isinstance(said, dict) or not said.keys() <= {"approved", "comment"}:
        raise _wrong('data has to be {"approved": true or false, "comment": "…"}', "data")
    approved, comment = said.get("approved", VERDICTS.get(action)), said.get("comment")
    if not isinstance(approved, bool) or approved is not VERDICTS.get(action, approved):
        raise _wrong("say whether it is approved: true or false", "data", "approved")
    if comment is not None and (not isinstance(comment, str) or len(comment) > LONGEST_COMMENT):
        raise _wrong(f"a comment is text of at most {LONGEST_COMMENT:,} characters", "data", "comment")
    return approved, comment


def _is_same(run: Waiting, action: str, came_with: bytes | None) -> bool:
    assert run.decided
    return run.decided.event.action == action and run.decided.data == came_with


def _check(waiting: WaitingRuns, run: Waiting, action: str, now: datetime) -> None:
    if waiting.ending:
        raise _gone_on(waiting, waiting.ending)
    if run.decided:
        made = run.decided.event
        message = f"it was decided already: {made.action}, by {made.by}"
        raise NotPossible("already_decided", message, waiting.shown())
    if run.is_over:
        raise _gone_on(waiting, f"the node {run.event.node_id!r} has gone on already")
    if run.is_late(now):
        raise _gone_on(waiting, f"the time limit of the node {run.event.node_id!r} is over")
    if action not in run.actions and (action, run.event.kind) != ("webhook", "webhook"):
        message = f"a node that waits for {_named(run)} takes {', '.join(run.actions)}; not {action}"
        raise NotPossible("action_not_possible", message, waiting.shown())


def _gone_on(waiting: WaitingRuns, why: str) -> NotPossible:
    return NotPossible("gone_on", f"there is nothing to decide any more: {why}", waiting.shown())


def _named(run: Waiting) -> str:
    return {"time": "a moment", "decision": "a decision", "approval": "an approval"}.get(
        run.event.kind, f"a {run.event.kind}"
    )


def _resumed(run: Waiting, action: str, cause: Cause) -> ExecutionResumed:
    waited = run.event
    return ExecutionResumed(node_id=waited.node_id, run_index=waited.run_index, action=action, by=cause.actor)


def _wrong(message: str, *loc: str) -> Invalid:
    return Invalid("invalid_data", message, [FieldError(loc, message)])
