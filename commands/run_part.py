"""Run a workflow from one node on, or one node alone, over what an earlier execution has on tape."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol
from uuid import UUID

from commands.context import Context
from commands.errors import FieldError, Invalid
from commands.execution_data import ABSENT, Given, described, given_items, must_be_nodes, read_back, stored
from commands.fork_execution import INTERACTIVE
from commands.load_execution import own_execution
from commands.load_workflow import own_workflow
from commands.requesting import Started, answered_before, identity_of, request_execution
from commands.where_to_begin import begin_at, graph_of, must_have
from domain.execution.events import ExecutionRequested, Fork
from domain.graph import Graph
from domain.tape import Cause


class FindRecorded(Protocol):
    async def __call__(
        self,
        workflow_id: UUID,
        *,
        triggers: Collection[str],
        parents: Mapping[str, Collection[str]],
        replaced: Collection[str],
    ) -> UUID | None:
        """The newest execution that began at one of the triggers and in which these nodes put something out
        by one of these ports; of the ``replaced`` it matters only that they ran."""


async def run_part(
    context: Context,
    cause: Cause,
    find_recorded: FindRecorded,
    *,
    workflow_id: UUID,
    from_node: str,
    until_node: str | None = None,
    given: Any = None,
    priority: int | None = None,
    idempotency_key: str | None = None,
) -> Started:
    """The draft, from this node on, up to ``until_node`` where one is named (its own id: the node alone).

    Raises :class:`Invalid` where nothing is recorded that it could begin with; ``NotFound``, ``NotRunnable``.
    """
    given = given_items(given or {}, "given")
    asked = (stored(ABSENT, given), from_node, until_node, priority, "part")
    identity = identity_of(cause, workflow_id, idempotency_key, asked)
    if done := await answered_before(context, identity):
        return done
    workflow = await own_workflow(context.store, cause, workflow_id)
    graph = graph_of(context, workflow)
    must_have(graph, "from_node", from_node)
    must_have(graph, "until_node", until_node)
    must_be_nodes(given, graph.nodes, "given")
    parents = _parents(graph, from_node)
    if not parents and from_node not in graph.triggers:
        name = graph.nodes[from_node]["name"]
        raise _no_data(f"nothing leads to {name!r}; connect it, and then run the workflow once")
    pinned: Given = {node: items for node, items in workflow.pins.items() if node in parents}
    replaced = {*pinned, *given}
    found = await find_recorded(workflow_id, triggers=graph.triggers, parents=parents, replaced=replaced)
    if found is None:
        if missing := [graph.nodes[node]["name"] for node in parents if node not in replaced]:
            name = graph.nodes[from_node]["name"]
            raise _no_data(
                f"nothing is recorded that {name!r} could begin with: run the workflow once, or pin data to "
                f"{', '.join(map(repr, missing[:5]))}"
            )
        trigger, value, forked = begin_at(graph, "manual", None), ABSENT, None
        if from_node in graph.triggers:
            trigger = from_node
    else:
        source = await own_execution(context.store, cause, found)
        trigger, (value, _) = source.event.trigger_node, read_back(source.data)
        forked = Fork(execution_id=str(found), from_node=from_node)
    requested = ExecutionRequested(
        workflow_id=str(workflow_id),
        workflow_version=workflow.version,
        trigger="manual",
        trigger_node=trigger,
        priority=INTERACTIVE if priority is None else priority,
        input=described(value),
        from_node=from_node,
        until_node=until_node,
        request_hash=identity.request_hash,
        forked=forked,
    )
    return await request_execution(context, cause, identity, requested, stored(value, pinned | given))


def _parents(graph: Graph, node_id: str) -> dict[str, set[str]]:
    """The nodes that an edge leads from to this one, and the ports by which it leaves them."""
    found: dict[str, set[str]] = {}
    for parent, ports in graph.outgoing.items():
        for port, targets in ports.items():
            if parent != node_id and any(target == node_id for target, _ in targets):
                found.setdefault(parent, set()).add(port)
    return found


def _no_data(message: str) -> Invalid:
    return Invalid("no_recorded_data", message, [FieldError(("from_node",), message)])
