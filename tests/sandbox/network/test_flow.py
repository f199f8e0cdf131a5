"""How bytes flow through tunnel and guard, and that a connection holds back only itself."""

import asyncio
import random

import pytest

from sandbox.model import Limits
from sandbox.network.connecting import break_off
from sandbox.runner.tunnel.wire import WINDOW
from tests.sandbox.network.servers import (
    echo,
    fail_in_the_middle,
    pour,
    say_nothing,
    shout_at_the_end,
    tcp_server,
    until_end,
)
from tests.sandbox.network.wiring import Wired, wired


async def test_a_server_may_answer_when_it_has_heard_everything() -> None:
    async with tcp_server(shout_at_the_end) as place, wired([place], [place]) as way:
        reader, writer = await way.connect(place)
        writer.write(b"hello")
        writer.write_eof()
        assert await reader.read() == b"HELLO"
        writer.close()
        connection = await way.reports.only()
        assert (connection.sent, connection.received, connection.refused) == (5, 5, None)


async def test_what_is_said_before_the_proxy_has_answered_arrives() -> None:
    async with tcp_server(shout_at_the_end) as place, wired([place], [place]) as way:
        reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
        writer.write(f"CONNECT {place} HTTP/1.1\r\n\r\nearly".encode())
        writer.write_eof()
        assert await reader.read() == b"HTTP/1.1 200 Connection established\r\n\r\nEARLY"
        writer.close()


async def test_megabytes_arrive_whole_in_both_directions_over_many_connections() -> None:
    async with tcp_server(echo) as place, wired([place], [place]) as way:
        await asyncio.gather(*(_there_and_back(way, place, random.randbytes(2_000_000)) for _ in range(8)))
        connections = await way.reports.wait(8)
        assert {(each.sent, each.received) for each in connections} == {(2_000_000, 2_000_000)}


async def _there_and_back(way: Wired, place: str, data: bytes) -> None:
    reader, writer = await way.connect(place)
    writer.write(data)
    writer.write_eof()
    assert await asyncio.wait_for(reader.read(), 20) == data
    writer.close()


async def test_who_does_not_read_holds_back_only_its_own_connection() -> None:
    """The server pours into eight connections that nobody reads: at most a window of each is on its way."""
    async with tcp_server(pour) as poured, tcp_server(echo) as place:
        async with wired([poured, place], [poured, place]) as way:
            unread = [await way.connect(poured) for _ in range(8)]
            for _ in range(20):
                await _there_and_back(way, place, b"x" * 100_000)
            for _, writer in unread:
                writer.close()
            connections = [each for each in await way.reports.wait(28) if each.sent == 0]
        buffers = 8 * 1024 * 1024
        assert all(each.received <= WINDOW + buffers for each in connections), connections


async def test_a_server_that_does_not_read_holds_back_only_its_own_connection() -> None:
    async with (
        tcp_server(say_nothing) as deaf,
        tcp_server(echo) as place,
        wired([deaf, place], [deaf, place]) as way,
    ):
        pouring = [asyncio.create_task(_pour_into(way, deaf)) for _ in range(8)]
        for _ in range(20):
            await _there_and_back(way, place, b"x" * 100_000)
        assert not any(task.done() for task in pouring)
        assert way.inside.most_waiting <= 9 * (WINDOW + 65536)
        for task in pouring:
            task.cancel()
        await asyncio.wait(pouring)


async def _pour_into(way: Wired, place: str) -> None:
    _, writer = await way.connect(place)
    try:
        while True:
            writer.write(bytes(65536))
            await writer.drain()
    finally:
        writer.transport.abort()


async def test_who_starts_reading_late_gets_everything() -> None:
    data = random.randbytes(3_000_000)

    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    async with tcp_server(give) as place, wired([place], [place]) as way:
        reader, writer = await way.connect(place)
        async with tcp_server(echo) as other, wired([other], [other]) as elsewhere:
            await _there_and_back(elsewhere, other, data)
        assert await asyncio.wait_for(reader.read(), 20) == data
        writer.close()


async def test_a_connection_that_the_server_breaks_off_does_not_look_complete() -> None:
    async with tcp_server(fail_in_the_middle) as place, wired([place], [place]) as way:
        reader, writer = await way.connect(place)
        assert await reader.readexactly(10) == b"half of it"
        writer.write(b"x")
        with pytest.raises(ConnectionResetError):
            await asyncio.wait_for(reader.read(), 20)
        assert (await way.reports.only()).received == 10


async def test_a_connection_that_the_client_breaks_off_is_broken_off_at_the_server() -> None:
    broken = asyncio.Event()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read()
        except ConnectionResetError:
            broken.set()

    async with tcp_server(hear) as place, wired([place], [place]) as way:
        _, writer = await way.connect(place)
        writer.write(b"x" * 10)
        await writer.drain()
        break_off(writer)
        async with asyncio.timeout(20):
            await broken.wait()
        assert (await way.reports.only()).sent == 10


async def test_there_may_be_only_so_many_connections_at_once() -> None:
    async with tcp_server(echo) as place, wired([place], [place], limits=Limits(connections=3)) as way:
        first, *others = [await way.connect(place) for _ in range(3)]
        refused = await way.ask(f"CONNECT {place} HTTP/1.1\r\n\r\n".encode())
        assert refused.startswith(b"HTTP/1.1 403 the step has 3 connections already, its limit")
        first[1].close()
        await way.reports.wait(2)
        await _there_and_back(way, place, b"again")
        for _, writer in others:
            writer.close()


async def test_hundreds_of_connections_that_say_nothing_do_not_keep_the_others_out() -> None:
    """They wait for the kernel to hand them over; the runner has descriptors for no more."""
    async with tcp_server(echo) as place, wired([place], [place], limits=Limits(connections=3)) as way:
        silent = [await asyncio.open_connection("127.0.0.1", way.port) for _ in range(30)]
        waiting = asyncio.create_task(_there_and_back(way, place, b"data"))
        for _, writer in silent:
            writer.close()
        async with asyncio.timeout(20):
            await waiting


@pytest.mark.parametrize("limit", [100_000, 300_000])
async def test_there_may_be_only_so_much_traffic(limit: int) -> None:
    async with tcp_server(echo) as place, wired([place], [place], limits=Limits(traffic=limit)) as way:
        reader, writer = await way.connect(place)
        with pytest.raises(ConnectionError):
            await _exchange(reader, writer)
        cut = await way.reports.only()
        assert cut.sent + cut.received <= limit
        assert cut.address == "127.0.0.1"
        assert cut.refused == (
            "broken off: the step's connections moved more than their limit of "
            f"{limit:,} bytes (limits.traffic)"
        )
        after = await way.ask(f"CONNECT {place} HTTP/1.1\r\n\r\n".encode())
        assert after.startswith(b"HTTP/1.1 403 the step's connections moved more than their limit")


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(20):
        while True:
            writer.write(bytes(1000))
            await writer.drain()
            await reader.readexactly(1000)


async def test_traffic_counts_over_all_connections() -> None:
    limits = Limits(traffic=10_000)
    async with tcp_server(until_end) as place, wired([place], [place], limits=limits) as way:
        for _ in range(4):
            _, writer = await way.connect(place)
            writer.write(bytes(3000))
            writer.write_eof()
        reports = await way.reports.wait(4)
        assert [each.sent for each in reports] == [3000, 3000, 3000, 0]
        assert [each.refused is None for each in reports] == [True, True, True, False]


async def test_closing_breaks_off_what_is_open_and_reports_it() -> None:
    async with tcp_server(pour) as place, wired([place], [place]) as way:
        opened = [await way.connect(place) for _ in range(5)]
        await asyncio.gather(*(reader.readexactly(100_000) for reader, _ in opened))
        await way.session.close()
        assert len(way.reports.all) == 5
        assert all(each.received >= 100_000 and each.refused is None for each in way.reports.all)
