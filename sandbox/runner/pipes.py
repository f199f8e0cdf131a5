"""Pipes that must not block the runner."""

import os
from collections import deque

HIGH_WATER = 1024 * 1024
"""Bytes waiting in an outbox from which on its producers are no longer read."""
READ_SIZE = 256 * 1024


class Outbox:
    """Bytes that wait until a pipe takes them."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self._waiting: deque[memoryview] = deque()
        self._size = 0
        self._closing = False
        self.closed = False

    @property
    def pending(self) -> bool:
        return not self.closed and (bool(self._waiting) or self._closing)

    @property
    def full(self) -> bool:
        return self._size > HIGH_WATER

    def put(self, data: bytes) -> None:
        if data and not self.closed:
            self._waiting.append(memoryview(data))
            self._size += len(data)

    def close_when_empty(self) -> None:
        self._closing = True

    def flush(self) -> None:
        """Write what the pipe takes now; a reader that went away is no error."""
        try:
            while self._waiting:
                self._write_first()
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._closing = True
        if self._closing:
            self.close()

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._waiting.clear()
            self._size = 0
            os.close(self.fd)

    def _write_first(self) -> None:
        piece = self._waiting[0]
        written = os.write(self.fd, piece)
        self._size -= written
        if written < len(piece):
            self._waiting[0] = piece[written:]
        else:
            self._waiting.popleft()


def read_some(fd: int) -> bytes | None:
    """What is there; ``b""`` at the end, None where nothing is there yet."""
    try:
        return os.read(fd, READ_SIZE)
    except BlockingIOError:
        return None
