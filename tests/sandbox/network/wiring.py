"""A tunnel in a poll loop of its own, as in a container, and a session at the other end of a socket."""

import asyncio
import select
import socket
import struct
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sandbox.model import Connection, Limits
from sandbox.network.allowed import Allowed
from sandbox.network.guard import Guard
from sandbox.network.resolving import Resolve, system_resolver
from sandbox.network.session import Session
from sandbox.runner.tunnel import Tunnel

_LENGTH = struct.Struct(">I")


class Inside(threading.Thread):
    """Does what the runner does with a tunnel, until its socket is closed."""

    def __init__(self, stream: socket.socket, connections: int) -> None:
        super().__init__(daemon=True)
        stream.setblocking(False)
        self._stream = stream
        self._in = bytearray()
        self._out = bytearray()
        self.most_waiting = 0
        self._tunnel = Tunnel(self._put, connections)
        self.port = self._tunnel.open()

    def run(self) -> None:
        with suppress(ConnectionError, EOFError):
            while True:
                self._turn()
        self._tunnel.close()

    def _turn(self) -> None:
        watched = self._tunnel.watched()
        mine = self._stream.fileno()
        poll = select.poll()
        poll.register(mine, select.POLLIN | (select.POLLOUT if self._out else 0))
        for fd, (events, _) in watched.items():
            poll.register(fd, events)
        for fd, _ in poll.poll():
            (watched[fd][1] if fd != mine else self._talk)()

    def _put(self, payload: bytes) -> None:
        self._out += _LENGTH.pack(len(payload)) + payload
        self.most_waiting = max(self.most_waiting, len(self._out))

    def _talk(self) -> None:
        with suppress(BlockingIOError):
            while self._out:
                del self._out[: self._stream.send(self._out)]
        with suppress(BlockingIOError):
            data = self._stream.recv(65536)
            if not data:
                raise EOFError
            self._in += data
        while len(self._in) >= 4 and len(self._in) >= 4 + (size := _LENGTH.unpack_from(self._in)[0]):
            payload = bytes(self._in[4 : 4 + size])
            del self._in[: 4 + size]
            self._tunnel.receive(payload)


class Reports:
    """What the guard said of connections."""

    def __init__(self) -> None:
        self.all: list[Connection] = []
        self._changed = asyncio.Condition()

    async def take(self, connection: Connection) -> None:
        async with self._changed:
            self.all.append(connection)
            self._changed.notify_all()

    async def wait(self, count: int) -> list[Connection]:
        """As soon as there are so many."""
        async with self._changed, asyncio.timeout(20):
            await self._changed.wait_for(lambda: len(self.all) >= count)
        return self.all

    async def only(self) -> Connection:
        [connection] = await self.wait(1)
        return connection


@dataclass
class Wired:
    """``port`` is where the step's programs find the tunnel."""

    port: int
    session: Session
    inside: Inside
    reports: Reports
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def connect(self, place: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Through CONNECT, as plain TCP. Closed at the end of the test."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writers.append(writer)
        writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        return reader, writer

    def hang_up(self) -> None:
        for writer in self._writers:
            writer.close()

    async def ask(self, request: bytes) -> bytes:
        """All that the proxy says to it until it hangs up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        async with asyncio.timeout(20):
            answer = await reader.read()
        writer.close()
        return answer


@asynccontextmanager
async def wired(
    grants: Sequence[str],
    private: Sequence[str] = (),
    *,
    limits: Limits | None = None,
    resolver: Resolve = system_resolver,
) -> AsyncIterator[Wired]:
    limits = limits or Limits()
    outside, inside = socket.socketpair()
    thread = Inside(inside, limits.connections)
    reader, writer = await asyncio.open_connection(sock=outside)

    async def send(payload: bytes) -> None:
        writer.write(_LENGTH.pack(len(payload)) + payload)
        await writer.drain()

    guard = Guard(Allowed.parse(",".join(private)), resolver=resolver)
    reports = Reports()
    session = guard.session(grants, limits, reports.take, send)
    thread.start()
    hearing = asyncio.create_task(_hear(reader, session))
    way = Wired(thread.port, session, thread, reports)
    try:
        yield way
    finally:
        way.hang_up()
        await session.close()
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        writer.close()
        await asyncio.to_thread(thread.join, 20)
        inside.close()


async def _hear(reader: asyncio.StreamReader, session: Session) -> None:
    while True:
        (size,) = _LENGTH.unpack(await reader.readexactly(4))
        await session.receive(await reader.readexactly(size))
