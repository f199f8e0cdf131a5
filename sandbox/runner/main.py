"""The first process of a sandbox container: talks with the worker, and watches over the step."""

import json
import os
import select
import signal
from collections.abc import Callable

from sandbox.runner.folders import empty_folders
from sandbox.runner.frames import READY, STEP, FrameReader, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.pipes import Outbox, read_some
from sandbox.runner.process import hide_from_steps
from sandbox.runner.step import RunningStep

_FROM_WORKER, _TO_WORKER = 0, 1
_LONGEST_FRAME = 2**32 - 1
_GONE = select.POLLHUP | select.POLLERR


class Runner:
    """Takes steps until the worker closes the stream."""

    def __init__(self) -> None:
        os.set_blocking(_FROM_WORKER, False)
        self._frames = FrameReader(_LONGEST_FRAME)
        self._outbox = Outbox(_TO_WORKER)
        self._step: RunningStep | None = None
        self._children = _notify_of_children()

    def serve(self) -> None:
        self._ready("")
        while True:
            self._turn()
            if self._step and self._step.finish_if_over():
                left = self._step.left_behind
                self._step = None
                self._ready(left or empty_folders())

    def _ready(self, why_not: str) -> None:
        self._outbox.put(frame(READY, encode({"reusable": not why_not, "why": why_not})))

    def _turn(self) -> None:
        watched = self._watched()
        poll = select.poll()
        for fd, (events, _) in watched.items():
            poll.register(fd, events)
        for fd, happened in poll.poll():
            if fd == _FROM_WORKER and happened & _GONE:
                os._exit(0)
            watched[fd][1]()

    def _watched(self) -> dict[int, tuple[int, Callable[[], None]]]:
        """What to wait for now: a side whose bytes can't be passed on is not read."""
        step, inbox = self._step, self._step.inbox if self._step else None
        may_read = not (inbox and inbox.full)
        watched = {
            _FROM_WORKER: (select.POLLIN if may_read else 0, self._read_worker),
            self._children: (select.POLLIN, self._reap),
        }
        if self._outbox.pending:
            watched[_TO_WORKER] = (select.POLLOUT, self._outbox.flush)
        if inbox and inbox.pending:
            watched[inbox.fd] = (select.POLLOUT, inbox.flush)
        if step and not self._outbox.full:
            watched |= {fd: (select.POLLIN, read) for fd, read in step.readers.items()}
        return watched

    def _read_worker(self) -> None:
        data = read_some(_FROM_WORKER)
        if data == b"":
            os._exit(0)
        for kind, payload in self._frames.feed(data or b""):
            if kind == STEP:
                self._step = RunningStep(json.loads(payload), self._outbox.put)
            elif self._step:
                self._step.receive(kind, payload)

    def _reap(self) -> None:
        read_some(self._children)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if self._step:
                self._step.reaped(pid, status)


def _notify_of_children() -> int:
    """A descriptor that becomes readable when a process has ended."""
    readable, writable = os.pipe()
    os.set_blocking(readable, False)
    os.set_blocking(writable, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    return readable


def main() -> None:
    hide_from_steps()
    Runner().serve()
