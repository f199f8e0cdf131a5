"""A batch of single edits, such as the editor sends: all of it is stored, or nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from commands.change_workflow import Changed, change_workflow
from commands.context import Context
from commands.refusing import refusing
from domain.tape import Cause
from domain.workflow import edits
from domain.workflow.events import WorkflowEvent
from domain.workflow.refusals import EditsConflict
from domain.workflow.state import Workflow


async def apply_commands(
    context: Context, cause: Cause, *, workflow_id: UUID, expected_version: int, commands: Sequence[Any]
) -> Changed:
    """``commands`` are ``{"type": …, …}`` as in :mod:`domain.workflow.edits`.

    Edits made for an older version are accepted where nothing that they touch has changed since.
    Raises :class:`commands.errors.Stale` otherwise, ``Invalid``, ``TooLarge`` and ``NotFound``.
    """
    with refusing():
        batch = edits.parse(commands)

    async def decide(workflow: Workflow) -> Sequence[WorkflowEvent]:
        if expected_version > workflow.version:
            raise EditsConflict
        history = []
        if expected_version < workflow.version:
            history = await context.store.load(workflow_id, after=expected_version, upto=workflow.version)
        return edits.decide(workflow, batch, context.nodes, [recorded.event for recorded in history])

    return await change_workflow(context.store, cause, workflow_id, decide, since=expected_version)
