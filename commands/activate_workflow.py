"""A workflow that webhooks and schedules run from now on."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from commands.load_workflow import load_workflow
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.events import WorkflowEvent
from domain.workflow.problems import problems_of
from domain.workflow.state import Workflow


async def activate_workflow(context: Context, cause: Cause, *, workflow_id: UUID) -> Changed:
    """Publishes the draft if nothing is published.

    Raises :class:`commands.errors.NotRunnable` with the problems of what would run, and ``NotFound``.
    """

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        published = await load_workflow(context.store, workflow_id, workflow.published_version)
        definition = (published or workflow).definition()
        return decisions.activate(workflow, problems_of(definition, context.nodes))

    return await change_workflow(context.store, cause, workflow_id, decide)
