"""An execution as its events tell it. ``evolve`` never refuses."""

from dataclasses import dataclass, field
from typing import Any, Literal

from domain.execution import events as e
from domain.execution.plan import Plan, part_until
from domain.graph import Graph

Status = Literal["queued", "running", "waiting", "completed", "failed", "cancelled", "timed_out"]
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
    status: Literal["running", "completed", "failed"]
    outputs: dict[str, e.Output] = field(default_factory=dict)


@dataclass(slots=True)
class Execution:
    """Made from its first event; the graph is that of the workflow version it pins."""

    requested: e.ExecutionRequested
    plan: Plan
    status: Status = "queued"
    epoch: int = 0
    lost_owners: int = 0
    """Since a node run ended last."""
    cancel_requested: bool = False
    runs: dict[RunKey, NodeRun] = field(default_factory=dict)
    next_index: dict[str, int] = field(default_factory=dict)
    order: list[RunKey] = field(default_factory=list)
    """Completed runs, in the order in which they completed."""

    @classmethod
    def begin(cls, requested: e.ExecutionRequested, graph: Graph, input_items: int) -> "Execution":
        until = requested.until_node
        plan = Plan(graph, part_until(graph, until) if until else None)
        plan.begin(requested.trigger_node, input_items)
        return cls(requested=requested, plan=plan)

    @property
    def is_over(self) -> bool:
        return self.status in ("completed", "failed", "cancelled", "timed_out")

    @property
    def worker_lost(self) -> bool:
        return self.lost_owners >= TAKEOVERS

    def running(self) -> list[NodeRun]:
        return [run for run in self.runs.values() if run.status == "running"]

    def leaves(self) -> list[str]:
        """The leaves that ran, in the definition's order."""
        ran = {node_id for node_id, _ in self.order}
        until = self.requested.until_node
        return [node for node in ([until] if until else self.plan.graph.leaves) if node in ran]

    def last(self) -> e.Source | None:
        """The first port with items of the node run that completed last."""
        for node_id, run_index in reversed(self.order[-1:]):
            for port, output in self.runs[node_id, run_index].outputs.items():
                if output["items"]:
                    return e.Source(node_id=node_id, run_index=run_index, port=port)
        return None

    def evolve(self, event: Any) -> None:
        match event:
            case e.ExecutionClaimed():
                self.status = "running"
                self.epoch = event.epoch
                self.lost_owners += event.after_loss
            case e.NodeStarted():
                self._take(event, "running")
            case e.NodeCompleted():
                self._take(event, "completed")
                self._complete(event)
            case e.NodeFailed():
                self._take(event, "failed")
                self.lost_owners = 0
            case e.CancelRequested():
                self.cancel_requested = True
            case e.ExecutionWaiting():
                self.status = "waiting"
            case e.ExecutionResumed():
                self.status = "queued"
                self.lost_owners = 0
            case e.ExecutionCompleted():
                self.status = "completed"
            case e.ExecutionFailed():
                self.status = "failed"
            case e.ExecutionCancelled():
                self.status = "cancelled"
            case e.ExecutionTimedOut():
                self.status = "timed_out"

    def _take(
        self,
        event: e.NodeStarted | e.NodeCompleted | e.NodeFailed,
        status: Literal["running", "completed", "failed"],
    ) -> None:
        key = (event.node_id, event.run_index)
        self.plan.taken(event.node_id, event.sources)
        self.next_index[event.node_id] = max(self.next_index.get(event.node_id, 0), event.run_index + 1)
        self.runs[key] = NodeRun(
            event.node_id, event.run_index, event.attempt, event.sources, event.items_in, status
        )

    def _complete(self, event: e.NodeCompleted) -> None:
        key = (event.node_id, event.run_index)
        self.lost_owners = 0
        self.runs[key].outputs = event.outputs
        self.order.append(key)
        ports = {port: output["items"] for port, output in event.outputs.items()}
        self.plan.completed(event.node_id, event.run_index, ports)
