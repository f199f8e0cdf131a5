"""What a fork takes from the tape of another execution instead of running it again."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from commands.ports import EventStore
from domain.execution import events as e
from domain.execution.plan import part_until
from domain.execution.state import Execution
from domain.graph import Graph
from domain.tape import Recorded
from workers.engine.outputs import Outputs, in_chunks, outputs_of_runs
from workers.engine.ports import Payloads
from workers.ports import Chunk, Item

Reused = tuple[e.NodeCompleted, bytes | None]


async def reused_runs(
    store: EventStore,
    payloads: Payloads,
    execution: Execution,
    outputs: Outputs,
    given: dict[str, list[Item]],
    *,
    at: str,
) -> list[Reused]:
    """The runs to take over, in the order in which they ended there. ``given`` takes the place of what the
    last run of a node put out."""
    forked = execution.requested.forked
    if forked is None or forked["from_node"] is None:
        return await given_runs(execution, outputs, given, at)
    history = await store.load(UUID(forked["execution_id"]))
    kept = _kept(execution.plan.graph, forked["from_node"], execution.requested.until_node)
    runs = [(event, data) for event, data in _ended(history) if event.node_id in kept]
    found = [(event, data) for event, data in runs if all(s["node_id"] in kept for s in event.sources)]
    last = {event.node_id: event.run_index for event, _ in found}
    graph, begin = execution.plan.graph, forked["from_node"]
    return [
        await _replaced(event, outputs, given[event.node_id], graph.port_towards(event.node_id, begin))
        if event.node_id in given and event.run_index == last[event.node_id]
        else (replace(event, origin="reused", children=[]), data)
        for event, data in found
    ]


def _kept(graph: Graph, from_node: str, until_node: str | None) -> set[str]:
    again = graph.descendants(from_node) | {from_node}
    part = part_until(graph, until_node) if until_node else graph.nodes.keys()
    return {node for node in graph.nodes if node in part and node not in again}


async def given_runs(
    execution: Execution, outputs: Outputs, given: dict[str, list[Item]], at: str
) -> list[Reused]:
    """Runs of the nodes that a part begins behind, where there is nothing but what was given for them."""
    graph, begin = execution.plan.graph, execution.requested.from_node
    if begin is None:
        return []
    return [
        await _replaced(_empty_run(graph, node, at), outputs, given[node], graph.port_towards(node, begin))
        for node in given
        if not execution.plan.may_run(node)
    ]


def _empty_run(graph: Graph, node_id: str, at: str) -> e.NodeCompleted:
    node = graph.nodes[node_id]
    return e.NodeCompleted(
        node_id=node["id"],
        name=node["name"],
        type=node["type"],
        run_index=0,
        attempt=1,
        started_at=at,
        at=at,
        duration_ms=0.0,
        sources=[],
        items_in=0,
        outputs={},
        warnings=[],
    )


def _ended(history: list[Recorded]) -> list[Reused]:
    data = {run.key: run.data for run in outputs_of_runs(history)}
    return [(event, data.get((event.node_id, event.run_index))) for event in _events(history)]


def _events(history: list[Recorded]) -> list[e.NodeCompleted]:
    found: list[e.NodeCompleted] = []
    for recorded in history:
        event = recorded.event
        if isinstance(event, e.NodeRunsCompleted):
            found += [e.NodeCompleted(**run) for run in event.runs]
        elif isinstance(event, e.NodeCompleted):
            found.append(event)
        elif isinstance(event, e.NodeFailed) and event.handled:
            found.append(_as_completed(event))
    return found


def _as_completed(failed: e.NodeFailed) -> e.NodeCompleted:
    fields: dict[str, Any] = asdict(failed)
    for name in ("code", "message", "handled"):
        del fields[name]
    return e.NodeCompleted(**fields, warnings=[])


async def _replaced(
    event: e.NodeCompleted, outputs: Outputs, items: list[Item], towards: str | None
) -> Reused:
    """``towards``: the port by which its items come to where the fork begins."""
    port = towards or next(iter(event.outputs), "main")
    chunks = [Chunk(some, port) for some in in_chunks(items)]
    kept, data = await outputs.keep(event.node_id, event.run_index, chunks)
    return replace(event, outputs=kept, origin="given", children=[]), data
