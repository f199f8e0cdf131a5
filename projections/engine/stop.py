"""Being told to stop while waiting for a socket."""

import os
import select
import time
from collections.abc import Callable


class Stop:
    """Set once, from a signal handler or another thread; wakes whoever waits."""

    def __init__(self) -> None:
        self.requested = False
        self._reader, self._writer = os.pipe()

    def request(self, *_: object) -> None:
        if not self.requested:
            self.requested = True
            os.write(self._writer, b"\0")

    def wait(self, seconds: float, socket: int | None = None) -> None:
        """Until it is requested, the socket has something to read, or the time is over."""
        sockets = [self._reader] if socket is None else [self._reader, socket]
        select.select(sockets, [], [], seconds)

    def close(self) -> None:
        os.close(self._reader)
        os.close(self._writer)


class Backoff:
    """Longer and longer pauses, until something works again."""

    def __init__(self, wait: Callable[[float], None], first: float = 0.1, longest: float = 2.0) -> None:
        self._wait, self._first, self._longest = wait, first, longest
        self._next, self._failed_at = first, 0.0

    def pause(self) -> None:
        if time.monotonic() - self._failed_at > 4 * self._longest:
            self._next = self._first
        self._failed_at = time.monotonic()
        self._wait(self._next)
        self._next = min(2 * self._next, self._longest)
