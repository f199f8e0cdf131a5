"""The node.js process: it stays, and runs step after step of one group, each in a context of its own."""

import os
from collections.abc import Mapping

from sandbox.runner.counters import Counters
from sandbox.runner.frames import CHECKED, FrameReader
from sandbox.runner.javascript import command
from sandbox.runner.json_rules import decode
from sandbox.runner.processes.oom import first_to_go
from sandbox.runner.processes.process import Process, open_pipes

_LONGEST_FRAME = 64 * 1024
_SHARE_OF_MEMORY = 0.7
"""V8's heap limit: below the container's, so that garbage is collected before the kernel ends the process."""


class Node(Process):
    """``clean`` is what it said last of itself; None while it has not said it."""

    lives_on = True

    def __init__(self, counters: Counters, env: Mapping[str, str]) -> None:
        ours, theirs = open_pipes()
        super().__init__(ours)
        self.group: str | None = None
        self.clean: bool | None = None
        self._started = False
        self.reader = FrameReader(_LONGEST_FRAME)
        """What has arrived in part, at the end of a step too."""
        heap = int(counters.memory_limit() * _SHARE_OF_MEMORY)
        null = os.open(os.devnull, os.O_RDONLY)
        places = (null, theirs.stdout, theirs.stderr, theirs.input, theirs.result)
        arguments = command(heap)
        with first_to_go():
            pid = os.posix_spawn(
                arguments[0],
                arguments,
                {**os.environ, **env},
                file_actions=[(os.POSIX_SPAWN_DUP2, fd, place) for place, fd in enumerate(places)],
                setsid=True,
            )
        theirs.close()
        os.close(null)
        self.started(pid)

    def frames(self, data: bytes, reader: FrameReader) -> list[tuple[bytes, bytes]]:
        self.reader = reader
        found = reader.feed(data)
        for kind, payload in found:
            if kind == CHECKED:
                self._hear(payload)
        return [(kind, payload) for kind, payload in found if kind != CHECKED]

    @property
    def used_up(self) -> bool:
        return self.clean is False

    def _hear(self, payload: bytes) -> None:
        """Its first word is of its start, and says nothing of a step that was waiting for that."""
        first, self._started = not self._started, True
        if first and self.group is not None:
            return
        if self.clean is not False:  # used up once, it may say anything
            self.clean = _is_clean(payload)

    def close(self) -> None:
        self.inbox.close()
        for fd in self.outputs.values():
            os.close(fd)
        self.outputs = {}


def _is_clean(payload: bytes) -> bool:
    try:
        return decode(payload.decode())["clean"] is True
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
