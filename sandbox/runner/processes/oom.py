"""Who goes first where memory runs out: the step, never the runner."""

import contextlib
import os
from collections.abc import Iterator

_FILE = "/proc/self/oom_score_adj"
_FIRST = b"1000"

_fd = os.open(_FILE, os.O_RDWR | os.O_CLOEXEC)
"""Opened while it can be: of a process that is not dumpable, it is root's."""
_ours = os.read(_fd, 16)


def go_first() -> None:
    """For this process, for good; it has to be dumpable."""
    with open(_FILE, "wb") as file:
        file.write(_FIRST)


@contextlib.contextmanager
def first_to_go() -> Iterator[None]:
    """For processes that are started within."""
    os.pwrite(_fd, _FIRST, 0)
    try:
        yield
    finally:
        os.pwrite(_fd, _ours, 0)
