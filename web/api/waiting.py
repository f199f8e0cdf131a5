"""Waiting for something to appear on the tape, while the client is there and the process stays up."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar
from uuid import UUID

from starlette.requests import Request

from domain.tape import Recorded
from web.api.ports import Subscription
from web.api.services import Services

T = TypeVar("T")


async def first(
    services: Services,
    request: Request,
    streams: Collection[UUID],
    decide: Callable[[Recorded], T | None],
    *,
    after: int,
    seconds: float,
) -> T | None:
    """The first answer that ``decide`` gives for an event of these streams past a position.

    None when the time is over, the client has gone, or the process is about to stop.
    """
    async with services.tail.subscribe(streams, after) as events:
        search = asyncio.ensure_future(_search(events, decide))
        others = [asyncio.ensure_future(_gone(request)), asyncio.ensure_future(services.stopping.wait())]
        try:
            await asyncio.wait({search, *others}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return search.result() if search.done() else None
        finally:
            await end_tasks(search, *others)


async def end_tasks(*tasks: asyncio.Future[Any]) -> None:
    """Cancel what still runs, and see to the end of it."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _search(events: Subscription, decide: Callable[[Recorded], T | None]) -> T | None:
    async for recorded in events:
        if (answer := decide(recorded)) is not None:
            return answer
    return None


async def _gone(request: Request) -> None:
    """Returns once the client has left; the body has been read by now."""
    receive: Callable[[], Awaitable[Any]] = request.receive
    while (await receive())["type"] != "http.disconnect":
        pass
