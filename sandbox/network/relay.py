"""The bytes between one connection of a step and the server it is connected to."""

import asyncio
from collections.abc import Awaitable, Callable

from sandbox.network.traffic import Traffic
from sandbox.runner.tunnel.wire import CREDIT, DATA, END, PIECE, WINDOW, BadPayload, credit

Say = Callable[[bytes, bytes], Awaitable[None]]
"""Sends a kind of payload and what belongs to it through the tunnel."""


class Relay:
    """``sent`` and ``received`` count what has passed, as the step sees it. What comes from the tunnel is
    taken at once and at most ``WINDOW`` bytes of it wait; the rest happens in :meth:`run`."""

    def __init__(self, say: Say, traffic: Traffic) -> None:
        self.sent = 0
        self.received = 0
        self._say = say
        self._traffic = traffic
        self._waiting = bytearray()
        self._room = WINDOW
        self._ended = False
        self._news = asyncio.Event()
        self._credit = WINDOW
        self._may_send = asyncio.Event()

    def take(self, data: bytes) -> None:
        """Data from the step. Raises :class:`BadPayload` for more than there is room for."""
        self._room -= len(data)
        if self._room < 0 or self._ended:
            raise BadPayload("data on a tunnel beyond its window or its end")
        self._waiting += data
        self._news.set()

    def end(self) -> None:
        """No more data from the step."""
        self._ended = True
        self._news.set()

    def add_credit(self, passed_on: int) -> None:
        self._credit += passed_on
        self._may_send.set()

    async def run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until both sides have ended. Raises :class:`OSError` where the connection breaks, and
        :class:`TrafficUsedUp`."""
        try:
            async with asyncio.TaskGroup() as directions:
                directions.create_task(self._send_on(writer))
                directions.create_task(self._bring_back(reader))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _send_on(self, writer: asyncio.StreamWriter) -> None:
        unacknowledged = 0
        while True:
            await self._news.wait()
            self._news.clear()
            data, self._waiting = self._waiting, bytearray()
            if data:
                self._traffic.spend(len(data))
                writer.write(data)
                await writer.drain()
                self.sent += len(data)
                unacknowledged += len(data)
            if self._ended and not self._waiting:
                writer.write_eof()
                return
            if unacknowledged >= WINDOW // 2:
                self._room += unacknowledged
                await self._say(CREDIT, credit(unacknowledged))
                unacknowledged = 0

    async def _bring_back(self, reader: asyncio.StreamReader) -> None:
        while data := await self._read(reader):
            self._traffic.spend(len(data))
            self._credit -= len(data)
            await self._say(DATA, data)
            self.received += len(data)
        await self._say(END, b"")

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        while self._credit <= 0:
            self._may_send.clear()
            await self._may_send.wait()
        return await reader.read(min(PIECE, self._credit))
