"""The definition as it was at an earlier version, told as the edits that lead back to it."""

from collections.abc import Sequence
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from commands.errors import FieldError, Invalid
from commands.load_workflow import load_workflow
from domain.tape import Cause
from domain.workflow.changes import changes
from domain.workflow.events import VersionRestored, WorkflowEvent
from domain.workflow.refusals import EditsConflict
from domain.workflow.state import Workflow


async def restore_version(
    context: Context, cause: Cause, *, workflow_id: UUID, version: int, expected_version: int
) -> Changed:
    """Nothing happens where the definition is the same.

    Raises :class:`commands.errors.Stale` unless the workflow is at exactly ``expected_version``, ``Invalid``
    where it never was at ``version``, and ``NotFound``.
    """

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        if workflow.version != expected_version:
            raise EditsConflict
        past = await load_workflow(context.store, workflow_id, upto=version)
        if past is None:
            message = f"the workflow has no version {version}; its newest is {workflow.version}"
            raise Invalid("invalid_version", message, [FieldError(("version",), message)])
        edits = changes(workflow, past.definition())
        return [VersionRestored(version=version), *edits] if edits else []

    return await change_workflow(context.store, cause, workflow_id, decide, since=expected_version)
