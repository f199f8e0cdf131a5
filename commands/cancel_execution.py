"""Ask that an execution stop. Its worker stops what runs; one that waits is ended by who takes it."""

from uuid import UUID

from commands.context import Context
from commands.errors import NotFound
from commands.ports import Append, Run, VersionConflict
from domain.execution.events import TERMINAL, CancelRequested, ExecutionRequested
from domain.tape import Cause, Fact, Recorded


async def cancel_execution(context: Context, cause: Cause, *, execution_id: UUID) -> int:
    """The position after which it is asked for; what is over or already asked to stop stays as it is.

    Raises :class:`NotFound`.
    """
    while True:
        history = await context.store.load(execution_id)
        requested = _own(history, cause, execution_id)
        if any(isinstance(r.event, (*TERMINAL, CancelRequested)) for r in history):
            return history[-1].position
        append = Append(
            stream_id=execution_id,
            expected=history[-1].version,
            facts=[Fact(event=CancelRequested(by=cause.actor))],
            cause=cause,
            enqueue=Run(execution_id=execution_id, priority=requested.priority),
        )
        try:
            appended = await context.store.append(append)
        except VersionConflict:
            continue
        context.doorbell.ring(execution_id)
        return appended.position


def _own(history: list[Recorded], cause: Cause, execution_id: UUID) -> ExecutionRequested:
    first = history[0] if history else None
    if first is None or first.project_id != cause.project_id:
        raise NotFound("execution", execution_id)
    if not isinstance(first.event, ExecutionRequested):
        raise NotFound("execution", execution_id)
    return first.event
