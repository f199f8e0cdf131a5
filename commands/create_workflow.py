"""A new workflow, empty or with a definition."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commands.change_workflow import append_events
from commands.context import Context
from commands.refusing import refusing
from domain.ids import new_id
from domain.tape import Cause
from domain.workflow import decisions
from domain.workflow.definition import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    workflow_id: UUID
    version: int
    position: int


async def create_workflow(
    context: Context, cause: Cause, *, name: str, description: str = "", definition: Any = None
) -> Created:
    """Raises :class:`commands.errors.Invalid` and :class:`commands.errors.TooLarge`."""
    with refusing():
        said = decisions.about(name=name, description=description)
    with refusing(("definition",)):
        parsed = None if definition is None else parse(definition, context.nodes)
    workflow_id = new_id()
    events = decisions.create(said, parsed)
    stored = await append_events(context.store, cause, workflow_id, 0, events)
    return Created(workflow_id=workflow_id, version=stored.version, position=stored.position)
