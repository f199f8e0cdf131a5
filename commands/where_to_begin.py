"""Which version of a workflow an execution runs, and at which node it begins."""

from uuid import UUID

from commands.context import Context
from commands.errors import FieldError, Invalid, NotRunnable
from commands.load_workflow import load_workflow, own_workflow
from domain.execution.events import Caller
from domain.graph import Graph
from domain.tape import Cause
from domain.workflow.problems import problems_of
from domain.workflow.state import Workflow

TYPES = {"manual": "trigger.manual", "call": "trigger.call", "error": "trigger.error"}
"""At which type of trigger an execution begins that names no node."""


async def workflow_to_run(
    context: Context, cause: Cause, workflow_id: UUID, trigger: str, caller: Caller | None
) -> Workflow:
    """People, and what they started, run the draft; everything else what is published, if anything is."""
    workflow = await own_workflow(context.store, cause, workflow_id)
    drafted = caller["manual"] if caller else trigger == "manual"
    if drafted or workflow.published_version is None:
        return workflow
    published = await load_workflow(context.store, workflow_id, upto=workflow.published_version)
    assert published
    return published


def graph_of(context: Context, workflow: Workflow) -> Graph:
    """Raises :class:`NotRunnable`."""
    definition = workflow.definition()
    if problems := problems_of(definition, context.nodes):
        raise NotRunnable(problems)
    return Graph.from_definition(definition, context.nodes)


def begin_at(graph: Graph, trigger: str, named: str | None) -> str:
    """The trigger node; a manual execution begins at any where there is none made for it.

    Raises :class:`Invalid`.
    """
    if named is not None:
        if named not in graph.triggers:
            raise no_such("trigger", "trigger_node", named)
        return named
    wanted = TYPES.get(trigger)
    fitting = [node for node in graph.triggers if graph.nodes[node]["type"] == wanted]
    if not fitting and trigger in ("call", "error"):
        raise Invalid("invalid_execution", f"the workflow has no enabled node of type {wanted}")
    return (fitting or graph.triggers)[0]


def must_have(graph: Graph, field: str, node: str | None) -> None:
    """Raises :class:`Invalid` for a node that isn't in it."""
    if node is not None and node not in graph.nodes:
        raise no_such("node", field, node)


def no_such(what: str, field: str, node: str) -> Invalid:
    message = f"the workflow has no enabled {what} {node!r}"
    return Invalid("invalid_execution", message, [FieldError((field,), message)])
