"""What the tape tells a new owner of an execution."""

from datetime import datetime, timedelta

from domain import json_text
from domain.execution import events as e
from domain.execution.state import Execution
from domain.graph import Graph
from domain.tape import Recorded
from workers.engine.outputs import Outputs, items_of_input, outputs_of_runs
from workers.engine.workflows import RunnableWorkflow
from workers.ports import Item


def folded(history: list[Recorded], workflow: RunnableWorkflow | None) -> Execution:
    graph = workflow.graph if workflow else Graph({}, [], [], {})
    sequential = bool(workflow and workflow.settings.get("order") == "sequential")
    items = items_of_input(history[0].data)
    execution = Execution.begin(history[0].event, graph, len(items), sequential)
    for recorded in history[1:]:
        execution.evolve(recorded.event)
    return execution


def recall(outputs: Outputs, history: list[Recorded], execution: Execution) -> None:
    """Keep in memory what somebody is still going to want."""
    for run in outputs_of_runs(history):
        outputs.recall(run.key, run.outputs, run.data)
        outputs.release(execution, run.key)


def given(requested: Recorded) -> dict[str, list[Item]]:
    """What stands in for the outputs of nodes."""
    data = json_text.read_back(requested.data) if requested.data else {}
    found: dict[str, list[Item]] = data.get("given", {})
    return found


def what_came_with(recorded: Recorded) -> object:
    return json_text.read_back(recorded.data).get("data") if recorded.data else None


def deadline(requested: Recorded, workflow: RunnableWorkflow | None) -> datetime | None:
    """When it has to be over: the workflow's own limit, or what its caller handed down."""
    seconds = workflow.settings.get("deadline_s") if workflow else None
    own = [requested.recorded_at + timedelta(seconds=seconds)] if seconds else []
    event: e.ExecutionRequested = requested.event
    handed_down = [datetime.fromisoformat(event.deadline_at)] if event.deadline_at else []
    return min(own + handed_down, default=None)


def run_of(event: e.ExecutionResumed) -> tuple[str, int]:
    return (event.node_id, event.run_index)
