"""Another name, description, other tags or another folder for a workflow."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from commands.refusing import refusing
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.events import WorkflowEvent
from domain.workflow.state import Workflow


async def describe_workflow(
    context: Context,
    cause: Cause,
    *,
    workflow_id: UUID,
    name: str | None = None,
    description: str | None = None,
    tags: list[str] | None = None,
    folder: str | None = None,
) -> Changed:
    """What is None stays as it is; an empty folder takes the workflow out of its folder.

    Raises :class:`commands.errors.Invalid` and ``NotFound``.
    """
    with refusing():
        said = decisions.about(name=name, description=description, tags=tags, folder=folder)

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        return decisions.describe(workflow, said)

    return await change_workflow(context.store, cause, workflow_id, decide)
