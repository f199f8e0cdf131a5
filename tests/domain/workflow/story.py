"""Given a story, when something is decided, then this happens."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.tape import Recorded
from domain.topics import topic_of
from domain.workflow import events as e
from domain.workflow.catalogue import ExpressionFault, Gathers, Problem
from domain.workflow.definition import parse
from domain.workflow.shapes import Definition
from domain.workflow.state import Workflow, fold

WORKFLOW = UUID("0190d5c8-0000-7000-8000-000000000001")
PROJECT = UUID("0190d5c8-0000-7000-8000-000000000002")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


class Types:
    """A small set of node types, the rules of the aggregate need no more."""

    outputs: dict[str, tuple[str, ...]] = {  # noqa: RUF012
        "trigger.manual": ("main",),
        "data.set": ("main",),
        "flow.if": ("true", "false"),
        "flow.loop": ("loop", "done"),
        "sink": (),
    }

    def __contains__(self, type_name: object) -> bool:
        return type_name in self.outputs

    def is_trigger(self, type_name: str) -> bool:
        return type_name.startswith("trigger.")

    def gathers(self, type_name: str, parameters: dict[str, Any]) -> Gathers:
        return "each"

    def inputs_of(self, type_name: str, parameters: dict[str, Any]) -> Sequence[str]:
        return () if self.is_trigger(type_name) else ("main",)

    def outputs_of(self, type_name: str, parameters: dict[str, Any]) -> Sequence[str]:
        return self.outputs[type_name]

    def problems_of(self, node_id: str, type_name: str, parameters: dict[str, Any]) -> list[Problem]:
        if "wrong" not in parameters:
            return []
        return [Problem(node_id=node_id, loc=["wrong"], message="is wrong", code="invalid")]

    def fault_of_expression(self, text: str) -> ExpressionFault | None:
        broken = "{{" in text and "}}" not in text
        return ExpressionFault("is never closed", "braces", "{{") if broken else None


TYPES = Types()


def recorded(events: Iterable[Any], first_version: int = 1) -> list[Recorded]:
    return [_recorded(version, event) for version, event in enumerate(events, first_version)]


def given(*events: e.WorkflowEvent) -> Workflow:
    """The workflow that these events left, created first."""
    workflow = fold(recorded([e.WorkflowCreated(name="story", description=""), *events]))
    assert workflow is not None
    return workflow


def then(workflow: Workflow, events: Sequence[Any]) -> Workflow:
    """The workflow after what was decided."""
    after = fold(recorded(events, workflow.version + 1), workflow)
    assert after is not None
    return after


def definition(*nodes: Any, edges: Sequence[tuple[str, str]] = (), **rest: Any) -> Definition:
    """Nodes as ids (of type data.set) or whole, where nobody has placed them; edges as pairs of ids."""
    whole = [{"id": node, "type": "data.set"} if isinstance(node, str) else node for node in nodes]
    return parse(
        {
            "nodes": [{"position": {"x": 0, "y": 0}, **node} for node in whole],
            "edges": [{"source": source, "target": target} for source, target in edges],
            **rest,
        },
        TYPES,
    )


def _recorded(version: int, event: Any) -> Recorded:
    event_class: Any = type(event)
    return Recorded(
        position=100 + version,
        stream_id=WORKFLOW,
        version=version,
        topic=topic_of(event_class),
        event=event,
        data=None,
        event_id=UUID(int=version),
        project_id=PROJECT,
        actor="user:ada",
        recorded_at=BEGAN + timedelta(seconds=version),
        correlation_id=None,
        causation_id=None,
        epoch=None,
        reason=None,
    )
