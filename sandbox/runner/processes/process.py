"""One process that a step's code runs in."""

import contextlib
import os
import signal
from typing import NamedTuple

from sandbox.runner.frames import FrameReader
from sandbox.runner.pipes import Outbox


class Ends(NamedTuple):
    """One side of the pipes between the runner and a process. Bash has no result but what it prints."""

    input: int
    stdout: int
    stderr: int
    result: int

    def close(self) -> None:
        for fd in self:
            os.close(fd)


def open_pipes() -> tuple[Ends, Ends]:
    """Our ends, which don't block, and the process's."""
    input_read, input_write = os.pipe()
    outputs = [os.pipe() for _ in range(3)]
    for readable, _ in outputs:
        os.set_blocking(readable, False)
    ours = Ends(input_write, *(readable for readable, _ in outputs))
    return ours, Ends(input_read, *(writable for _, writable in outputs))


class Process:
    """``pid`` is None until it is known; ``status`` is as ``wait`` gives it, None until it has ended.
    ``outputs`` are the pipes that have not ended: stdout, stderr, result."""

    lives_on = False
    """It stays for further steps, so that its pipes don't end."""

    def __init__(self, ends: Ends) -> None:
        self.inbox = Outbox(ends.input)
        self.outputs = {"stdout": ends.stdout, "stderr": ends.stderr, "result": ends.result}
        self.pid: int | None = None
        self.status: int | None = None
        self.peak_memory = 0
        self._kill_at_start = False

    @property
    def used_up(self) -> bool:
        """It would stay, but for what the step did in it."""
        return False

    def started(self, pid: int) -> None:
        self.pid = pid
        if self._kill_at_start:
            self.kill()

    def ended(self, status: int, peak_memory: int) -> None:
        self.status = status
        self.peak_memory = peak_memory

    def kill(self) -> None:
        """It and its group."""
        if self.pid is None:
            self._kill_at_start = True
        elif self.status is None:
            kill_group(self.pid)

    def frames(self, data: bytes, reader: FrameReader) -> list[tuple[bytes, bytes]]:
        """What the step's own code may have written to the result pipe."""
        return reader.feed(data)


def kill_group(pid: int) -> None:
    """The process too, should it not lead its group yet."""
    for kill in (os.kill, os.killpg):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


def kill_everything() -> None:
    """Every other process of the container, at once: no process can outrun it by forking."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
