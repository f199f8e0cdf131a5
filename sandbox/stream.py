"""A container's stdin and stdout, as the engine carries them over one connection."""

import asyncio
import struct
from collections.abc import Callable
from typing import cast

from sandbox.runner.frames import FrameReader, FrameTooLong, frame

OnFrame = Callable[[bytes, bytes], None]

_HEADER = struct.Struct(">BxxxI")
_STDERR = 2
_HEAD_END = b"\r\n\r\n"
_LAST_WORDS = 4000
_LONGEST_FRAME = 64 * 1024
_TOGETHER = 64 * 1024
"""Bytes that may wait for what follows them, to leave together."""
_UNSENT = 1024 * 1024
"""Bytes that wait to be taken by the engine, past which senders have to wait."""


class Stream(asyncio.Protocol):
    """Upgrades itself from HTTP, then hands every frame to ``on_frame`` as it comes, and calls ``on_lost``
    once when the connection is over. What is written within one turn of the loop leaves together."""

    def __init__(self, request: bytes) -> None:
        self.upgraded: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        """The engine's status line. Its failure is an :class:`OSError`."""
        self.upgraded.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.last_words = b""
        """The end of what the runner itself wrote to stderr: why it broke."""
        self.on_frame: OnFrame = lambda kind, payload: None
        self.on_lost: Callable[[], None] = lambda: None
        self.lost = False
        self._request = request
        self._transport: asyncio.Transport | None = None
        self._head = b""
        self._left = 0
        self._from = 0
        self._partial_header = b""
        self._frames = FrameReader(_LONGEST_FRAME)
        self._outgoing: list[bytes] = []
        self._may_write = asyncio.Event()
        self._may_write.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=_UNSENT)
        self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        self._may_write.set()
        if not self.upgraded.done():
            self.upgraded.set_exception(error or ConnectionError("it closed the connection"))
        self.on_lost()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    def data_received(self, data: bytes) -> None:
        if not self.upgraded.done():
            data = self._upgrade(data)
        if data:
            self._demultiplex(self._partial_header + data)

    def expect(self, longest: int) -> None:
        """Frames have at most so many bytes from now on; a longer one ends the connection."""
        self._frames = FrameReader(longest)

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        if not self._outgoing:
            asyncio.get_running_loop().call_soon(self._flush)
        self._outgoing.append(frame(kind, payload))

    async def drained(self) -> None:
        """Waits while the container takes in less than it is given."""
        if sum(map(len, self._outgoing)) > _TOGETHER:
            self._flush()
        await self._may_write.wait()

    def pause(self) -> None:
        if self._transport and not self.lost:
            self._transport.pause_reading()

    def resume(self) -> None:
        if self._transport and not self.lost:
            self._transport.resume_reading()

    def close(self) -> None:
        """Breaks off: the runner ends when it sees that."""
        if self._transport:
            self._transport.abort()

    def _flush(self) -> None:
        outgoing, self._outgoing = self._outgoing, []
        if outgoing and self._transport and not self.lost:
            self._transport.write(outgoing[0] if len(outgoing) == 1 else b"".join(outgoing))

    def _upgrade(self, data: bytes) -> bytes:
        head, found, rest = (self._head + data).partition(_HEAD_END)
        self._head = head
        if not found:
            return b""
        self.upgraded.set_result(head.splitlines()[0])
        return rest

    def _demultiplex(self, data: bytes) -> None:
        """Docker puts a header of eight bytes before each piece."""
        view, at = memoryview(data), 0
        while at < len(data):
            if not self._left:
                if len(data) - at < _HEADER.size:
                    break
                self._from, self._left = _HEADER.unpack_from(view, at)
                at += _HEADER.size
            piece = view[at : at + self._left]
            at += len(piece)
            self._left -= len(piece)
            self._take(piece)
        self._partial_header = data[at:]

    def _take(self, piece: memoryview) -> None:
        if self._from == _STDERR:
            self.last_words = (self.last_words + piece)[-_LAST_WORDS:]
            return
        try:
            found = self._frames.feed(bytes(piece))
        except FrameTooLong:
            self.close()
            return
        for kind, payload in found:
            self.on_frame(kind, payload)
