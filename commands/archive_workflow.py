"""A workflow that is no longer wanted: gone from all lists, never from the tape."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.events import WorkflowEvent
from domain.workflow.state import Workflow


async def archive_workflow(context: Context, cause: Cause, *, workflow_id: UUID) -> Changed:
    """Archiving it again changes nothing. Raises :class:`commands.errors.NotFound`."""

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        return decisions.archive(workflow)

    return await change_workflow(context.store, cause, workflow_id, decide, even_archived=True)
