"""An archived workflow that is wanted again."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.events import WorkflowEvent
from domain.workflow.state import Workflow


async def unarchive_workflow(context: Context, cause: Cause, *, workflow_id: UUID) -> Changed:
    """It comes back inactive. Nothing happens where it isn't archived. Raises ``NotFound``."""

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        return decisions.unarchive(workflow)

    return await change_workflow(context.store, cause, workflow_id, decide, even_archived=True)
