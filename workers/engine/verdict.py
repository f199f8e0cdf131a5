"""How an execution ends."""

from collections.abc import Sequence

from domain.execution import events as e
from domain.execution.state import Execution

Terminal = e.ExecutionCompleted | e.ExecutionFailed | e.ExecutionCancelled | e.ExecutionTimedOut


def of(execution: Execution, *, overdue: bool) -> Terminal:
    """Of one in which nothing is left to do, or that must stop."""
    leaves = execution.leaves()
    if asked := execution.cancel_requested:
        return e.ExecutionCancelled(leaves=leaves, reason=asked.reason)
    if failure := execution.failure:
        message = f"{failure.name}: {failure.message}"
        return e.ExecutionFailed(code=failure.code, message=message, node_id=failure.node_id, leaves=leaves)
    if overdue:
        message = "it passed the workflow's deadline; raise deadline_s in the workflow's settings"
        return e.ExecutionTimedOut(message=message, leaves=leaves)
    return e.ExecutionCompleted(leaves=leaves, last=execution.last())


def failed(
    code: str, message: str, node_id: str | None = None, leaves: Sequence[str] = ()
) -> e.ExecutionFailed:
    """Of one in which nothing has run, unless ``leaves`` say what has."""
    return e.ExecutionFailed(code=code, message=message, node_id=node_id, leaves=list(leaves))


def worker_lost(execution: Execution) -> e.ExecutionFailed:
    """Over the node run that was at work, as far as the tape knows."""
    at_work = next(iter(execution.unended("running")), None)
    message = "its worker was lost three times over the same step"
    node_id = at_work.node_id if at_work else None
    if node_id:
        message = f"{execution.plan.graph.nodes[node_id]['name']}: {message}"
    return failed("worker_lost", message, node_id, execution.leaves())
