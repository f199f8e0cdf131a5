"""The runner's side of the zygote: asks it to fork, and hears how its children end."""

import contextlib
import os
import socket

from sandbox.runner.environment import Environment
from sandbox.runner.processes.process import Process, open_pipes
from sandbox.runner.python import wire


class Zygote:
    """Started before the runner has seen anything of a step, since it begins as a copy of it."""

    def __init__(self, environment: Environment) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            from sandbox.runner.python.zygote import serve

            serve(theirs.fileno(), environment)
        theirs.close()
        self._channel.setblocking(False)
        self._process: Process | None = None
        self.warm = False
        self.answered = True
        self.imports = False
        """Its answer takes longer than others."""
        self._for_network = False
        self.next: int | None = None
        """The process that waits to become a step, if any."""

    def fileno(self) -> int:
        return self._channel.fileno()

    def start(self) -> Process:
        """Its ``pid`` comes later, over the channel."""
        ours, theirs = open_pipes()
        socket.send_fds(self._channel, [wire.START], theirs)
        theirs.close()
        self._process = Process(ours)
        return self._process

    def ask(self, *, network: bool) -> None:
        """To fork ahead; ``answered`` becomes true if it is still able to. With ``network`` it imports what
        only steps with connections need, the first time."""
        self.answered = False
        self.imports = network and not self._for_network
        self._for_network = self._for_network or network
        with contextlib.suppress(OSError):  # it has ended: then it doesn't answer
            self._channel.send(wire.ASK_NETWORK if network else wire.ASK)

    def receive(self) -> None:
        """What it says now. Raises EOFError where it has ended before a step began that it was to start."""
        try:
            while packet := self._channel.recv(wire.SIZE):
                self._hear(wire.unpack(packet))
        except BlockingIOError:
            return
        if self._process and self._process.pid is None:
            raise EOFError("the zygote has ended")

    def _hear(self, message: wire.Message) -> None:
        match message.kind:
            case wire.WARM:
                self.warm, self.next = True, None
            case wire.HERE:
                self.answered = True
                self.next = message.pid
            case wire.STARTED:
                assert self._process is not None
                self.next = None
                self._process.started(message.pid)
            case wire.ENDED:
                assert self._process is not None
                self._process.ended(message.status, message.peak_memory)
                self._process = None
