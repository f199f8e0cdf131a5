"""Identifiers: UUIDv7 where new, UUIDv5 where derived from something that already has a name."""

import os
import threading
import time
from uuid import UUID, uuid5

_NAMESPACE = UUID("6a0f5bd2-5b9e-5c40-9d0e-6f2b1f6b7a11")
_BLOCK = 4096
"""Bytes of randomness drawn at once: each draw is a system call."""
_lock = threading.Lock()
_last = 0
_random = b""
_used = 0


def new_id() -> UUID:
    """A UUIDv7 that sorts after every id this process made before it."""
    global _last, _random, _used  # noqa: PLW0603
    with _lock:
        _last = max(_last + 1, time.time_ns() * 4096 // 1_000_000)
        milliseconds, counter = divmod(_last, 4096)
        if _used == len(_random):
            _random, _used = os.urandom(_BLOCK), 0
        random_tail = int.from_bytes(_random[_used : _used + 8]) & ((1 << 62) - 1)
        _used += 8
    return UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | random_tail)


def _forget_randomness() -> None:
    """A fork would draw the same as its parent."""
    global _random, _used
    _random, _used = b"", 0


os.register_at_fork(after_in_child=_forget_randomness)


def derived_id(*parts: object) -> UUID:
    """The same UUIDv5 for the same parts, always."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))


def log_stream_of(execution_id: UUID) -> UUID:
    """The stream beside an execution's own that carries its log lines."""
    return derived_id("logs", execution_id)
