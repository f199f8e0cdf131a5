"""An execution from the tape."""

from uuid import UUID

from commands.errors import NotFound
from commands.ports import EventStore
from domain.execution.events import ExecutionRequested
from domain.tape import Cause, Recorded


async def own_execution(store: EventStore, cause: Cause, execution_id: UUID) -> Recorded:
    """Its first event. Raises :class:`NotFound`, for another project's too."""
    for first in await store.load(execution_id, upto=1):
        if first.project_id == cause.project_id and isinstance(first.event, ExecutionRequested):
            return first
    raise NotFound("execution", execution_id)
