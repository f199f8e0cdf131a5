"""The other end of an expression host: requests go out as they come, and are answered in that order."""

import asyncio
import os
import secrets
import socket
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

_MAIN = Path(__file__).parent / "host" / "main.py"
_START_LIMIT_S = 30.0
_FIRST_UID, _UIDS = 1_000_000_000, 1_000_000_000
_PATIENCE = 10
"""So many times its limit may a request take while the host doesn't get to compute."""
_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST_ANSWER = 256 * 1024 * 1024


class HostGone(Exception):
    """It had ended before the request was sent; another host can take it."""


class HostDied(Exception):
    """It ended in the middle of the request, as it does when its memory is used up."""


class HostTimeout(Exception):
    """The request took longer than it may; the host has been killed."""


class HostProcess:
    """A running host. ``confined`` names the steps that confine it on this platform."""

    def __init__(self, process: subprocess.Popen[bytes], frames: "_Frames") -> None:
        self._process = process
        self._frames = frames
        self._asked: deque[_Asked] = deque()
        self._watch: _Watch | None = None
        frames.on_frame, frames.on_end = self._answered, self._ended
        self.confined: list[str] = []

    @classmethod
    async def start(cls, memory: int) -> "HostProcess":
        """``memory``: bytes it may use on top of an idle host."""
        ours, theirs = socket.socketpair()
        with theirs:
            uid = _FIRST_UID + secrets.randbelow(_UIDS)
            process = subprocess.Popen(  # noqa: ASYNC220 — returns at once, and needs no reader of pipes
                [sys.executable, "-I", str(_MAIN), str(uid), str(memory)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"TZ": "UTC"},
                start_new_session=True,
            )
        ours.setblocking(False)
        frames = _Frames()
        host = cls(process, frames)
        greeting = host._expect(_START_LIMIT_S)
        await asyncio.get_running_loop().create_connection(lambda: frames, sock=ours)
        try:
            async with asyncio.timeout(_START_LIMIT_S):
                host.confined = (await greeting).decode().split(",")
        except BaseException:
            await host.close()
            raise
        return host

    @property
    def alive(self) -> bool:
        return not self._frames.closed

    @property
    def busy(self) -> bool:
        return bool(self._asked)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, request: bytes, limit_s: float) -> bytes:
        """Raises :class:`HostGone`, :class:`HostDied` or :class:`HostTimeout`.

        Who stops waiting leaves its answer behind: it is thrown away when it comes.
        """
        if not self.alive:
            raise HostGone
        self._frames.send(request)
        return await self._expect(limit_s)

    def _expect(self, limit_s: float) -> asyncio.Future[bytes]:
        asked = _Asked(asyncio.get_running_loop().create_future(), limit_s)
        self._asked.append(asked)
        if len(self._asked) == 1:
            self._watch = _Watch(self, limit_s)
        return asked.answer

    def _answered(self, frame: bytes) -> None:
        if not self._asked:
            self.kill()  # it says more than it was asked
            return
        asked = self._asked.popleft()
        if self._watch:
            self._watch.end()
        self._watch = _Watch(self, self._asked[0].limit_s) if self._asked else None
        if not asked.answer.done():
            asked.answer.set_result(frame)

    def _ended(self) -> None:
        """Whose turn it was is to blame; the others can ask another host."""
        error: Exception = HostTimeout() if self._watch and self._watch.bit else HostDied()
        if self._watch:
            self._watch.end()
        while self._asked:
            answer = self._asked.popleft().answer
            if not answer.done():
                answer.set_exception(error)
            error = HostGone()

    def cpu_seconds(self) -> float:
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return float("inf")
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def kill(self) -> None:
        self._frames.close()
        self._process.kill()

    async def close(self) -> None:
        self.kill()
        await asyncio.to_thread(self._process.wait)


@dataclass(slots=True)
class _Asked:
    answer: asyncio.Future[bytes]
    limit_s: float


class _Watch:
    """Kills a host whose request computes longer than it may. A machine busy elsewhere is not its fault,
    so it looks at CPU time: a first time halfway, and then whether the rest was spent since."""

    def __init__(self, host: HostProcess, limit_s: float) -> None:
        self._host = host
        self._limit = limit_s
        self._looks = 0
        self._computed = 0.0
        self.bit = False
        self._wait()

    def end(self) -> None:
        self._timer.cancel()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._limit / 2, self._look)

    def _look(self) -> None:
        computed = self._host.cpu_seconds()
        self._looks += 1
        if self._looks == 1:
            self._computed = computed
        if computed - self._computed >= self._limit * 0.4 or self._looks >= 2 * _PATIENCE:
            self.bit = True
            self._host.kill()
        else:
            self._wait()


class _Frames(asyncio.Protocol):
    """Length-prefixed frames, handed to ``on_frame``; ``on_end`` once the stream has ended."""

    def __init__(self) -> None:
        self.closed = False
        self.on_frame: Callable[[bytes], None] = lambda _: None
        self.on_end: Callable[[], None] = lambda: None
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= 4 and not self.closed:
            length = struct.unpack_from(">I", self._buffer)[0]
            if length > _LONGEST_ANSWER:
                self.close()
            if len(self._buffer) < 4 + length:
                return
            frame = bytes(memoryview(self._buffer)[4 : 4 + length])
            del self._buffer[: 4 + length]
            self.on_frame(frame)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self.on_end()

    def send(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(struct.pack(">I", len(data)) + data)

    def close(self) -> None:
        self.closed = True
        if self._transport:
            self._transport.abort()
