"""What an execution runs next, over random graphs that run in random order."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.execution import events as e
from domain.execution.plan import Delivery, part_until
from domain.execution.state import TAKEOVERS, Execution
from domain.graph import Graph

PORTS = ("main", "other")
Taken = tuple[str, tuple[str, int, str] | None]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to six nodes behind a trigger; edges lead forwards only."""
    names = [f"n{number}" for number in range(draw(st.integers(1, 6)))]
    outgoing: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for number, name in enumerate(names):
        after = names[number + 1 :]
        targets = st.lists(st.sampled_from(after), unique=True) if after else st.just([])
        outgoing[name] = {port: [(target, "main") for target in draw(targets)] for port in PORTS}
    leaves = [name for name in names if not any(outgoing[name].values())]
    nodes: Any = {name: {"id": name, "name": name, "type": "x"} for name in names}
    return Graph(nodes=nodes, triggers=["n0"], leaves=leaves, outgoing=outgoing)


@dataclass
class Story:
    """An execution played to its end: its tape, its state after each event, and who took what."""

    graph: Graph
    tape: list[Any] = field(default_factory=list)
    states: list[Execution] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


@st.composite
def stories(draw: st.DrawFn, until: bool = False) -> Story:
    graph = draw(graphs())
    until_node = draw(st.sampled_from(sorted(graph.nodes))) if until else None
    story = Story(graph, [_requested(until_node)])
    execution = begin(story)
    story.states.append(deepcopy(execution))

    def tell(event: Any) -> None:
        execution.evolve(event)
        story.tape.append(event)
        story.states.append(deepcopy(execution))

    running: list[e.NodeStarted] = []
    while execution.plan or running:
        ready = execution.plan.ready()
        if ready and (not running or draw(st.booleans())):
            delivery = draw(st.sampled_from(ready))
            story.taken.append((delivery.target, delivery.source))
            running.append(_started(delivery, execution))
            tell(running[-1])
        else:
            ended = running.pop(draw(st.integers(0, len(running) - 1)))
            tell(_completed(ended, {port: draw(st.integers(0, 2)) for port in PORTS}))
    return story


@given(stories())
def test_every_delivery_is_taken_exactly_once(story: Story) -> None:
    sent: list[Taken] = [("n0", None)]
    for event in story.tape:
        if isinstance(event, e.NodeCompleted):
            for port, output in event.outputs.items():
                targets = story.graph.successors(event.node_id, port) if output["items"] else []
                sent += [(target, (event.node_id, event.run_index, port)) for target, _ in targets]
    assert sorted(story.taken, key=str) == sorted(sent, key=str)


@given(stories())
def test_folding_up_to_any_event_gives_the_state_as_of_then(story: Story) -> None:
    for length in range(1, len(story.tape) + 1):
        assert fold(story, story.tape[1:length]) == story.states[length - 1]


@given(stories())
def test_a_start_that_was_never_written_changes_nothing(story: Story) -> None:
    """Pure runs often leave nothing but their end."""
    ends = [event for event in story.tape[1:] if not isinstance(event, e.NodeStarted)]
    with_starts, without = story.states[-1], fold(story, ends)
    assert (without.runs, without.order, without.next_index) == (
        with_starts.runs,
        with_starts.order,
        with_starts.next_index,
    )
    assert not without.plan


@given(stories())
def test_runs_of_a_node_are_numbered_without_gaps(story: Story) -> None:
    runs = story.states[-1].runs
    for node_id in story.graph.nodes:
        indices = sorted(index for node, index in runs if node == node_id)
        assert indices == list(range(len(indices)))


@given(stories())
def test_what_waits_for_a_port_is_known(story: Story) -> None:
    for state in story.states:
        for event in story.tape:
            if isinstance(event, e.NodeCompleted):
                for port in PORTS:
                    source = (event.node_id, event.run_index, port)
                    waiting = any(delivery.source == source for delivery in state.plan.ready())
                    assert state.plan.waits_for(source) == waiting


@given(stories(until=True))
def test_until_a_node_only_what_leads_to_it_runs(story: Story) -> None:
    until = story.tape[0].until_node
    allowed = part_until(story.graph, until)
    assert {node_id for node_id, _ in story.taken} <= allowed
    assert story.states[-1].leaves() in ([], [until])


@given(stories())
def test_the_last_source_is_what_completed_last(story: Story) -> None:
    [*_, final] = [event for event in story.tape if isinstance(event, e.NodeCompleted)]
    ports = [port for port in PORTS if final.outputs[port]["items"]]
    last = story.states[-1].last()
    assert (last["port"] if last else None) == (ports[0] if ports else None)
    assert last is None or (last["node_id"], last["run_index"]) == (final.node_id, final.run_index)


def test_owners_are_lost_over_one_step_and_progress_forgives() -> None:
    graph = Graph(nodes={}, triggers=[], leaves=[], outgoing={"n0": {"main": [("n1", "main")]}})
    execution = begin(Story(graph, [_requested(None)]))
    started = _started(execution.plan.ready()[0], execution)
    execution.evolve(e.ExecutionClaimed(worker="w", epoch=1))
    execution.evolve(started)
    execution.evolve(_completed(started, {"main": 1}))
    for lost in range(1, TAKEOVERS + 1):
        assert not execution.worker_lost
        execution.evolve(e.ExecutionClaimed(worker="w", epoch=1 + lost, after_loss=True))
    assert execution.worker_lost
    again = _started(execution.plan.ready()[0], execution)
    execution.evolve(again)
    assert execution.worker_lost
    execution.evolve(_completed(again, {}))
    assert not execution.worker_lost


def test_owners_who_hand_it_on_are_not_lost() -> None:
    execution = begin(Story(Graph(nodes={}, triggers=[], leaves=[], outgoing={}), [_requested(None)]))
    for epoch in range(1, 10):
        execution.evolve(e.ExecutionClaimed(worker="w", epoch=epoch))
    assert not execution.worker_lost


def begin(story: Story) -> Execution:
    return Execution.begin(story.tape[0], story.graph, 1)


def fold(story: Story, events: Sequence[Any]) -> Execution:
    execution = begin(story)
    for event in events:
        execution.evolve(event)
    return execution


def _requested(until_node: str | None) -> e.ExecutionRequested:
    return e.ExecutionRequested(
        workflow_id="w",
        workflow_version=1,
        trigger="manual",
        trigger_node="n0",
        priority=0,
        until_node=until_node,
    )


def _started(delivery: Delivery, execution: Execution) -> e.NodeStarted:
    return e.NodeStarted(
        node_id=delivery.target,
        name=delivery.target,
        type="x",
        run_index=execution.next_index.get(delivery.target, 0),
        attempt=1,
        at="",
        sources=delivery.sources(),
        items_in=delivery.items,
    )


def _completed(started: e.NodeStarted, items: dict[str, int]) -> e.NodeCompleted:
    outputs = {port: e.Output(items=n, size=0, hash="", payload=None) for port, n in items.items()}
    return e.NodeCompleted(
        node_id=started.node_id,
        name=started.name,
        type=started.type,
        run_index=started.run_index,
        attempt=started.attempt,
        started_at="",
        at="",
        duration_ms=0.0,
        sources=started.sources,
        items_in=started.items_in,
        outputs=outputs,
        warnings=[],
    )
