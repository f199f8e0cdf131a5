"""One connection of a step, from the wish to its end."""

import asyncio
from dataclasses import dataclass, field

from sandbox.model import Connection
from sandbox.network.allowed import Allowed
from sandbox.network.connecting import Streams, break_off, connect
from sandbox.network.names import BadPlace, canonical
from sandbox.network.policy import Policy
from sandbox.network.relay import Relay, Say
from sandbox.network.resolving import ConnectionRefused, Resolve, Unreachable, permitted_addresses
from sandbox.network.room import NoRoom, Room
from sandbox.network.traffic import Traffic, TrafficUsedUp
from sandbox.runner.tunnel.wire import OPENED, REFUSED, RESET, refusal

_FORBIDDEN, _BAD_GATEWAY = 403, 502
_LONGEST_HOST = 255


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all connections of one step; ``of_all_steps`` is shared with the others."""

    policy: Policy
    allowed: Allowed
    resolver: Resolve
    traffic: Traffic
    room: Room
    of_all_steps: Room
    lookups: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(4))


class Outgoing:
    """Begins at once; ``relay`` is where the tunnel's payloads for it go."""

    def __init__(self, host: str, port: int, terms: Terms, say: Say) -> None:
        self.relay = Relay(say, terms.traffic)
        self._host = host[:_LONGEST_HOST]
        self._port = port
        self._terms = terms
        self._say = say
        self._address: str | None = None
        self._refused: str | None = "it was given up before it was made"
        self._carrying = asyncio.create_task(self._carry(host))

    def break_off(self) -> None:
        self._carrying.cancel()

    async def over(self) -> Connection:
        """What came of it. Raises what saying something to the tunnel raised, but for :class:`OSError`:
        then the container is gone."""
        await asyncio.wait([self._carrying])
        error = None if self._carrying.cancelled() else self._carrying.exception()
        if error and not isinstance(error, OSError):
            raise error
        return Connection(
            host=self._host,
            port=self._port,
            address=self._address,
            sent=self.relay.sent,
            received=self.relay.received,
            refused=self._refused,
        )

    async def _carry(self, asked_for: str) -> None:
        terms = self._terms
        try:
            self._host = _canonical(asked_for)
            self._check()
            with terms.room.place(), terms.of_all_steps.place():
                await self._relay(*await self._connected())
        except NoRoom:
            await self._refuse(_FORBIDDEN, self._too_many())
        except ConnectionRefused as error:
            await self._refuse(_FORBIDDEN, str(error))
        except Unreachable as error:
            await self._refuse(_BAD_GATEWAY, str(error))
        except TrafficUsedUp as error:
            self._refused = f"broken off: {error}"
            await self._say(RESET, b"")
        except OSError:
            await self._say(RESET, b"")

    def _check(self) -> None:
        terms = self._terms
        if not terms.policy.covers(self._host, self._port):
            raise ConnectionRefused(f"{self._place} is not in this step's network list: {terms.policy}")
        if terms.traffic.used_up:
            raise ConnectionRefused(str(terms.traffic))

    async def _connected(self) -> Streams:
        terms = self._terms
        async with terms.lookups:
            addresses = await permitted_addresses(self._host, self._port, terms.allowed, terms.resolver)
        self._address, streams = await connect(self._place, addresses, self._port)
        self._refused = None
        return streams

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._say(OPENED, b"")
            await self.relay.run(reader, writer)
        except BaseException:
            break_off(writer)
            raise
        writer.close()

    async def _refuse(self, status: int, why: str) -> None:
        self._refused = why
        await self._say(REFUSED, refusal(status, why))

    @property
    def _place(self) -> str:
        return f"[{self._host}]:{self._port}" if ":" in self._host else f"{self._host}:{self._port}"

    def _too_many(self) -> str:
        own = self._terms.room
        if own.full:
            return f"the step has {own.places} connections already, its limit (limits.connections)"
        return "all steps together have as many connections as there may be; try again later"


def _canonical(host: str) -> str:
    try:
        return canonical(host)
    except BadPlace as error:
        raise ConnectionRefused(str(error)) from error
