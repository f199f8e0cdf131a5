"""What a list of executions or workflows shows of an event."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from domain.execution import events as execution
from domain.tape import Recorded
from domain.workflow import events as workflow

ListName = Literal["executions", "workflows"]
STATUS = {
    "execution.requested": "queued",
    "execution.parked": "queued",
    "execution.claimed": "running",
    "execution.waiting": "waiting",
    "execution.resumed": "running",
    "execution.completed": "completed",
    "execution.failed": "failed",
    "execution.cancelled": "cancelled",
    "execution.timed_out": "timed_out",
}
TOPICS: Mapping[ListName, frozenset[str]] = {
    "executions": frozenset(STATUS),
    "workflows": frozenset(
        {
            "workflow.created",
            "workflow.renamed",
            "workflow.described",
            "workflow.tagged",
            "workflow.filed",
            "workflow.version_published",
            "workflow.activated",
            "workflow.deactivated",
            "workflow.archived",
            "workflow.unarchived",
        }
    ),
}


def summary(recorded: Recorded) -> dict[str, Any]:
    """What changes in the row: ``status`` of an execution, the fields that an event set of a workflow."""
    status = STATUS.get(recorded.topic)
    if status is not None:
        return {"status": status, **_of_execution(recorded.event)}
    said = _WORKFLOWS.get(type(recorded.event))
    return said(recorded.event) if said else {}


def _of_execution(event: Any) -> dict[str, Any]:
    match event:
        case execution.ExecutionRequested():
            return {
                "workflow_id": event.workflow_id,
                "workflow_version": event.workflow_version,
                "trigger": event.trigger,
                "parent_id": event.caller["execution_id"] if event.caller else None,
            }
        case execution.ExecutionParked() | execution.ExecutionWaiting():
            return {"waiting_reason": event.message}
        case execution.ExecutionFailed():
            return {"error": {"code": event.code, "message": event.message, "node_id": event.node_id}}
        case _:
            return {}


_WORKFLOWS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    workflow.WorkflowCreated: lambda event: {"name": event.name, "description": event.description},
    workflow.WorkflowRenamed: lambda event: {"name": event.name},
    workflow.WorkflowDescribed: lambda event: {"description": event.description},
    workflow.WorkflowTagged: lambda event: {"tags": event.tags},
    workflow.WorkflowFiled: lambda event: {"folder": event.folder},
    workflow.VersionPublished: lambda event: {"published_version": event.version},
    workflow.WorkflowActivated: lambda _: {"is_active": True},
    workflow.WorkflowDeactivated: lambda _: {"is_active": False},
    workflow.WorkflowArchived: lambda _: {"archived": True},
    workflow.WorkflowUnarchived: lambda _: {"archived": False},
}
