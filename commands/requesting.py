"""Asking for an execution: on the tape and in the run queue before this returns, once for each key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commands.context import Context
from commands.errors import Invalid
from commands.ports import Append, Run, VersionConflict
from domain.execution.events import ExecutionRequested
from domain.ids import derived_id, new_id
from domain.tape import Cause, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    execution_id: UUID
    position: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose execution it will be. ``request_hash`` stands for what was asked for, where a key was given."""

    execution_id: UUID
    request_hash: str | None = None


def identity_of(cause: Cause, about: UUID, key: str | None, asked: object) -> Identity:
    """With a key: the same one for the same actor, thing and key, for good."""
    if key is None:
        return Identity(new_id())
    digest = hashlib.sha256(repr(asked).encode()).hexdigest()
    return Identity(derived_id("execution", cause.actor, about, key), digest)


async def answered_before(context: Context, identity: Identity) -> Started | None:
    """What this request was answered with the first time; None for a new one. Raises :class:`Invalid`."""
    if identity.request_hash is None:
        return None
    return await _stored(context, identity)


async def request_execution(
    context: Context,
    cause: Cause,
    identity: Identity,
    requested: ExecutionRequested,
    data: bytes | None,
) -> Started:
    """A repeat is answered, not done twice. Raises :class:`Invalid` where the key was used for another."""
    execution_id = identity.execution_id
    append = Append(
        stream_id=execution_id,
        expected=0,
        facts=[Fact(event=requested, data=data)],
        cause=cause,
        enqueue=Run(execution_id=execution_id, priority=requested.priority),
        release=requested.not_before is not None,
        wake_at=datetime.fromisoformat(requested.not_before) if requested.not_before else None,
    )
    try:
        appended = await context.store.append(append)
    except VersionConflict:
        stored = await _stored(context, identity)
        assert stored
        return stored
    context.doorbell.ring(execution_id)
    return Started(execution_id=execution_id, position=appended.position)


async def _stored(context: Context, identity: Identity) -> Started | None:
    for first in await context.store.load(identity.execution_id, upto=1):
        if first.event.request_hash != identity.request_hash:
            raise Invalid(
                "idempotency_key_reused", "this Idempotency-Key was used for another request; take a new one"
            )
        return Started(execution_id=identity.execution_id, position=first.position)
    return None
