"""Run an execution again, from a node or from the start. What lies before is taken from the tape."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from commands.context import Context
from commands.errors import FieldError, Invalid
from commands.execution_data import (
    ABSENT,
    Absent,
    Given,
    checked_input,
    described,
    files_of,
    given_items,
    must_be_nodes,
    read_back,
    stored,
)
from commands.load_execution import own_execution
from commands.load_workflow import load_workflow, own_workflow
from commands.requesting import Started, answered_before, identity_of, request_execution
from commands.where_to_begin import graph_of, must_have, no_such
from domain.execution.events import ExecutionRequested, Fork
from domain.graph import Graph
from domain.tape import Cause
from domain.workflow.state import Workflow

INTERACTIVE = 0


async def fork_execution(
    context: Context,
    cause: Cause,
    *,
    execution_id: UUID,
    from_node: str | None = None,
    version: Literal["same", "newest"] = "same",
    input: Any = ABSENT,
    data: Any = None,
    idempotency_key: str | None = None,
    priority: int = INTERACTIVE,
    not_before: datetime | None = None,
) -> Started:
    """``from_node`` and all behind it run again, or everything does.

    ``data``: ``{node_id: [item, …]}``, in the place of what these nodes put out. ``input`` and what was given
    before stay as they were where they are not named. It keeps the trigger that the execution had, so that it
    behaves alike. Raises :class:`NotFound`, :class:`NotRunnable`, :class:`Invalid`.
    """
    source = await own_execution(context.store, cause, execution_id)
    value, data = checked_input(input), given_items(data or {}, "data")
    identity = identity_of(cause, execution_id, idempotency_key, (from_node, version, stored(value, data)))
    if done := await answered_before(context, identity):
        return done
    workflow = await _version(context, cause, source.event, version)
    graph = graph_of(context, workflow)
    begin = _trigger(source.event, graph)
    must_have(graph, "from_node", from_node)
    must_be_nodes(data, graph.nodes, "data")
    if from_node not in (None, begin) and not isinstance(value, Absent | None):
        message = "another input is only seen by the trigger: leave out from_node, or change data instead"
        raise Invalid("invalid_execution", message, [FieldError(("input",), message)])
    before, given = read_back(source.data)
    anew = from_node in (None, begin) and not isinstance(value, Absent)
    value, files = (value, ()) if anew else (before, files_of(source.data))
    given = _still_given(given, graph, from_node) | data
    requested = ExecutionRequested(
        workflow_id=source.event.workflow_id,
        workflow_version=workflow.version,
        trigger=source.event.trigger,
        trigger_node=begin,
        priority=priority,
        input=described(value),
        from_node=_part(graph, source.event.from_node, from_node),
        until_node=_until(graph, source.event.until_node, from_node),
        request_hash=identity.request_hash,
        forked=Fork(execution_id=str(execution_id), from_node=from_node),
        not_before=not_before.isoformat() if not_before else None,
    )
    kept = stored(value, given, files)
    return await request_execution(context, cause, identity, requested, kept)


async def _version(context: Context, cause: Cause, source: ExecutionRequested, version: str) -> Workflow:
    workflow = await own_workflow(context.store, cause, UUID(source.workflow_id))
    if version == "newest":
        return workflow
    past = await load_workflow(context.store, workflow.id, upto=source.workflow_version)
    assert past
    return past


def _trigger(source: ExecutionRequested, graph: Graph) -> str:
    if source.trigger_node not in graph.triggers:
        raise no_such("trigger", "version", source.trigger_node)
    return source.trigger_node


def _still_given(given: Given, graph: Graph, from_node: str | None) -> Given:
    return {node: items for node, items in given.items() if node in graph.nodes and node != from_node}


def _part(graph: Graph, part_from: str | None, from_node: str | None) -> str | None:
    """Where the execution was a part from some node on: from where it is one now."""
    if part_from is None or from_node is None or part_from not in graph.nodes:
        return None
    return part_from if from_node in graph.descendants(part_from) else from_node


def _until(graph: Graph, until_node: str | None, from_node: str | None) -> str | None:
    """Where the execution was to end, unless what runs again lies behind that."""
    if until_node is None or until_node not in graph.nodes:
        return None
    leads_there = from_node is None or from_node == until_node or from_node in graph.ancestors(until_node)
    return until_node if leads_there else None
