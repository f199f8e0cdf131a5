"""A workflow that webhooks and schedules no longer run."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.events import WorkflowEvent
from domain.workflow.state import Workflow


async def deactivate_workflow(context: Context, cause: Cause, *, workflow_id: UUID) -> Changed:
    """Raises :class:`commands.errors.NotFound`."""

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        return decisions.deactivate(workflow)

    return await change_workflow(context.store, cause, workflow_id, decide)
