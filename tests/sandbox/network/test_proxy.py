"""What programs of a step see: real clients, through tunnel and guard, to real servers."""

import asyncio
import urllib.request
from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.model import Connection
from tests.sandbox.network.wiring import Wired, wired
from tests.workers.http_server import Server, answer, http_server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with http_server() as server:
        yield server


@pytest.fixture
async def way(server: Server) -> AsyncIterator[Wired]:
    """Granted and allowed: the server."""
    place = f"127.0.0.1:{server.port}"
    async with wired([place], [place]) as way:
        yield way


async def test_httpx_asks_for_an_http_address(way: Wired, server: Server) -> None:
    server.answering = lambda asked: answer(asked.body, 201, X_Thing="1")
    async with httpx.AsyncClient(proxy=way.proxy) as client:
        url = f"http://127.0.0.1:{server.port}/a%20b?q=1"
        got = await client.post(url, content=b"data", headers=[(b"X-Own", "ü".encode())])
        again = await client.post(url, content=b"more")
    assert (got.status_code, got.content, got.headers["x-thing"]) == (201, b"data", "1")
    assert again.content == b"more"
    asked = server.asked[0]
    assert (asked.method, asked.target) == ("POST", "/a%20b?q=1")
    assert asked.headers["host"] == f"127.0.0.1:{server.port}"
    assert asked.headers["connection"] == "close"
    assert asked.headers["x-own"].encode("latin-1").decode() == "ü"
    assert [name for name in asked.headers if name.startswith("proxy")] == []


async def test_urllib_asks_for_an_http_address(way: Wired, server: Server) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": way.proxy}))

    def get() -> bytes:
        with opener.open(f"http://127.0.0.1:{server.port}/", timeout=20) as response:
            return bytes(response.read())

    assert await asyncio.to_thread(get) == b"hello"


async def test_curl_asks_for_an_http_address(way: Wired, server: Server) -> None:
    server.answering = lambda asked: answer(asked.body)
    assert await _curl(way, "-d", "data", f"http://127.0.0.1:{server.port}/") == (0, b"data", b"")


async def test_a_connection_is_reported_with_its_bytes(way: Wired, server: Server) -> None:
    reader, writer = await way.connect(f"127.0.0.1:{server.port}")
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(request)
    await reader.readuntil(b"hello")
    writer.close()
    assert await way.reports.only() == Connection(
        host="127.0.0.1",
        port=server.port,
        address="127.0.0.1",
        sent=len(request),
        received=len(answer(b"hello")),
    )


async def test_what_is_not_granted_is_refused_with_the_reason(way: Wired, server: Server) -> None:
    reason = f"api.example.com:80 is not in this step's network list: 127.0.0.1:{server.port}"
    async with httpx.AsyncClient(proxy=way.proxy) as client:
        got = await client.post("http://api.example.com/", content=b"x" * 1_000_000)
        assert (got.status_code, got.text) == (403, f"{reason}\n")
        with pytest.raises(
            httpx.ProxyError, match=r"403 api\.example\.com:443 is not in this step's network list"
        ):
            await client.get("https://api.example.com/")
    first, second = await way.reports.wait(2)
    assert (first.host, first.port, first.address, first.refused) == ("api.example.com", 80, None, reason)
    assert second.refused
    assert "api.example.com:443" in second.refused


async def test_curl_is_told_why_it_is_refused(way: Wired) -> None:
    status, _, said = await _curl(way, "-v", "https://api.example.com/")
    assert status == 56
    assert b"403 api.example.com:443 is not in this step's network list" in said


async def test_what_cannot_be_reached_is_a_bad_gateway() -> None:
    async with wired(["127.0.0.1:1", "nobody.invalid:80"], ["127.0.0.1:1"]) as way:
        closed = await way.ask(b"CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n")
        assert closed.startswith(b"HTTP/1.1 502 127.0.0.1:1 can't be reached: Connection refused\r\n")
        nameless = await way.ask(b"GET http://nobody.invalid/ HTTP/1.1\r\n\r\n")
        assert nameless.startswith(b"HTTP/1.1 502 nobody.invalid has no address")
        assert [connection.address for connection in await way.reports.wait(2)] == [None, None]


@pytest.mark.parametrize(
    ("request_line", "reason"),
    [
        (b"\x16\x03\x01\x02\x00", b"neither TLS nor SOCKS"),
        (b"\x05\x01\x00", b"neither TLS nor SOCKS"),
        (b"hello\r\n\r\n", b"no HTTP request"),
        (b"GET http://127.0.0.1/ HTTP/1.1\n\n", b"end with CR and LF"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"asked with CONNECT host:port"),
        (b"GET https://127.0.0.1/ HTTP/1.1\r\n\r\n", b"asked with CONNECT host:port"),
        (b"CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n", b"is not host:port"),
        (b"CONNECT 127.0.0.1:0 HTTP/1.1\r\n\r\n", b"is not host:port"),
        (b"CONNECT 127.0.0.1:65536 HTTP/1.1\r\n\r\n", b"is not host:port"),
        (b"CONNECT user@127.0.0.1:80 HTTP/1.1\r\n\r\n", b"is not host:port"),
        (b"CONNECT ::1:80 HTTP/1.1\r\n\r\n", b"is not host:port"),
        (b"GET http://user:word@127.0.0.1/ HTTP/1.1\r\n\r\n", b"is not host:port"),
        (b"CONNECT \xff:80 HTTP/1.1\r\n\r\n", b"not UTF-8"),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\nX : y\r\n\r\n", b"no HTTP request"),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\nX: y\r\n z\r\n\r\n", b"no HTTP request"),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\nX: a\nY: b\r\n\r\n", b"no HTTP request"),
        (b"GET http://127.0.0.1/ HTTP/2\r\n\r\n", b"no HTTP request"),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\nX: " + b"y" * 70_000, b"longer than 65536 bytes"),
    ],
)
async def test_nonsense_is_a_bad_request(
    way: Wired, server: Server, request_line: bytes, reason: bytes
) -> None:
    said = await way.ask(request_line)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert reason in said
    assert (server.asked, way.reports.all) == ([], [])


async def test_a_client_that_says_nothing_is_forgotten(way: Wired, server: Server) -> None:
    for said in (b"", b"CONNECT 127.0.0"):
        _, writer = await asyncio.open_connection("127.0.0.1", way.port)
        writer.write(said)
        writer.close()
    async with httpx.AsyncClient(proxy=way.proxy) as client:
        assert (await client.get(f"http://127.0.0.1:{server.port}/")).text == "hello"


async def test_only_what_concerns_the_next_server_is_passed_on(way: Wired, server: Server) -> None:
    server.hangs_up = True
    said = await way.ask(
        f"GET HTTP://127.0.0.1:{server.port}?q HTTP/1.1\r\nHost: other.example\r\nX-Mine: 1\r\nX-Kept: 2\r\n"
        "Connection: keep-alive, x-mine\r\nProxy-Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
        "Proxy-Authorization: Basic eA==\r\nTE: trailers\r\nUpgrade: websocket\r\n\r\n".encode()
    )
    assert said.endswith(b"hello")
    [asked] = server.asked
    assert (asked.target, asked.headers) == (
        "/?q",
        {"host": f"127.0.0.1:{server.port}", "x-kept": "2", "connection": "close"},
    )


async def test_the_client_hears_that_the_connection_ends_whatever_the_server_says(
    way: Wired, server: Server
) -> None:
    """Its next request may be for another server."""
    kept_open = answer(b"there", Connection="keep-alive", Keep_Alive="timeout=5")
    server.answering = lambda asked: b"HTTP/1.1 100 Continue\r\n\r\n" + kept_open
    reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
    writer.write(f"GET http://127.0.0.1:{server.port}/ HTTP/1.1\r\n\r\n".encode())
    said = await reader.readuntil(b"there")
    assert said.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    assert said.lower().count(b"connection: close\r\n") == 1
    assert b"keep-alive" not in said.lower()
    writer.close()
    await way.reports.only()


@pytest.mark.parametrize("said", [b"no HTTP at all", b"HTTP/1.1 200 OK\r\nhalf", b"HT", b""])
async def test_a_server_that_speaks_no_http_is_passed_on_as_it_is(
    way: Wired, server: Server, said: bytes
) -> None:
    server.answering = lambda asked: said
    server.hangs_up = True
    assert await way.ask(f"GET http://127.0.0.1:{server.port}/ HTTP/1.1\r\n\r\n".encode()) == said


async def _curl(way: Wired, *arguments: str) -> tuple[int | None, bytes, bytes]:
    command = ["curl", "-sS", "--max-time", "20", "-x", way.proxy, *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, errors = await process.communicate()
    return process.returncode, out, errors
