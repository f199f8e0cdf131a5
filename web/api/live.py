"""Server-sent events of one execution, for as long as the caller may see them."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from typing import TypeVar
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout
from starlette.responses import StreamingResponse

from web.api.callers import Caller, is_still_signed_in
from web.api.event_view import frame, is_terminal
from web.api.services import Services
from web.api.waiting import end_tasks

COMMENT_EVERY = 15.0
CHECK_EVERY = 5.0
"""Seconds after which a caller who was cut off loses the stream, at the latest."""
COMMENT = b": still here\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

T = TypeVar("T")


class LiveEvents(StreamingResponse):
    """History after a position, then what happens, to the terminal event."""

    def __init__(self, services: Services, caller: Caller, streams: Collection[UUID], after: int) -> None:
        content = _frames(services, caller, streams, after)
        super().__init__(content, media_type="text/event-stream", headers=HEADERS)


class NothingMore(StreamingResponse):
    """The same for an execution that is over, to somebody who has seen the end."""

    def __init__(self) -> None:
        super().__init__(iter(()), media_type="text/event-stream")


async def _frames(
    services: Services, caller: Caller, streams: Collection[UUID], after: int
) -> AsyncIterator[bytes]:
    yield COMMENT
    async with services.tail.subscribe(streams, after) as events:
        async for recorded in while_allowed(services, caller, events):
            yield COMMENT if recorded is None else frame(recorded)
            if recorded and is_terminal(recorded):
                return


async def while_allowed(
    services: Services, caller: Caller, events: AsyncIterator[T]
) -> AsyncIterator[T | None]:
    """What comes, and None after each quiet time; ends when the caller is cut off, or the process stops."""
    upcoming = asyncio.ensure_future(_next(events))
    stop = asyncio.ensure_future(services.stopping.wait())
    sent = checked = time.monotonic()
    try:
        while not stop.done():
            await asyncio.wait({upcoming, stop}, timeout=CHECK_EVERY, return_when=asyncio.FIRST_COMPLETED)
            now = time.monotonic()
            if now - checked >= CHECK_EVERY:
                checked = now
                if not await _is_allowed(services, caller):
                    return
            if upcoming.done():
                if (recorded := upcoming.result()) is None:
                    return
                sent = now
                yield recorded
                upcoming = asyncio.ensure_future(_next(events))
            elif now - sent >= COMMENT_EVERY:
                sent = now
                yield None
    finally:
        await end_tasks(upcoming, stop)


async def _next(events: AsyncIterator[T]) -> T | None:
    return await anext(events, None)


async def _is_allowed(services: Services, caller: Caller) -> bool:
    """Where that can't be told, the stream ends: it can be resumed where it ended."""
    try:
        return await is_still_signed_in(services, caller)
    except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout):
        return False
