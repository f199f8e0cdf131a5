"""The first process of a sandbox container: talks with the worker, and watches over the step."""

import json
import os
import select
import signal
import time
from collections.abc import Callable
from typing import Any

from sandbox.runner.beside import LEFT_BEHIND, Beside
from sandbox.runner.counters import Counters
from sandbox.runner.environment import load_environment
from sandbox.runner.folders import Folders
from sandbox.runner.frames import ABORT, READY, STEP, TUNNEL, FrameReader, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.pipes import Outbox, read_some
from sandbox.runner.processes.process import Process, kill_everything
from sandbox.runner.processes.protection import hide_from_steps
from sandbox.runner.step import RunningStep
from sandbox.runner.tunnel import Tunnel, proxy_variables

_FROM_WORKER, _TO_WORKER = 0, 1
_LONGEST_FRAME = 2**32 - 1
_GONE = select.POLLHUP | select.POLLERR
_WATCH_MS = 100
_KILOBYTE = 1024


class Runner:
    """Takes steps until the worker closes the stream."""

    def __init__(self) -> None:
        os.set_blocking(_FROM_WORKER, False)
        self._counters = Counters()
        self._folders = Folders()
        self._beside = Beside(load_environment(), self._counters, self._folders)
        self._frames = FrameReader(_LONGEST_FRAME)
        self._outbox = Outbox(_TO_WORKER)
        self._children = _notify_of_children()
        self._step: RunningStep | None = None
        self._tunnel: Tunnel | None = None
        self._said_ready = False
        self._watched_at = 0.0

    def serve(self) -> None:
        while True:
            if self._step and not self._step.told:
                self._end_what_it_left(self._step)
            if self._step and not self._step.told and self._step.over:
                self._step.tell(lambda: self._outbox.full)
                if self._step.told:
                    self._clean_up(self._step)
            if not self._said_ready and (self._step is None or self._step.told):
                self._say_ready()
            self._turn()

    def _end_what_it_left(self, step: RunningStep) -> None:
        """Once its own process has ended: others may hold its pipes."""
        if step.process is None or step.process.status is None or step.left_alone:
            return
        step.left_alone = True
        self._reap()
        if not self._beside.alone():
            self._beside.doubt(LEFT_BEHIND)
            kill_everything()

    def _clean_up(self, step: RunningStep) -> None:
        if self._tunnel:
            self._tunnel.close()
            self._tunnel = None
        self._beside.step_over(step)

    def _say_ready(self) -> None:
        why_not = self._beside.trouble()
        if why_not is None:
            return
        why_not = why_not or (self._folders.empty() if self._step else "")
        self._outbox.put(frame(READY, encode({"reusable": not why_not, "why": why_not})))
        self._said_ready = True
        self._step = None

    def _turn(self) -> None:
        watched = self._watched()
        poll = select.poll()
        for fd, (events, _) in watched.items():
            poll.register(fd, events)
        for fd, happened in poll.poll(self._patience()):
            if fd == _FROM_WORKER and happened & _GONE:
                os._exit(0)
            if fd in watched:
                watched[fd][1]()
        if self._step and time.monotonic() - self._watched_at > _WATCH_MS / 1000:
            self._watched_at = time.monotonic()
            self._step.watch()

    def _patience(self) -> int | None:
        """Milliseconds."""
        return _WATCH_MS if self._step or not self._said_ready else None

    def _watched(self) -> dict[int, tuple[int, Callable[[], None]]]:
        """What to wait for now: a side whose bytes can't be passed on is not read."""
        step = self._step
        inbox = step.process.inbox if step and step.process else None
        watched: dict[int, tuple[int, Callable[[], None]]] = {
            _FROM_WORKER: (
                0 if inbox and inbox.full and not self._tunnel else select.POLLIN,
                self._read_worker,
            ),
            self._children: (select.POLLIN, self._reap),
            **self._beside.watched(),
        }
        if self._outbox.pending:
            watched[_TO_WORKER] = (select.POLLOUT, self._outbox.flush)
        if inbox and inbox.pending:
            watched[inbox.fd] = (select.POLLOUT, inbox.flush)
        if step and not self._outbox.full:
            watched |= {fd: (select.POLLIN, read) for fd, read in step.readers().items()}
        if self._tunnel and not self._outbox.full:
            watched |= self._tunnel.watched()
        return watched

    def _read_worker(self) -> None:
        data = read_some(_FROM_WORKER)
        if data == b"":
            os._exit(0)
        for kind, payload in self._frames.feed(data or b""):
            self._receive(kind, payload)

    def _receive(self, kind: bytes, payload: bytes) -> None:
        if kind == STEP:
            settings = json.loads(payload)
            self._said_ready = False
            self._step = RunningStep(settings, self._outbox.put, self._start, self._counters, self._folders)
        elif kind == TUNNEL:
            if self._tunnel:
                self._tunnel.receive(payload)
        elif self._step and not self._step.told:
            self._step.abort() if kind == ABORT else self._step.receive(kind, payload)

    def _start(self, settings: dict[str, Any], code: bytes) -> Process:
        env = dict(settings["env"])
        if settings["network"]:
            self._tunnel = Tunnel(self._to_guard, settings["limits"]["connections"])
            env.update(proxy_variables(self._tunnel.open()))
        return self._beside.start(settings, code, env)

    def _to_guard(self, payload: bytes) -> None:
        self._outbox.put(frame(TUNNEL, payload))

    def _reap(self) -> None:
        read_some(self._children)
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._ended(pid, status, usage.ru_maxrss * _KILOBYTE)

    def _ended(self, pid: int, status: int, peak_memory: int) -> None:
        process = self._step.process if self._step else None
        if process and process.pid == pid:
            process.ended(status, peak_memory)
        self._beside.reaped(pid, process)


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
