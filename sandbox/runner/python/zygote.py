"""The process that Python steps are forked from: it has imported libraries, and never sees a step's data."""

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
from typing import NoReturn

from sandbox.runner.python.step import become_step
from sandbox.runner.python.wire import ASK, ENDED, HERE, STARTED, WARM, Message, pack

_NULL, _CHANNEL, _SPARE = 0, 3, 4
_OURS = "/opt/flowtape"
_KILOBYTE = 1024


def serve(channel: int, preload: Sequence[str]) -> NoReturn:
    """In a fresh fork of the runner. Ends when the channel does."""
    zygote = _Zygote(_keep_only(channel))
    site.main()
    sys.path[:] = [path for path in sys.path if path != _OURS]
    for module in preload:
        zygote.serve_waiting()
        _import(module)
    gc.collect()
    gc.freeze()
    zygote.say(Message(WARM))
    while True:
        zygote.serve_one()


class _Zygote:
    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel

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
        if packet == ASK:
            return self.say(Message(HERE))
        pid = os.fork()
        if pid == 0:
            become_step(pipes)
        for pipe in pipes:
            os.close(pipe)
        self.say(Message(STARTED, pid))
        _, status, usage = os.wait4(pid, 0)
        return self.say(Message(ENDED, pid, status, usage.ru_maxrss * _KILOBYTE))


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
