"""Hearing from the projector: one listening connection for all readers of a process."""

import asyncio
import logging
from typing import Any

import psycopg
from psycopg import AsyncConnection

PAUSE_SECONDS = 1.0

log = logging.getLogger("flowtape.read_model")


class Projected:
    """Wakes whoever waits for a position. Only a hint: waiters look for themselves, and soon in any case."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._task: asyncio.Task[None] | None = None
        self._waiting: dict[asyncio.Future[None], int] = {}

    async def wait(self, position: int, seconds: float) -> None:
        """Until the projector says that it has passed the position, or for that many seconds."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen(), name="projected")
        future = asyncio.get_running_loop().create_future()
        self._waiting[future] = position
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            pass
        finally:
            self._waiting.pop(future, None)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(self._conninfo, autocommit=True) as conn:
                    await self._hear(conn)
            except psycopg.OperationalError as error:
                log.warning("not hearing from the projector: %s", str(error).strip())
            await asyncio.sleep(PAUSE_SECONDS)

    async def _hear(self, conn: AsyncConnection[Any]) -> None:
        await conn.execute("LISTEN projected")
        async for notify in conn.notifies():
            self._wake(int(notify.payload))

    def _wake(self, reached: int) -> None:
        for future, position in self._waiting.items():
            if position <= reached and not future.done():
                future.set_result(None)
