"""Writes what people do with their accounts to the tape."""

from uuid import UUID

from commands.context import Context
from commands.ports import Append
from domain.identity.events import IdentityEvent, identity_stream_of
from domain.tape import Cause, Fact


async def record_identity(context: Context, cause: Cause, *, event: IdentityEvent) -> int:
    """Append to the account's audit stream, after whatever is there; returns the position."""
    stream = identity_stream_of(UUID(event.user_id))
    done = await context.store.append(
        Append(stream_id=stream, expected=None, facts=[Fact(event=event)], cause=cause)
    )
    return done.position
