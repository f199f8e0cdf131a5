"""Ask for an execution. A worker takes it up; the tape and the run queue know of it before this returns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from commands.context import Context
from commands.execution_data import (
    ABSENT,
    Files,
    checked_input,
    described,
    given_items,
    must_be_nodes,
    stored,
)
from commands.requesting import Identity, Started, answered_before, identity_of, request_execution
from commands.where_to_begin import begin_at, graph_of, must_have, workflow_to_run
from domain.execution.events import Caller, ExecutionRequested
from domain.tape import Cause

PRIORITIES = {"manual": 0, "webhook": 1, "call": 1, "error": 1, "schedule": 2}
BULK = 3


async def start_execution(
    context: Context,
    cause: Cause,
    *,
    workflow_id: UUID,
    input: Any = ABSENT,
    files: Files = (),
    given: Any = None,
    trigger: str = "manual",
    trigger_node: str | None = None,
    priority: int | None = None,
    until_node: str | None = None,
    idempotency_key: str | None = None,
    version: int | None = None,
    execution_id: UUID | None = None,
    identity: Identity | None = None,
    caller: Caller | None = None,
    deadline_at: datetime | None = None,
) -> Started:
    """Run what :func:`commands.where_to_begin.workflow_to_run` says, or with ``version`` and
    ``trigger_node`` exactly that, unlooked at (webhooks).

    ``files``: those of each object of the input, as ``binary`` of its item.
    ``given``: ``{node_id: [item, …]}``, in the place of what these nodes would put out.
    ``idempotency_key``: per actor and workflow, for good; the same request answers with the same execution.
    ``execution_id``: where it is derived from what asks for it; asked for again, it is answered.
    Raises :class:`NotFound`, :class:`NotRunnable`, :class:`Invalid`.
    """
    value, given = checked_input(input), given_items(given or {}, "given")
    data = stored(value, given, files)
    if execution_id:
        identity = Identity(execution_id)
    if identity is None:
        asked = (data, trigger_node, until_node, priority)
        identity = identity_of(cause, workflow_id, idempotency_key, asked)
        if done := await answered_before(context, identity):
            return done
    if version is None or trigger_node is None:
        workflow = await workflow_to_run(context, cause, workflow_id, trigger, caller)
        graph = graph_of(context, workflow)
        trigger_node = begin_at(graph, trigger, trigger_node)
        must_be_nodes(given, graph.nodes, "given")
        must_have(graph, "until_node", until_node)
        version = workflow.version
        priority = workflow.settings.get("priority") if priority is None and trigger != "manual" else priority
    requested = ExecutionRequested(
        workflow_id=str(workflow_id),
        workflow_version=version,
        trigger=trigger,
        trigger_node=trigger_node,
        priority=PRIORITIES.get(trigger, BULK) if priority is None else priority,
        input=described(value),
        until_node=until_node,
        request_hash=identity.request_hash,
        caller=caller,
        deadline_at=deadline_at.isoformat() if deadline_at else None,
    )
    return await request_execution(context, cause, identity, requested, data)
