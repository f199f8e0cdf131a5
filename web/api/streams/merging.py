"""Several sources as one."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

from web.api.waiting import end_tasks

T = TypeVar("T")


async def merged(*sources: AsyncIterator[T]) -> AsyncIterator[T]:
    """What any of them gives, as it comes; each keeps its order. Ends when one of them does."""
    upcoming = {asyncio.ensure_future(_next(source)): source for source in sources}
    try:
        while True:
            done, _ = await asyncio.wait(upcoming, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                source = upcoming.pop(task)
                found = task.result()
                if not found:
                    return
                yield found[0]
                upcoming[asyncio.ensure_future(_next(source))] = source
    finally:
        await end_tasks(*upcoming)


async def _next(source: AsyncIterator[T]) -> tuple[T] | None:
    async for found in source:
        return (found,)
    return None
