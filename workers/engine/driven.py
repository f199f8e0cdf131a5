"""The execution that is driven."""

from dataclasses import dataclass
from uuid import UUID

from domain.execution.state import Execution
from workers.engine.ancestry import Ancestry
from workers.engine.log_lines import LogLines
from workers.engine.outputs import Outputs
from workers.engine.ports import Surroundings
from workers.engine.workflows import RunnableWorkflow
from workers.ports import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What all its node runs share."""

    around: Surroundings
    id: UUID
    project_id: UUID
    workflow: RunnableWorkflow
    execution: Execution
    outputs: Outputs
    ancestry: Ancestry
    lines: LogLines
    input_items: list[Item]
