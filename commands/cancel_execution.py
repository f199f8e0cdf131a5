"""Ask that an execution stop. Its worker stops what runs; one that waits is ended by who takes it."""

from uuid import UUID

from commands.context import Context
from commands.load_execution import own_execution
from commands.ports import Append, Run, VersionConflict
from domain.execution.events import TERMINAL, CancelRequested
from domain.tape import Cause, Fact


async def cancel_execution(
    context: Context, cause: Cause, *, execution_id: UUID, reason: str | None = None
) -> int:
    """The position after which it is asked for; what is over or already asked to stop stays as it is.

    ``reason``: for people, where it is no person who asks.

    Raises :class:`NotFound`.
    """
    first = await own_execution(context.store, cause, execution_id)
    while True:
        newest = await context.store.last(execution_id)
        assert newest
        if isinstance(newest.event, TERMINAL):
            return newest.position
        for asked in await context.store.load(execution_id, topics=["execution.cancel_requested"]):
            return asked.position
        append = Append(
            stream_id=execution_id,
            expected=newest.version,
            facts=[Fact(event=CancelRequested(by=cause.actor, reason=reason))],
            cause=cause,
            enqueue=Run(execution_id=execution_id, priority=first.event.priority),
        )
        try:
            appended = await context.store.append(append)
        except VersionConflict:
            continue
        context.doorbell.ring(execution_id)
        return appended.position
