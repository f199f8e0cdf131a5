"""One step's connections, as the guard sees them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from sandbox.model import OnConnection
from sandbox.network.outgoing import Outgoing, Terms
from sandbox.runner.tunnel import wire
from sandbox.runner.tunnel.wire import BadPayload

_BEING_REFUSED = 64
"""Connections beyond the limit that may wait for their refusal; with more, nothing is received."""
_MOST_REFUSALS = 1000
"""So many are reported. A step can't fill the audit with further ones; they are refused as well."""


class Session:
    """What comes out of the container is not believed: a payload that the tunnel would not send raises
    :class:`BadPayload`, and the container has to go."""

    def __init__(
        self, terms: Terms, on_connection: OnConnection, send: Callable[[bytes], Awaitable[None]]
    ) -> None:
        self._terms = terms
        self._on_connection = on_connection
        self._send = send
        self._open: dict[int, Outgoing] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._refusals_left = _MOST_REFUSALS
        self._failure: Exception | None = None

    async def receive(self, text: bytes) -> None:
        """A payload from the tunnel. Waits only while very many connections are being refused.

        Raises :class:`BadPayload`, and what ``on_connection`` or ``send`` raised for an earlier one.
        """
        if self._failure:
            raise self._failure
        number, kind, rest = wire.read(text)
        if kind == wire.OPEN:
            await self._begin(number, *wire.read_place(rest))
        elif number in self._open:
            _pass_on(self._open[number], kind, rest)

    async def close(self) -> None:
        """Break off what is still open. Afterwards every connection has been reported, and nothing more is
        sent. Raises what ``on_connection`` or ``send`` raised."""
        for outgoing in self._open.values():
            outgoing.break_off()
        if self._ending:
            await asyncio.wait(self._ending)
        if self._failure:
            raise self._failure

    async def _begin(self, number: int, host: str, port: int) -> None:
        if number in self._open:
            raise BadPayload("a tunnel's connection that was opened twice")
        while len(self._ending) >= self._terms.room.places + _BEING_REFUSED:
            await asyncio.wait(self._ending, return_when=asyncio.FIRST_COMPLETED)
        outgoing = Outgoing(host, port, self._terms, partial(self._say, number))
        self._open[number] = outgoing
        ending = asyncio.create_task(self._until_over(number, outgoing))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _say(self, number: int, kind: bytes, rest: bytes) -> None:
        await self._send(wire.payload(number, kind, rest))

    async def _until_over(self, number: int, outgoing: Outgoing) -> None:
        """Not cancelled by anybody, so that the report arrives."""
        try:
            connection = await outgoing.over()
            if connection.refused and connection.address is None:
                self._refusals_left -= 1
            if self._refusals_left >= 0 or connection.address:
                await self._on_connection(connection)
        except Exception as error:
            self._failure = self._failure or error
        finally:
            del self._open[number]


def _pass_on(outgoing: Outgoing, kind: bytes, rest: bytes) -> None:
    match kind:
        case wire.DATA:
            outgoing.relay.take(rest)
        case wire.CREDIT:
            outgoing.relay.add_credit(wire.read_credit(rest))
        case wire.END:
            outgoing.relay.end()
        case wire.RESET:
            outgoing.break_off()
        case _:
            raise BadPayload("a tunnel's payload of a kind that it does not send")
