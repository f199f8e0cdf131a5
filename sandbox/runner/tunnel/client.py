"""One connection from the step to the proxy."""

import select
import socket
import struct
from collections.abc import Callable
from functools import partial

from sandbox.runner.tunnel import wire
from sandbox.runner.tunnel.answer import CONNECTED, ServersAnswer, refused
from sandbox.runner.tunnel.request import BadRequest, parse, split_head

_ASKING, _WAITING, _CONNECTED, _REFUSED = range(4)
_BROKEN_OFF = struct.pack("ii", 1, 0)
"""For SO_LINGER: what waits is thrown away, and the other side sees that it was."""

Say = Callable[[bytes, bytes], None]
"""Sends a kind of payload and what belongs to it to the guard."""


class Client:
    """``over`` once its socket is closed. ``events`` is what to poll for: nothing while it can take nothing,
    and then it must not be polled at all, since a hang-up would be reported again and again."""

    def __init__(self, connected: socket.socket, say: Say) -> None:
        connected.setblocking(False)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = connected
        self._say = say
        self._state = _ASKING
        self._asked = bytearray()
        self._first = b""
        self._answer: ServersAnswer | None = None
        self._reading = True
        self._credit = wire.WINDOW
        self._out = bytearray()
        self._unacknowledged = 0
        self._ending = False
        self._ended = False
        self.over = False

    @property
    def fd(self) -> int:
        return self._socket.fileno()

    @property
    def events(self) -> int:
        return (select.POLLIN if self._may_read else 0) | (select.POLLOUT if self._out else 0)

    def ready(self) -> None:
        """The socket can be read, or written, or is broken."""
        self._attempt(self._write)
        if self._may_read:
            self._attempt(self._read)

    def receive(self, kind: bytes, rest: bytes) -> None:
        """What the guard says of this connection."""
        match kind:
            case wire.OPENED:
                self._begin()
            case wire.REFUSED:
                status, why = wire.read_refusal(rest)
                self._attempt(partial(self._refuse, status, why))
            case wire.DATA:
                self._unacknowledged += len(rest)
                self._out += self._answer.feed(rest) if self._answer else rest
            case wire.CREDIT:
                self._credit += wire.read_credit(rest)
            case wire.END:
                self._out += self._answer.rest() if self._answer else b""
                self._ending = True
            case wire.RESET:
                self.close()
        self._attempt(self._write)

    def close(self) -> None:
        """Break it off."""
        if not self.over:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _BROKEN_OFF)
            self._finish()

    @property
    def _may_read(self) -> bool:
        has_room = self._state != _CONNECTED or self._credit > 0
        return not self.over and self._reading and self._state != _WAITING and has_room

    def _read(self) -> None:
        data = self._socket.recv(min(wire.PIECE, self._credit))
        if not data:
            self._clients_end()
        elif self._state == _ASKING:
            self._ask(data)
        elif self._state == _CONNECTED:
            self._pass_on(data)

    def _clients_end(self) -> None:
        self._reading = False
        if self._state == _CONNECTED:
            self._say(wire.END, b"")
        elif self._state == _ASKING:
            self._ending = True
        self._write()

    def _ask(self, data: bytes) -> None:
        looked_at = len(self._asked)
        self._asked += data
        try:
            found = split_head(self._asked, looked_at)
            if found is None:
                return
            head, rest = found
            asked = parse(head)
        except BadRequest as error:
            self._refuse(400, str(error))
            return
        self._first = asked.head + rest
        self._answer = ServersAnswer() if asked.head else None
        self._asked.clear()
        self._state = _WAITING
        self._say(wire.OPEN, wire.place(asked.host, asked.port))

    def _begin(self) -> None:
        self._state = _CONNECTED
        if self._answer is None:
            self._out += CONNECTED
        self._pass_on(self._first)
        self._first = b""

    def _pass_on(self, data: bytes) -> None:
        self._credit -= len(data)
        for start in range(0, len(data), wire.PIECE):
            self._say(wire.DATA, data[start : start + wire.PIECE])

    def _refuse(self, status: int, why: str) -> None:
        """What the client still sends is read and dropped: closing on it would take the answer away, too."""
        self._state = _REFUSED
        self._out += refused(status, why)
        self._ending = True
        self._write()

    def _attempt(self, act: Callable[[], None]) -> None:
        """What the client is not ready for is done later; where it went away, that is the end of it."""
        try:
            if not self.over:
                act()
        except BlockingIOError:
            return
        except OSError:
            self._break()

    def _write(self) -> None:
        while self._out:
            written = self._socket.send(self._out)
            del self._out[:written]
            self._acknowledge()
        if self._ending and not self._ended:
            self._ended = True
            self._socket.shutdown(socket.SHUT_WR)
        if self._ended and not self._reading:
            self._finish()

    def _acknowledge(self) -> None:
        """Tell the guard what the client has taken in, in large pieces."""
        passed_on = self._unacknowledged - len(self._out)
        if self._state == _CONNECTED and passed_on >= wire.WINDOW // 2:
            self._unacknowledged -= passed_on
            self._say(wire.CREDIT, wire.credit(passed_on))

    def _break(self) -> None:
        if self._state in (_WAITING, _CONNECTED):
            self._say(wire.RESET, b"")
        self.close()

    def _finish(self) -> None:
        self.over = True
        self._socket.close()
