"""A workflow from the tape."""

from uuid import UUID

from commands.errors import NotFound
from commands.ports import EventStore
from domain.tape import Cause
from domain.workflow.events import WorkflowCreated
from domain.workflow.state import Workflow, fold


async def load_workflow(store: EventStore, workflow_id: UUID, upto: int | None = None) -> Workflow | None:
    """The workflow as of a version of its stream (None: as of now), or None where there is none.

    There is none at a version that the stream hasn't reached either, nor in a stream of something else.
    """
    snapshot = await store.load_snapshot(workflow_id, upto)
    start = Workflow.from_json(snapshot[1]) if snapshot else None
    history = await store.load(workflow_id, after=start.version if start else 0, upto=upto)
    if start is None and history and not isinstance(history[0].event, WorkflowCreated):
        return None
    workflow = fold(history, start)
    if workflow is None or (upto is not None and workflow.version != upto):
        return None
    return workflow


async def own_workflow(
    store: EventStore, cause: Cause, workflow_id: UUID, *, even_archived: bool = False
) -> Workflow:
    """The workflow as of now. Raises :class:`NotFound`, for another project's too."""
    workflow = await load_workflow(store, workflow_id)
    if workflow is None or workflow.project_id != cause.project_id:
        raise NotFound("workflow", workflow_id)
    if workflow.archived and not even_archived:
        raise NotFound("workflow", workflow_id)
    return workflow
