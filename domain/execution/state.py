"""An execution as its events tell it. ``evolve`` never refuses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from domain.execution import events as e
from domain.execution.plan import Plan, part_of
from domain.graph import Graph

Status = Literal["queued", "running", "waiting", "completed", "failed", "cancelled", "timed_out"]
RunStatus = Literal["running", "retrying", "waiting", "completed", "failed"]
RunKey = tuple[str, int]
"""A node and which of its runs."""

TAKEOVERS = 3
"""So many workers may be lost over an execution without a node run ending in between."""


@dataclass(slots=True)
class NodeRun:
    node_id: str
    run_index: int
    attempt: int
    sources: list[e.Source]
    items_in: int
    status: RunStatus
    outputs: dict[str, e.Output] = field(default_factory=dict)
    until: str | None = None
    """Retrying or waiting: when it goes on by itself."""
    waiting: e.NodeWaiting | None = None
    resumed: e.ExecutionResumed | None = None
    """What it waited for happened, and nobody has seen to it yet."""
    waited: int = 0
    """So many attempts before this one failed after they had waited."""


@dataclass(slots=True)
class Execution:
    """Made from its first event; the graph is that of the workflow version it pins."""

    requested: e.ExecutionRequested
    plan: Plan
    status: Status = "queued"
    epoch: int = 0
    lost_owners: int = 0
    """Since a node run ended last."""
    slot: e.Slot | None = None
    """It has had one since it began."""
    cancel_requested: e.CancelRequested | None = None
    runs: dict[RunKey, NodeRun] = field(default_factory=dict)
    """Those that something can still be asked about: however often a loop goes round, they are few."""
    open: dict[RunKey, NodeRun] = field(default_factory=dict)
    """The runs that have not ended."""
    next_index: dict[str, int] = field(default_factory=dict)
    last_run: RunKey | None = None
    """Of those that put something out, or could have."""
    latest: dict[str, int] = field(default_factory=dict)
    """Of each node, the run that put something out last."""
    failure: e.NodeFailed | None = None
    """The first that the workflow doesn't go on from."""
    _inputs: Counter[RunKey] = field(default_factory=Counter)
    """How many open runs have theirs from a run."""

    @classmethod
    def begin(
        cls, requested: e.ExecutionRequested, graph: Graph, input_items: int, sequential: bool = False
    ) -> "Execution":
        part = part_of(graph, requested.from_node, requested.until_node)
        plan = Plan(graph, part, sequential)
        plan.begin(requested.trigger_node, input_items)
        return cls(requested=requested, plan=plan)

    @property
    def is_over(self) -> bool:
        return self.status in ("completed", "failed", "cancelled", "timed_out")

    @property
    def worker_lost(self) -> bool:
        return self.lost_owners >= TAKEOVERS

    def unended(self, status: RunStatus) -> list[NodeRun]:
        return [run for run in self.open.values() if run.status == status]

    def leaves(self) -> list[str]:
        """The leaves that ran, in the definition's order."""
        until = self.requested.until_node
        return [node for node in ([until] if until else self.plan.graph.leaves) if node in self.latest]

    def last(self) -> e.Source | None:
        """The first port with items of the node run that ended last."""
        if self.last_run is None:
            return None
        node_id, run_index = self.last_run
        ports = [port for port, output in self.runs[self.last_run].outputs.items() if output["items"]]
        return e.Source(node_id=node_id, run_index=run_index, port=ports[0], input="main") if ports else None

    def is_read(self, key: RunKey) -> bool:
        """Somebody has, or is going to have, its input from this run."""
        run = self.runs.get(key)
        waits = self.plan.waits_for
        return run is not None and (self._inputs[key] > 0 or any(waits((*key, port)) for port in run.outputs))

    def evolve(self, event: Any) -> None:
        match event:
            case e.ExecutionClaimed():
                self.status = "running"
                self.epoch = event.epoch
                self.lost_owners += event.after_loss
                self.slot = self.slot or event.slot
            case e.NodeStarted():
                self._start(event)
            case e.NodeCompleted():
                self._take(event, "completed")
                self._end(event, event.outputs)
            case e.NodeRunsCompleted():
                for run in event.runs:
                    self.evolve(e.NodeCompleted(**run))
            case e.NodeFailed():
                self._take(event, "failed")
                self._end(event, event.outputs)
                if not event.handled and self.failure is None:
                    self.failure = event
            case e.NodeRetryScheduled():
                self._retry(event)
            case e.NodeWaiting():
                waits = self._take(event, "waiting")
                waits.until, waits.waiting, waits.resumed = event.until, event, None
            case e.ExecutionResumed():
                self._resume(event)
            case e.CancelRequested():
                self.cancel_requested = self.cancel_requested or event
            case e.ExecutionWaiting():
                self.status = "waiting"
            case e.ExecutionCompleted():
                self.status = "completed"
            case e.ExecutionFailed():
                self.status = "failed"
            case e.ExecutionCancelled():
                self.status = "cancelled"
            case e.ExecutionTimedOut():
                self.status = "timed_out"

    def _start(self, event: e.NodeStarted) -> None:
        """Going on after a wait it remembers what came: its worker may be lost before it has ended."""
        before = self.open.get((event.node_id, event.run_index))
        run = self._take(event, "running")
        if before and before.attempt == event.attempt:
            run.waiting, run.resumed = before.waiting, before.resumed

    def _retry(self, event: e.NodeRetryScheduled) -> None:
        before = self.open.get((event.node_id, event.run_index))
        run = self._take(event, "retrying")
        run.until = event.retry_at
        run.waited += before is not None and before.waiting is not None

    def _take(self, event: Any, status: RunStatus) -> NodeRun:
        key = (event.node_id, event.run_index)
        self.plan.taken(event.node_id, event.run_index, event.sources)
        self.next_index[event.node_id] = max(self.next_index.get(event.node_id, 0), event.run_index + 1)
        run = NodeRun(event.node_id, event.run_index, event.attempt, event.sources, event.items_in, status)
        if before := self.open.get(key):
            run.waited = before.waited
        else:
            self._inputs.update(_sources(event))
        self.runs[key] = self.open[key] = run
        return run

    def _end(self, event: Any, outputs: dict[str, e.Output]) -> None:
        key = (event.node_id, event.run_index)
        before = (event.node_id, self.latest.get(event.node_id, event.run_index))
        loop = self.plan.loop(event.node_id)
        self.lost_owners = 0
        run = self.open.pop(key)
        run.outputs = outputs
        if run.status == "completed" or outputs:
            self.last_run = key
            self.latest[event.node_id] = event.run_index
        ports = {port: output["items"] for port, output in outputs.items()}
        self.plan.ended(event.node_id, event.run_index, ports)
        for source in _sources(event):
            self._inputs[source] -= 1
            if not self._inputs[source]:
                del self._inputs[source]
        beginning = [loop.beginning[:2]] if loop and loop.beginning else []
        self._forget([key, before, *_sources(event), *beginning])

    def _forget(self, keys: Iterable[RunKey]) -> None:
        """Those of the runs that nobody is going to ask about any more."""
        for key in keys:
            if key not in self.open and self.latest.get(key[0]) != key[1] and not self.is_read(key):
                self.runs.pop(key, None)

    def _resume(self, event: e.ExecutionResumed) -> None:
        if self.status == "waiting":
            self.status = "queued"
        self.lost_owners = 0
        run = self.open.get((event.node_id, event.run_index))
        if run and run.status == "waiting":
            run.resumed = event


def _sources(event: Any) -> set[RunKey]:
    return {(source["node_id"], source["run_index"]) for source in event.sources}
