"""What one execution is driven with."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.execution.state import Execution, RunKey
from domain.tape import Cause, Recorded
from workers.engine.ancestry import Ancestry
from workers.engine.driven import Driven
from workers.engine.family import Family
from workers.engine.handlers import Handlers
from workers.engine.history import given, recall
from workers.engine.journal import Journal
from workers.engine.log_lines import LogLines
from workers.engine.outputs import Outputs, items_of_input
from workers.engine.ports import Claim, Surroundings
from workers.engine.reach import ExecutionReach
from workers.engine.steps import Steps
from workers.engine.waits import Waits
from workers.engine.workflows import RunnableWorkflow, Workflows
from workers.ports import Item

EVENTS_AT_A_TIME = 32
"""Read again from the tape: one may hold hundreds of node runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    cause: Cause
    journal: Journal
    lines: LogLines
    family: Family
    waits: Waits
    outputs: Outputs
    given: dict[str, list[Item]]
    steps: Steps


def tools_for(
    around: Surroundings,
    workflows: Workflows,
    claim: Claim,
    *,
    history: list[Recorded],
    workflow: RunnableWorkflow,
    execution: Execution,
    deadline: datetime | None,
    came_with: Mapping[RunKey, Any],
    on_foreign: Callable[[list[Recorded]], None],
    before_timer: Callable[[], None],
) -> Tools:
    """``on_foreign`` and ``before_timer`` as of the journal, ``came_with`` as of the waits."""
    requested = history[0]
    cause = cause_of(around, claim, requested)
    journal = Journal(
        around.store,
        execution_id=claim.execution_id,
        execution=execution,
        cause=cause,
        epoch=claim.epoch,
        version=history[-1].version,
        on_foreign=on_foreign,
        before_timer=before_timer,
    )

    async def tape(after: int) -> AsyncIterator[list[Recorded]]:
        await journal.commit()
        version = after
        while some := await around.store.load(
            claim.execution_id, after=version, upto=version + EVENTS_AT_A_TIME
        ):
            yield some
            version = some[-1].version

    items, stand_ins = items_of_input(requested.data), given(requested)
    family = Family(around, workflows, claim.execution_id, cause)
    outputs = Outputs(claim.execution_id, claim.project_id, around.payloads, tape)
    driven = Driven(
        around=around,
        id=claim.execution_id,
        project_id=claim.project_id,
        workflow=workflow,
        execution=execution,
        outputs=outputs,
        ancestry=Ancestry(execution, workflow.graph, outputs, around.payloads, tape),
        lines=LogLines(around.store, claim.execution_id, cause, around.clock),
        input_items=items,
    )
    recall(driven.outputs, history, execution)
    handlers = Handlers(driven, ExecutionReach(driven, cause=cause, deadline=deadline))
    return Tools(
        cause=cause,
        journal=journal,
        lines=driven.lines,
        family=family,
        waits=Waits(family, around.clock, came_with),
        outputs=driven.outputs,
        given=stand_ins,
        steps=Steps(driven, journal=journal, given=stand_ins, handlers=handlers),
    )


def cause_of(around: Surroundings, claim: Claim, requested: Recorded) -> Cause:
    return Cause(
        project_id=claim.project_id,
        actor=f"worker:{around.worker}",
        correlation_id=requested.correlation_id or claim.execution_id,
        causation_id=requested.event_id,
    )
