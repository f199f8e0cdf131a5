"""Running many executions again, as after an outage."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Request

from commands.errors import Refused
from commands.fork_many import Chosen, Pace, fork_many, fork_of
from commands.requesting import Started
from domain.tape import Cause
from projections.executions import queries
from projections.executions.to_run_again import Candidate
from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.services import Given
from web.api.shapes import executions as shapes

router = private_router("/api/executions/forks", "executions")


@router.post("", status_code=202, response_model=shapes.ForksOfMany)
async def run_again(*, request: Request, me: Me, services: Given, body: shapes.ForkMany) -> Json:
    """Run executions that came to a bad end again, the oldest first and with the least priority."""
    cause = me.cause(request, body.batch_id)
    asked: dict[str, Any] = {
        "only": body.execution_ids,
        **body.model_dump(include={"status", "workflow_id", "trigger", "since", "until"}),
    }
    async with services.read_model.fresh() as conn:
        found = await queries.candidates(conn, me.project_id, **asked)
        fit = _fit(found, cause, body.batch_id)
        taken = fit[: body.limit]
        nodes = await queries.failed_nodes(conn, [one.id for one in taken])
    chosen = [Chosen(execution_id=one.id, failed_node=nodes[one.id]) for one in taken]
    came: list[Started | Refused | None] = [None] * len(chosen)
    if taken and body.batch_id and not body.dry_run:
        pace = Pace(begin=taken[0].now, seconds=60 / body.per_minute if body.per_minute else 0)
        how: dict[str, Any] = {"begin": body.begin, "version": body.version, "batch_id": body.batch_id}
        came = [*await fork_many(services.context, cause, chosen, **how, pace=pace)]
    items = [_shown(source, body.begin, one) for source, one in zip(chosen, came, strict=True)]
    positions = [one.position for one in came if isinstance(one, Started)]
    answer = {"matched": len(fit), "left": len(fit) - len(taken), "items": items}
    return Json({**answer, "position": max(positions, default=None)}, 200 if body.dry_run else 202)


def _fit(found: Sequence[Candidate], cause: Cause, batch_id: UUID | None) -> list[Candidate]:
    """Those that nobody has run again, or this batch has; without what the batch itself began."""
    ours = {one.id: fork_of(cause, one.id, batch_id) for one in found} if batch_id else {}
    begun = set(ours.values())
    return [one for one in found if one.id not in begun and (not one.forks or ours.get(one.id) in one.forks)]


def _shown(source: Chosen, begin: str, came: Started | Refused | None) -> dict[str, Any]:
    refused = {"code": came.code, "detail": str(came)} if isinstance(came, Refused) else None
    return {
        "execution_id": source.execution_id,
        "from_node": source.failed_node if begin == "failed" else None,
        "fork_id": came.execution_id if isinstance(came, Started) else None,
        "refused": refused,
    }
