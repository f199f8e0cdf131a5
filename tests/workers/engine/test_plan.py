"""What an execution runs next, over random graphs with joins and loops that run in random order."""

from collections import Counter
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.execution import events as e
from domain.execution.plan import Delivery, part_until
from domain.execution.state import TAKEOVERS, Execution
from domain.graph import Graph

ROUNDS = 3
"""So often a loop goes round before it is done."""
LONG = 40
"""Runs after which nothing puts anything out any more."""
Taken = tuple[str, str, tuple[str, int, str] | None]
"""A node, its input port and where the items came from."""


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to seven nodes behind a trigger: plain ones, joins of up to three inputs and loops. Edges lead
    forwards, and to loops also back."""
    names = [f"n{number}" for number in range(draw(st.integers(1, 7)))]
    kinds = {name: draw(st.sampled_from(("each", "each", "all", "loop"))) for name in names[1:]}
    outgoing: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for number, name in enumerate(names):
        inputs = [(n, port) for n in names[number + 1 :] for port in _forward(kinds[n])]
        inputs += [(n, "back") for n in names[1 : number + 1] if kinds[n] == "loop"]
        targets = st.lists(st.sampled_from(inputs), unique=True, max_size=3) if inputs else st.just([])
        outgoing[name] = {port: draw(targets) for port in _outputs(kinds.get(name, "each"))}
    nodes: Any = {
        name: {
            "id": name,
            "name": name,
            "type": "x",
            "position": {"x": draw(st.integers(0, 3)), "y": draw(st.integers(0, 3))},
        }
        for name in names
    }
    return Graph(
        nodes=nodes,
        triggers=["n0"],
        leaves=[name for name in names if not any(outgoing[name].values())],
        outgoing=outgoing,
        gathers={name: kind for name, kind in kinds.items() if kind != "each"},  # type: ignore[misc]
    )


def _forward(kind: str) -> tuple[str, ...]:
    return ("input1", "input2", "input3") if kind == "all" else ("main",)


def _outputs(kind: str) -> tuple[str, ...]:
    return ("loop", "done") if kind == "loop" else ("main", "other")


class Story:
    """An execution played to its end: its tape, its state after each event, and who took what.

    No dataclass: Hypothesis would show all fields of one, the states among them, where a test fails.
    """

    def __init__(self, graph: Graph, sequential: bool, tape: list[Any]) -> None:
        self.graph = graph
        self.sequential = sequential
        self.tape = tape
        self.states: list[Execution] = []
        self.taken: list[Taken] = []
        self.begun: list[str] = []

    def __repr__(self) -> str:
        said = [f"{type(event).__name__} {getattr(event, 'node_id', '')}" for event in self.tape]
        return f"{self.graph.gathers} {self.graph.outgoing} {said}"


@st.composite
def stories(draw: st.DrawFn, until: bool = False, graph: Graph | None = None) -> Story:
    graph = graph or draw(graphs())
    until_node = draw(st.sampled_from(sorted(graph.nodes))) if until else None
    story = Story(graph, draw(st.booleans()), [_requested(until_node)])
    execution = begin(story)
    same = {id(graph): graph}  # one graph for all states: copying it is slow
    story.states.append(deepcopy(execution, dict(same)))

    def tell(event: Any) -> None:
        execution.evolve(event)
        story.tape.append(event)
        story.states.append(deepcopy(execution, dict(same)))

    running: list[e.NodeStarted] = []
    while running or execution.plan.ready():
        ready = execution.plan.ready()
        if ready and (not running or draw(st.booleans())):
            delivery = draw(st.sampled_from(ready))
            story.taken += [(delivery.target, a.port, a.source) for a in delivery.arrivals]
            story.begun.append(delivery.target)
            running.append(_started(delivery, execution))
            tell(running[-1])
        else:
            ended = running.pop(draw(st.integers(0, len(running) - 1)))
            tell(_completed(ended, _draw_ports(draw, execution, ended)))
    return story


def _draw_ports(draw: st.DrawFn, execution: Execution, run: e.NodeStarted) -> dict[str, int]:
    """Loops that begin each other again and again come to an end, too, after a while."""
    loop = execution.plan.loop(run.node_id)
    if sum(execution.next_index.values()) > LONG:
        return {"loop": 0, "done": 0} if loop else {"main": 0, "other": 0}
    if loop is None:
        return {port: draw(st.integers(0, 2)) for port in ("main", "other")}
    goes_on = run.run_index - loop.first_run < ROUNDS
    return {"loop": 1, "done": 0} if goes_on else {"loop": 0, "done": draw(st.integers(0, 2))}


@given(stories())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_everything_that_is_delivered_is_taken_exactly_once(story: Story) -> None:
    sent: Counter[Taken] = Counter({("n0", "main", None): 1})
    for event in story.tape:
        if isinstance(event, e.NodeCompleted):
            for port, output in event.outputs.items():
                for target, into in story.graph.successors(event.node_id, port) if output["items"] else ():
                    sent[target, into, (event.node_id, event.run_index, port)] += 1
    assert Counter(story.taken) == sent


@given(stories())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_left_waiting_for_what_never_comes(story: Story) -> None:
    assert not story.states[-1].plan
    assert not story.states[-1].open


@given(stories())
def test_no_run_of_a_node_is_begun_twice(story: Story) -> None:
    starts = [(event.node_id, event.run_index) for event in story.tape if isinstance(event, e.NodeStarted)]
    assert len(starts) == len(set(starts))
    for node_id in story.graph.nodes:
        assert sorted(index for node, index in starts if node == node_id) == list(
            range(story.begun.count(node_id))
        )


@given(stories())
def test_a_join_takes_one_delivery_of_each_input_at_most(story: Story) -> None:
    for event in story.tape:
        if isinstance(event, e.NodeStarted) and story.graph.gathers.get(event.node_id) == "all":
            inputs = [source["input"] for source in event.sources]
            assert len(inputs) == len(set(inputs)) > 0


@given(stories())
def test_a_loop_has_one_run_at_a_time(story: Story) -> None:
    at_work: set[str] = set()
    for event in story.tape[1:]:
        if story.graph.gathers.get(event.node_id) == "loop":
            if isinstance(event, e.NodeStarted):
                assert event.node_id not in at_work
                at_work.add(event.node_id)
            else:
                at_work.remove(event.node_id)


@given(stories())
def test_folding_up_to_any_event_gives_the_state_as_of_then(story: Story) -> None:
    for length in range(1, len(story.tape) + 1):
        assert fold(story, story.tape[1:length]) == story.states[length - 1]


@given(stories())
def test_the_same_events_give_the_same_next_runs(story: Story) -> None:
    for length in range(1, len(story.tape) + 1):
        ready = fold(story, story.tape[1:length]).plan.ready()
        assert ready == story.states[length - 1].plan.ready()


@given(stories())
def test_a_start_that_was_never_written_changes_nothing(story: Story) -> None:
    """Pure runs often leave nothing but their end."""
    ends = [event for event in story.tape[1:] if not isinstance(event, e.NodeStarted)]
    with_starts, without = story.states[-1], fold(story, ends)
    assert (without.runs, without.last_run, without.next_index, without.latest) == (
        with_starts.runs,
        with_starts.last_run,
        with_starts.next_index,
        with_starts.latest,
    )
    assert not without.plan


@given(stories())
def test_many_ends_in_one_event_are_as_good_as_each_in_its_own(story: Story) -> None:
    ends = [event for event in story.tape[1:] if not isinstance(event, e.NodeStarted)]
    rows = [{name: getattr(end, name) for name in end.__slots__} for end in ends]
    assert fold(story, [e.NodeRunsCompleted(runs=rows)]) == fold(story, ends)


@given(stories())
def test_what_waits_for_a_port_is_known(story: Story) -> None:
    """A loop waits for what it began with until it is over."""
    for state in story.states:
        waiting = {a.source for d in state.plan.ready() for a in d.arrivals}
        for source in waiting - {None}:
            assert source is not None
            assert state.plan.waits_for(source)
    for event in story.tape:
        if isinstance(event, e.NodeCompleted):
            for port in event.outputs:
                assert not story.states[-1].plan.waits_for((event.node_id, event.run_index, port))


@given(stories())
def test_of_ended_runs_only_those_are_kept_that_somebody_may_ask_about(story: Story) -> None:
    for state in story.states:
        for key, run in state.runs.items():
            assert run.status == "running" or state.latest[key[0]] == key[1] or state.is_read(key)
        for delivery in state.plan.ready():
            assert {arrival.source[:2] for arrival in delivery.arrivals if arrival.source} <= set(state.runs)
        for open_run in state.open.values():
            assert {(s["node_id"], s["run_index"]) for s in open_run.sources} <= set(state.runs)
    assert set(story.states[-1].runs) == set(story.states[-1].latest.items())


def test_what_comes_back_while_a_loop_is_ending_begins_it_anew() -> None:
    outgoing = {"n0": {"main": [("loop", "main"), ("late", "main")]}, "late": {"main": [("loop", "back")]}}
    graph = Graph(nodes={}, triggers=[], leaves=[], outgoing=outgoing, gathers={"loop": "loop"})
    execution = begin(Story(graph, False, [_requested(None)]))
    _run(execution, _ready(execution, "n0"), {"main": 1})
    loop = _started(_ready(execution, "loop"), execution)
    execution.evolve(loop)
    _run(execution, _ready(execution, "late"), {"main": 1})
    execution.evolve(_completed(loop, {"done": 1}))
    assert [a.port for a in _ready(execution, "loop").arrivals] == ["back"]


def test_a_round_whose_start_was_never_written_took_only_what_it_says() -> None:
    outgoing = {
        "n0": {"main": [("loop", "main")]},
        "loop": {"loop": [("a", "main"), ("b", "main")]},
        "a": {"main": [("loop", "back")]},
        "b": {"main": [("loop", "back")]},
    }
    graph = Graph(nodes={}, triggers=[], leaves=[], outgoing=outgoing, gathers={"loop": "loop"})
    execution = begin(Story(graph, False, [_requested(None)]))
    _run(execution, _ready(execution, "n0"), {"main": 1})
    _run(execution, _ready(execution, "loop"), {"loop": 1})
    _run(execution, _ready(execution, "a"), {"main": 1})
    with_a_alone = execution.plan.loop("loop")
    assert with_a_alone
    second = _started(Delivery("loop", tuple(with_a_alone.returned)), execution)
    _run(execution, _ready(execution, "b"), {"main": 1})
    execution.evolve(_completed(second, {"loop": 1}))
    loop = execution.plan.loop("loop")
    assert loop
    assert [a.source for a in loop.returned] == [("b", 0, "main")]


@given(stories(until=True))
def test_until_a_node_only_what_leads_to_it_runs(story: Story) -> None:
    until = story.tape[0].until_node
    assert set(story.begun) <= part_until(story.graph, until)
    assert story.states[-1].leaves() in ([], [until])


@given(stories())
def test_in_sequence_one_run_follows_another(story: Story) -> None:
    if story.sequential:
        for state in story.states:
            assert len(state.open) <= 1
            assert len(state.plan.ready()) <= 1


@given(stories())
def test_the_last_source_is_what_completed_last(story: Story) -> None:
    [*_, final] = [event for event in story.tape if isinstance(event, e.NodeCompleted)]
    ports = [port for port in final.outputs if final.outputs[port]["items"]]
    last = story.states[-1].last()
    assert (last["port"] if last else None) == (ports[0] if ports else None)
    assert last is None or (last["node_id"], last["run_index"]) == (final.node_id, final.run_index)


def test_owners_are_lost_over_one_step_and_progress_forgives() -> None:
    graph = Graph(nodes={}, triggers=[], leaves=[], outgoing={"n0": {"main": [("n1", "main")]}})
    execution = begin(Story(graph, False, [_requested(None)]))
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
    graph = Graph(nodes={}, triggers=[], leaves=[], outgoing={})
    execution = begin(Story(graph, False, [_requested(None)]))
    for epoch in range(1, 10):
        execution.evolve(e.ExecutionClaimed(worker="w", epoch=epoch))
    assert not execution.worker_lost


def begin(story: Story) -> Execution:
    return Execution.begin(story.tape[0], story.graph, 1, story.sequential)


def fold(story: Story, events: list[Any]) -> Execution:
    execution = begin(story)
    for event in events:
        execution.evolve(event)
    return execution


def _requested(until: str | None) -> e.ExecutionRequested:
    return e.ExecutionRequested(
        workflow_id="w", workflow_version=1, trigger="manual", trigger_node="n0", priority=0, until_node=until
    )


def _ready(execution: Execution, node_id: str) -> Delivery:
    return next(delivery for delivery in execution.plan.ready() if delivery.target == node_id)


def _run(execution: Execution, delivery: Delivery, ports: dict[str, int]) -> None:
    started = _started(delivery, execution)
    execution.evolve(started)
    execution.evolve(_completed(started, ports))


def _started(delivery: Delivery, execution: Execution) -> e.NodeStarted:
    return e.NodeStarted(
        node_id=delivery.target,
        name=delivery.target,
        type="x",
        run_index=execution.next_index.get(delivery.target, 0),
        attempt=1,
        at="2026-01-01T00:00:00Z",
        sources=delivery.sources(),
        items_in=delivery.items,
    )


def _completed(started: e.NodeStarted, ports: dict[str, int]) -> e.NodeCompleted:
    return e.NodeCompleted(
        node_id=started.node_id,
        name=started.name,
        type=started.type,
        run_index=started.run_index,
        attempt=started.attempt,
        started_at=started.at,
        at=started.at,
        duration_ms=1.0,
        sources=started.sources,
        items_in=started.items_in,
        outputs={port: e.Output(items=n, size=2, hash="0", payload=None) for port, n in ports.items()},
        warnings=[],
    )
