"""A proxy on the container's own loopback, whose connections a guard outside makes.

The only way out of a container that has no network. The step is told of it by the usual environment
variables; whoever ignores them reaches nothing.
"""

import errno
import select
import socket
from collections.abc import Callable
from functools import partial

from sandbox.runner.tunnel import wire
from sandbox.runner.tunnel.client import Client

_BEYOND_THE_LIMIT = 16
"""Connections that are taken to be told that they are too many."""
_WAITING = 128
"""Connections that the kernel holds until it is their turn."""
_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE)

Watched = dict[int, tuple[int, Callable[[], None]]]


def proxy_variables(port: int) -> dict[str, str]:
    """What the step's environment says of the proxy, in every spelling that programs look for."""
    url = f"http://127.0.0.1:{port}"
    names = ("http_proxy", "https_proxy", "all_proxy")
    both = {name: url for lower in names for name in (lower, lower.upper())}
    return {**both, "NODE_USE_ENV_PROXY": "1"}


class Tunnel:
    """Of one step. ``send`` takes payloads for the guard; what it has to keep of them is at most
    ``wire.WINDOW`` bytes for each of ``connections``."""

    def __init__(self, send: Callable[[bytes], None], connections: int = 64) -> None:
        self._send = send
        self._most = connections + _BEYOND_THE_LIMIT
        self._listening: socket.socket | None = None
        self._clients: dict[int, Client] = {}
        self._last = 0
        self._no_descriptors = False

    def open(self) -> int:
        """Listen on 127.0.0.1; the port that the kernel chose."""
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=_WAITING)
        self._listening.setblocking(False)
        return int(self._listening.getsockname()[1])

    def watched(self) -> Watched:
        """Descriptor → what to poll it for, and whom to call then or when it is broken."""
        self._forget_those_over()
        watched: Watched = {
            client.fd: (events, client.ready)
            for client in self._clients.values()
            if (events := client.events)
        }
        if self._listening and len(self._clients) < self._most and not self._no_descriptors:
            watched[self._listening.fileno()] = (select.POLLIN, self._accept)
        return watched

    def receive(self, payload: bytes) -> None:
        """What the guard says. For connections that are over it comes too late, and means nothing."""
        number, kind, rest = wire.read(payload)
        client = self._clients.get(number)
        if client and not client.over:
            client.receive(kind, rest)

    def close(self) -> None:
        """Break off everything, without a word to the guard: the step is over."""
        if self._listening:
            self._listening.close()
            self._listening = None
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _accept(self) -> None:
        assert self._listening is not None
        number = self._last + 1
        try:
            connected, _ = self._listening.accept()
            self._clients[number] = Client(connected, partial(self._say, number))
        except OSError as error:
            self._no_descriptors = error.errno in _NO_DESCRIPTORS and bool(self._clients)
            return
        self._last = number

    def _say(self, number: int, kind: bytes, rest: bytes) -> None:
        self._send(wire.payload(number, kind, rest))

    def _forget_those_over(self) -> None:
        for number in [number for number, client in self._clients.items() if client.over]:
            del self._clients[number]
            self._no_descriptors = False
