"""Run many executions again, as after an outage: each once for a batch, however often that is asked for."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from commands.context import Context
from commands.errors import Refused
from commands.fork_execution import fork_execution
from commands.requesting import Identity, Started, identity_of
from domain.tape import Cause

BULK = 3
_AT_ONCE = 8


class NoFailedNode(Refused):
    """It did not fail in a node, so that there is none to begin with."""

    code = "no_failed_node"

    def __init__(self) -> None:
        super().__init__("no node of it failed: run it again from its start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An execution that is to run again; ``failed_node`` is where it failed, if in a node."""

    execution_id: UUID
    failed_node: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """``begin``: the database's clock. The first runs at once, each later one so many seconds after the one
    before it."""

    begin: datetime
    seconds: float

    def of(self, number: int) -> datetime | None:
        return self.begin + timedelta(seconds=self.seconds * number) if self.seconds and number else None


def fork_of(cause: Cause, execution_id: UUID, batch_id: UUID) -> UUID:
    """The execution that this one becomes in a batch, whether it has begun or not."""
    return _identity(cause, execution_id, batch_id).execution_id


async def fork_many(
    context: Context,
    cause: Cause,
    chosen: Sequence[Chosen],
    *,
    begin: Literal["failed", "start"],
    version: Literal["same", "newest"],
    batch_id: UUID,
    pace: Pace,
) -> list[Started | Refused]:
    """For each of ``chosen`` what came of it. They give way to everything that is more urgent."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int, source: Chosen) -> Started | Refused:
        async with places:
            try:
                if begin == "failed" and source.failed_node is None:
                    raise NoFailedNode
                return await fork_execution(
                    context,
                    cause,
                    execution_id=source.execution_id,
                    from_node=source.failed_node if begin == "failed" else None,
                    version=version,
                    idempotency_key=_key(batch_id),
                    priority=BULK,
                    not_before=pace.of(number),
                )
            except Refused as refused:
                return refused

    return await asyncio.gather(*(one(number, source) for number, source in enumerate(chosen)))


def _key(batch_id: UUID) -> str:
    return f"batch:{batch_id}"


def _identity(cause: Cause, execution_id: UUID, batch_id: UUID) -> Identity:
    return identity_of(cause, execution_id, _key(batch_id), None)
