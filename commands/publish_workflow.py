"""The draft as the version that webhooks and schedules run."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.events import WorkflowEvent
from domain.workflow.problems import problems_of
from domain.workflow.state import Workflow


async def publish_workflow(context: Context, cause: Cause, *, workflow_id: UUID) -> Changed:
    """Raises :class:`commands.errors.NotRunnable` with the draft's problems, and ``NotFound``."""

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        return decisions.publish(workflow, problems_of(workflow.definition(), context.nodes))

    return await change_workflow(context.store, cause, workflow_id, decide)
