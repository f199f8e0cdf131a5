"""One request that the proxy reads as for a granted host, and that reaches another: by a second request in
the same breath, by a Host header, by line ends within a header, by a length that two readers count
differently.

A connection of the tunnel leads to the one place that was asked for first, whatever is said on it; what is
not plainly one HTTP request is answered with 400 and reaches nobody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.sandbox.attacks.victim import Victim, victim
from tests.sandbox.network.wiring import Wired, wired


class Heard:
    """What the granted server was sent."""

    def __init__(self) -> None:
        self.port = 0
        self.all = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.all += await reader.read()
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()


@asynccontextmanager
async def granted() -> AsyncIterator[tuple[Wired, Heard, Victim]]:
    """A way to one server, and beside it a server that is not granted, though the operator allows both."""
    heard = Heard()
    listening = await asyncio.start_server(heard.serve, "127.0.0.1", 0)
    heard.port = listening.sockets[0].getsockname()[1]
    async with victim() as there:
        places = [f"127.0.0.1:{heard.port}", f"127.0.0.1:{there.port}"]
        async with wired(places[:1], places) as way:
            yield way, heard, there
    listening.close()


async def _say(way: Wired, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
    writer.write(request)
    writer.write_eof()
    said = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    return said


async def test_a_second_request_in_the_same_breath_leads_nowhere_else() -> None:
    async with granted() as (way, heard, there):
        first = f"GET http://127.0.0.1:{heard.port}/ HTTP/1.1\r\n\r\n"
        second = f"GET http://127.0.0.1:{there.port}/ HTTP/1.1\r\n\r\n"
        third = f"CONNECT 127.0.0.1:{there.port} HTTP/1.1\r\n\r\n"
        await _say(way, f"{first}{second}{third}".encode())
        assert heard.all.endswith(f"{second}{third}".encode())
        assert (there.visitors, len(way.reports.all)) == (0, 1)


async def test_the_host_header_decides_nothing() -> None:
    async with granted() as (way, heard, there):
        other = f"Host: 127.0.0.1:{there.port}\r\n"
        await _say(way, f"GET http://127.0.0.1:{heard.port}/ HTTP/1.1\r\n{other}{other}\r\n".encode())
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{heard.port}\r\nConnection: close\r\n\r\n"
        assert heard.all == head.encode()
        assert there.visitors == 0


async def test_a_length_cannot_be_taken_away_from_the_body() -> None:
    """By naming it as a header that concerns only this connection."""
    async with granted() as (way, heard, _):
        headers = "Connection: content-length, transfer-encoding\r\nContent-Length: 4\r\n"
        await _say(way, f"POST http://127.0.0.1:{heard.port}/ HTTP/1.1\r\n{headers}\r\nbody".encode())
        assert b"\r\nContent-Length: 4\r\n" in heard.all


@pytest.mark.parametrize(
    "request_for",
    [
        "GET http://{granted}\r\nX: y HTTP/1.1\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1\r\nA: b\rHost: {other}\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1\r\nA: b\nHost: {other}\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1\r\nA: b\r\n Host: {other}\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1\r\nA b\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1\r\nHost : {other}\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1\r\nA: \0\r\n\r\n",
        "GET http://{granted}/ HTTP/1.1 \r\n\r\n",
        "GET  http://{granted}/ HTTP/1.1\r\n\r\n",
        "GET http://{granted}@{other}/ HTTP/1.1\r\n\r\n",
        "GET http://{granted}\\@{other}/ HTTP/1.1\r\n\r\n",
        "GET http://{granted},{other}/ HTTP/1.1\r\n\r\n",
        "GET http:{granted}/ HTTP/1.1\r\n\r\n",
        "CONNECT {granted}/{other} HTTP/1.1\r\n\r\n",
        "CONNECT {granted} {other} HTTP/1.1\r\n\r\n",
        "CONNECT {granted},{other} HTTP/1.1\r\n\r\n",
        "CONNECT http://{granted} HTTP/1.1\r\n\r\n",
        "CONNECT {granted}#{other} HTTP/1.1\r\n\r\n",
        "CONNECT {granted}\t{other} HTTP/1.1\r\n\r\n",
    ],
)
async def test_what_is_not_plainly_one_request_reaches_nobody(request_for: str) -> None:
    async with granted() as (way, heard, there):
        places = {"granted": f"127.0.0.1:{heard.port}", "other": f"127.0.0.1:{there.port}"}
        said = await _say(way, request_for.format(**places).encode())
        assert said.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 403 "))
        assert (heard.all, there.visitors) == (b"", 0)


async def test_a_reason_cannot_carry_headers_of_its_own() -> None:
    """The name that was asked for stands in the status line of the refusal."""
    async with wired(["api.example.com:443"]) as way:
        said = await _say(way, "CONNECT ä\u0085\u2028x:443 HTTP/1.1\r\n\r\n".encode())
        status_line, _, rest = said.partition(b"\r\n")
        assert status_line.startswith(b"HTTP/1.1 403 ")
        assert status_line.isascii()
        assert rest.startswith(b"Content-Type: text/plain")
