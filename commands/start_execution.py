"""Ask for an execution. A worker takes it up; the tape and the run queue know of it before this returns."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from commands.context import Context
from commands.errors import FieldError, Invalid, NotRunnable
from commands.load_workflow import own_workflow
from commands.ports import Append, Run, VersionConflict
from domain import json_text
from domain.execution.events import ExecutionRequested, Output
from domain.graph import Graph
from domain.ids import derived_id, new_id
from domain.tape import Cause, Fact
from domain.workflow.problems import problems_of
from domain.workflow.state import Workflow


class _Absent:
    """Tells no input apart from an input of null."""


ABSENT: Final = _Absent()
PRIORITIES = {"manual": 0, "webhook": 1, "schedule": 2}
BULK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    execution_id: UUID
    position: int


async def start_execution(
    context: Context,
    cause: Cause,
    *,
    workflow_id: UUID,
    input: Any = ABSENT,
    trigger: str = "manual",
    trigger_node: str | None = None,
    priority: int | None = None,
    until_node: str | None = None,
    idempotency_key: str | None = None,
    version: int | None = None,
) -> Started:
    """Run the draft, or with ``version`` and ``trigger_node`` exactly that, unlooked at (webhooks).

    ``idempotency_key``: per actor and workflow, for good; the same input answers with the same execution.
    Raises :class:`NotFound`, :class:`NotRunnable`, :class:`Invalid`.
    """
    data = None if isinstance(input, _Absent) else b'{"input":' + json_text.dumps(_checked(input)) + b"}"
    if version is None or trigger_node is None:
        workflow = await own_workflow(context.store, cause, workflow_id)
        trigger_node = _begin(context, workflow, trigger_node, until_node)
        version = workflow.version
    requested = ExecutionRequested(
        workflow_id=str(workflow_id),
        workflow_version=version,
        trigger=trigger,
        trigger_node=trigger_node,
        priority=PRIORITIES.get(trigger, BULK) if priority is None else priority,
        input=_described(input, data),
        until_node=until_node,
        request_hash=_hash(data, trigger_node, until_node) if idempotency_key else None,
    )
    execution_id = _identity(cause, workflow_id, idempotency_key)
    return await _append(context, cause, execution_id, Fact(event=requested, data=data))


async def _append(context: Context, cause: Cause, execution_id: UUID, fact: Fact) -> Started:
    enqueue = Run(execution_id=execution_id, priority=fact.event.priority)
    append = Append(stream_id=execution_id, expected=0, facts=[fact], cause=cause, enqueue=enqueue)
    try:
        appended = await context.store.append(append)
    except VersionConflict:
        return await _repeated(context, execution_id, fact.event)
    context.doorbell.ring(execution_id)
    return Started(execution_id=execution_id, position=appended.position)


async def _repeated(context: Context, execution_id: UUID, requested: ExecutionRequested) -> Started:
    [first] = await context.store.load(execution_id, upto=1)
    if first.event.request_hash != requested.request_hash:
        raise Invalid(
            "idempotency_key_reused",
            "this Idempotency-Key was used for another request of this workflow; take a new one",
        )
    return Started(execution_id=execution_id, position=first.position)


def _begin(context: Context, workflow: Workflow, trigger_node: str | None, until_node: str | None) -> str:
    definition = workflow.definition()
    if problems := problems_of(definition, context.nodes):
        raise NotRunnable(problems)
    graph = Graph.from_definition(definition, context.nodes)
    for field, node in (("trigger_node", trigger_node), ("until_node", until_node)):
        if node is not None and node not in graph.nodes:
            raise _unknown(field, node)
    if trigger_node is None:
        manual = [t for t in graph.triggers if graph.nodes[t]["type"] == "trigger.manual"]
        return (manual or graph.triggers)[0]
    if trigger_node not in graph.triggers:
        raise _unknown("trigger_node", trigger_node)
    return trigger_node


def _unknown(field: str, node: str) -> Invalid:
    message = f"the workflow has no enabled {'trigger' if field == 'trigger_node' else 'node'} {node!r}"
    return Invalid("invalid_execution", message, [FieldError((field,), message)])


def _checked(value: Any) -> Any:
    """A list of objects, one object, or null. Raises :class:`Invalid`."""
    items = value if isinstance(value, list) else [value]
    if value is None or all(isinstance(item, dict) for item in items):
        return value
    message = "the input has to be an object, a list of objects, or nothing"
    raise Invalid("invalid_input", message, [FieldError(("input",), message)])


def _described(value: Any, data: bytes | None) -> Output | None:
    if data is None:
        return None
    items = len(value) if isinstance(value, list) else 1
    return Output(items=items, size=len(data), hash=hashlib.sha256(data).hexdigest(), payload=None)


def _hash(data: bytes | None, *others: str | None) -> str:
    return hashlib.sha256(repr((data, others)).encode()).hexdigest()


def _identity(cause: Cause, workflow_id: UUID, key: str | None) -> UUID:
    return new_id() if key is None else derived_id("execution", cause.actor, workflow_id, key)
