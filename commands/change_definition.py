"""Another definition for a workflow, told on the tape as the single edits that lead to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from commands.refusing import refusing
from domain.tape import Cause
from domain.workflow.arrangement import in_place
from domain.workflow.changes import changes
from domain.workflow.definition import parse
from domain.workflow.events import WorkflowEvent
from domain.workflow.refusals import EditsConflict
from domain.workflow.state import Workflow


async def change_definition(
    context: Context, cause: Cause, *, workflow_id: UUID, definition: Any, expected_version: int
) -> Changed:
    """Raises :class:`commands.errors.Stale` unless the workflow is at exactly that version,
    ``Invalid``, ``TooLarge`` and ``NotFound``."""
    with refusing(("definition",)):
        parsed = parse(definition, context.nodes)

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        if workflow.version != expected_version:
            raise EditsConflict
        return changes(workflow, in_place(parsed, definition, workflow.nodes))

    return await change_workflow(context.store, cause, workflow_id, decide, since=expected_version)
