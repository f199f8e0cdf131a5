"""The process that Python steps are forked from: it has imported libraries, and never sees a step's data."""

import contextlib
import gc
import importlib
import os
import signal
import site
import socket
import sys
import traceback
from collections.abc import Sequence
from select import POLLIN, poll
from typing import NamedTuple, NoReturn

from sandbox.runner.environment import Environment
from sandbox.runner.python.step import become_step, rehearse
from sandbox.runner.python.wire import ASK, ASK_NETWORK, ENDED, HERE, START, STARTED, WARM, Message, pack

_NULL, _CHANNEL, _SPARE = 0, 3, 4
_OURS = "/opt/flowtape"
_KILOBYTE = 1024


def serve(channel: int, environment: Environment) -> NoReturn:
    """In a fresh fork of the runner. Ends when the channel does."""
    zygote = _Zygote(_keep_only(channel), environment.preload_network)
    site.main()
    sys.path[:] = [path for path in sys.path if path != _OURS]
    for module in environment.preload:
        zygote.serve_waiting()
        _import(module)
    zygote.forget_next()
    _freeze()
    zygote.say(Message(WARM))
    while True:
        zygote.serve_one()


class _Next(NamedTuple):
    """A fork that waits for the pipes of the step that it will be."""

    pid: int
    channel: socket.socket


class _Zygote:
    def __init__(self, channel: socket.socket, for_network: Sequence[str]) -> None:
        self._channel = channel
        self._for_network = list(for_network)
        """What is left to import before the next step that has connections."""
        self._next: _Next | None = None

    def say(self, message: Message) -> None:
        self._channel.send(pack(message))

    def serve_waiting(self) -> None:
        """Steps need not wait until everything is imported."""
        waiting = poll()
        waiting.register(self._channel, POLLIN)
        while waiting.poll(0):
            self.serve_one()

    def serve_one(self) -> None:
        packet, pipes, _, _ = socket.recv_fds(self._channel, 1, 4)
        if not packet:
            os._exit(0)
        if packet in (ASK, ASK_NETWORK):
            self.forget_next()
            if packet == ASK_NETWORK:
                self._import_for_network()
            self._next = self._fork_ahead()
            return self.say(Message(HERE, self._next.pid))
        pid = self._start(pipes)
        self.say(Message(STARTED, pid))
        _, status, usage = os.wait4(pid, 0)
        return self.say(Message(ENDED, pid, status, usage.ru_maxrss * _KILOBYTE))

    def _import_for_network(self) -> None:
        while self._for_network:
            _import(self._for_network.pop(0))
            _freeze()

    def forget_next(self) -> None:
        """It may be older than an import, or may have met another step."""
        if self._next:
            os.kill(self._next.pid, signal.SIGKILL)
            self._next.channel.close()
            os.waitpid(self._next.pid, 0)
            self._next = None

    def _start(self, pipes: Sequence[int]) -> int:
        """The process that has become the step."""
        chosen = self._next or self._fork_ahead()
        self._next = None
        with contextlib.suppress(OSError):  # it has been killed, which is how the step ends, then
            socket.send_fds(chosen.channel, [START], pipes)
        chosen.channel.close()
        for pipe in pipes:
            os.close(pipe)
        return chosen.pid

    def _fork_ahead(self) -> _Next:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            os.dup2(theirs.fileno(), _CHANNEL)
            _wait_for_step()
        theirs.close()
        return _Next(pid, ours)


def _wait_for_step() -> NoReturn:
    """In a fork. Its channel stands where the zygote's was."""
    try:
        os.closerange(_SPARE + 1, os.sysconf("SC_OPEN_MAX"))
        os.setsid()
        rehearse()
        packet, pipes, _, _ = socket.recv_fds(socket.socket(fileno=_CHANNEL), 1, 4)
        if packet:
            become_step(pipes)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


def _keep_only(channel: int) -> socket.socket:
    """Nothing of the runner's stays open. Pipes that come get numbers above those that a step gives them."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, _NULL)
    os.dup2(2, 1)
    os.dup2(channel, _CHANNEL)
    os.dup2(null, _SPARE)
    os.closerange(_SPARE + 1, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=_CHANNEL)


def _freeze() -> None:
    """The collector would write to, and so copy, in each fork what it looks at."""
    gc.collect()
    gc.freeze()


def _import(module: str) -> None:
    """One that fails does so again in the step that wants it, which can say so. Threads would not come along
    to the steps; and a step that is served meanwhile must not see how they are kept away."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    try:
        importlib.import_module(module)
    except Exception:
        traceback.print_exc()
    finally:
        del os.environ["OPENBLAS_NUM_THREADS"]
