"""Several calls at a time, their results in the order of the calls."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def in_order(
    call: Callable[..., Awaitable[T]], arguments: Sequence[Sequence[Any]], *, at_once: int
) -> list[T]:
    """The first failure cancels what is still under way and is raised as it is."""
    places = asyncio.Semaphore(at_once)

    async def one(args: Sequence[Any]) -> T:
        async with places:
            return await call(*args)

    tasks = [asyncio.ensure_future(one(args)) for args in arguments]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
