"""The guard alone: whatever comes out of the container, and whoever listens to its reports."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.model import Connection, Limits
from sandbox.network.allowed import Allowed
from sandbox.network.guard import Guard
from sandbox.network.policy import BadGrant
from sandbox.network.session import Session
from sandbox.runner.tunnel import wire
from sandbox.runner.tunnel.wire import WINDOW, BadPayload
from tests.sandbox.network.servers import echo, say_nothing, tcp_server
from tests.sandbox.network.wiring import Reports


class Said:
    """What the guard sends into the container; it is taken as soon as ``taking`` is set."""

    def __init__(self) -> None:
        self.all: list[tuple[int, bytes, bytes]] = []
        self.taking = asyncio.Event()
        self.taking.set()
        self._changed = asyncio.Condition()

    async def take(self, payload: bytes) -> None:
        await self.taking.wait()
        async with self._changed:
            self.all.append(wire.read(payload))
            self._changed.notify_all()

    async def wait(self, kind: bytes, count: int = 1) -> list[tuple[int, bytes]]:
        """The number and rest of those of a kind, as soon as there are so many."""
        async with self._changed, asyncio.timeout(20):
            await self._changed.wait_for(lambda: len(self._of(kind)) >= count)
        return self._of(kind)

    def _of(self, kind: bytes) -> list[tuple[int, bytes]]:
        return [(number, rest) for number, said, rest in self.all if said == kind]


@asynccontextmanager
async def session_to(
    place: str, limits: Limits | None = None, guard: Guard | None = None
) -> AsyncIterator[tuple[Session, Said, Reports]]:
    guard = guard or Guard(Allowed.parse(place))
    said, reports = Said(), Reports()
    session = guard.session([place], limits or Limits(), reports.take, said.take)
    yield session, said, reports
    said.taking.set()
    await session.close()


def opening(number: int, place: str) -> bytes:
    host, _, port = place.rpartition(":")
    return wire.payload(number, wire.OPEN, wire.place(host, int(port)))


def test_an_unclear_grant_is_an_error() -> None:
    with pytest.raises(BadGrant, match="the port is missing"):
        Guard().session(["api.example.com"], Limits(), Reports().take, Said().take)


async def test_data_comes_back_and_both_ends_end_it() -> None:
    async with tcp_server(echo) as place, session_to(place) as (session, said, reports):
        await session.receive(opening(7, place))
        assert await said.wait(wire.OPENED) == [(7, b"")]
        await session.receive(wire.payload(7, wire.DATA, b"hello"))
        assert await said.wait(wire.DATA) == [(7, b"hello")]
        await session.receive(wire.payload(7, wire.END))
        assert await said.wait(wire.END) == [(7, b"")]
        await reports.only()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\0\0\0\1",
        wire.payload(1, wire.OPEN),
        wire.payload(1, wire.OPEN, b"\0"),
        wire.payload(1, wire.OPEN, b"\0\1\xff"),
        wire.payload(2, wire.OPEN, wire.place("again.example", 80)),
        wire.payload(2, wire.DATA, bytes(WINDOW + 1)),
        wire.payload(2, wire.CREDIT, b"\0"),
        wire.payload(2, wire.OPENED),
        wire.payload(2, wire.REFUSED, wire.refusal(403, "no")),
        wire.payload(2, b"?"),
    ],
)
async def test_what_the_tunnel_would_not_say_is_refused(payload: bytes) -> None:
    """Whoever says it is not our runner: the container has to go."""
    async with tcp_server(say_nothing) as place, session_to(place) as (session, said, _):
        await session.receive(opening(2, place))
        await said.wait(wire.OPENED)
        with pytest.raises(BadPayload):
            await session.receive(payload)


async def test_data_after_the_end_is_refused() -> None:
    async with tcp_server(say_nothing) as place, session_to(place) as (session, said, _):
        await session.receive(opening(2, place))
        await said.wait(wire.OPENED)
        await session.receive(wire.payload(2, wire.END))
        with pytest.raises(BadPayload):
            await session.receive(wire.payload(2, wire.DATA, b"x"))


async def test_a_window_is_all_that_waits_for_a_server_that_does_not_read() -> None:
    async with tcp_server(say_nothing) as place, session_to(place) as (session, said, _):
        await session.receive(opening(2, place))
        await said.wait(wire.OPENED)
        data = wire.payload(2, wire.DATA, bytes(wire.PIECE))
        for sent in range(0, 100 * 1024 * 1024, wire.PIECE):
            granted = sum(wire.read_credit(rest) for _, kind, rest in said.all if kind == wire.CREDIT)
            if sent + wire.PIECE > WINDOW + granted:
                break
            await session.receive(data)
            await asyncio.sleep(0)
        with pytest.raises(BadPayload):
            await session.receive(data)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(b"OYNDWEX?"), st.binary(max_size=12)), max_size=20)
)
@settings(max_examples=50)
def test_nothing_else_is_ever_raised(payloads: list[tuple[int, int, bytes]]) -> None:
    async def receive_all() -> None:
        said, reports = Said(), Reports()
        session = Guard().session(["granted.example:80"], Limits(), reports.take, said.take)
        opened = 0
        try:
            for number, kind, rest in payloads:
                await session.receive(wire.payload(number, bytes((kind,)), rest))
                opened += kind == wire.OPEN[0]
        except BadPayload:
            pass
        await session.close()
        assert len(reports.all) == opened

    asyncio.run(receive_all())


async def test_receiving_does_not_wait_for_a_container_that_does_not_take_anything() -> None:
    async with tcp_server(echo) as place, session_to(place) as (session, said, reports):
        said.taking.clear()
        for number in range(1, 60):
            await session.receive(opening(number, place))
            await session.receive(opening(1000 + number, "other.example:80"))
        said.taking.set()
        await said.wait(wire.REFUSED, 59)
        await said.wait(wire.OPENED, 59)
        assert len(await reports.wait(59)) == 59


async def test_a_flood_of_connections_waits_for_those_who_refuse_them() -> None:
    async with session_to("granted.example:80", Limits(connections=2)) as (session, said, reports):
        said.taking.clear()

        async def flood() -> None:
            for number in range(500):
                await session.receive(opening(number, "other.example:80"))

        flooding = asyncio.create_task(flood())
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not flooding.done()
        assert reports.all == []
        said.taking.set()
        await flooding
        assert len(await reports.wait(500)) == 500


async def test_closing_does_not_wait_for_a_container_that_does_not_take_anything() -> None:
    async with tcp_server(echo) as place, session_to(place) as (session, said, reports):
        await session.receive(opening(1, place))
        await said.wait(wire.OPENED)
        said.taking.clear()
        await session.receive(wire.payload(1, wire.DATA, b"hello"))
        await session.receive(opening(2, "other.example:80"))
        async with asyncio.timeout(20):
            await session.close()
        assert sorted(each.host for each in reports.all) == ["127.0.0.1", "other.example"]


async def test_only_so_many_refusals_are_reported() -> None:
    async with session_to("granted.example:80") as (session, said, reports):
        for number in range(1100):
            await session.receive(opening(number, "other.example:80"))
        await said.wait(wire.REFUSED, 1100)
        await session.close()
        assert len(reports.all) == 1000


async def test_a_report_that_fails_ends_the_session() -> None:
    async def fail(connection: Connection) -> None:
        raise RuntimeError("the audit is away")

    said = Said()
    session = Guard().session(["granted.example:80"], Limits(), fail, said.take)
    await session.receive(opening(1, "other.example:80"))
    with pytest.raises(RuntimeError, match="the audit is away"):
        await session.close()
    with pytest.raises(RuntimeError, match="the audit is away"):
        await session.receive(opening(2, "other.example:80"))


async def test_a_container_that_is_gone_is_no_failure() -> None:
    async def broken(payload: bytes) -> None:
        raise BrokenPipeError

    reports = Reports()
    async with tcp_server(echo) as place:
        session = Guard(Allowed.parse(place)).session([place], Limits(), reports.take, broken)
        await session.receive(opening(1, place))
        await session.receive(opening(2, "other.example:80"))
        assert len(await reports.wait(2)) == 2
        await session.close()


async def test_all_steps_together_have_only_so_many_connections() -> None:
    async with tcp_server(echo) as place:
        guard = Guard(Allowed.parse(place), most_connections=1)
        async with session_to(place, guard=guard) as (first, said, reports):
            await first.receive(opening(1, place))
            await said.wait(wire.OPENED)
            async with session_to(place, guard=guard) as (second, heard, _):
                await second.receive(opening(1, place))
                [(_, rest)] = await heard.wait(wire.REFUSED)
                assert "all steps together" in wire.read_refusal(rest)[1]
                await first.receive(wire.payload(1, wire.END))
                await reports.only()
                await second.receive(opening(2, place))
                await heard.wait(wire.OPENED)
