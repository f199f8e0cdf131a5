import asyncio
import gzip
from collections.abc import AsyncIterator
from functools import partial

import pytest

from sandbox.network.allowed import Allowed
from sandbox.network.resolving import Resolve
from tests.workers.http_server import Asked, Server, answer, http_server
from workers.outbound.client import OutboundHttp
from workers.ports import HttpFailed, HttpRefused, HttpTimeout, HttpTooLarge


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with http_server() as server:
        yield server


@pytest.fixture
async def client(server: Server) -> AsyncIterator[OutboundHttp]:
    client = OutboundHttp(Allowed.parse(f"127.0.0.1:{server.port}"))
    yield client
    await client.close()


async def test_a_request_arrives_as_it_was_meant(server: Server, client: OutboundHttp) -> None:
    server.answering = lambda asked: answer(b"ok", 201, X_Thing="1", x_thing="2")
    got = await client.request(
        "POST", f"http://localhost:{server.port}/a%20b?q=%C3%BC", headers=[("X-Name", "ü")], body=b"data"
    )
    assert (got.status, got.body) == (201, b"ok")
    assert [value for name, value in got.headers if name == "x-thing"] == ["1", "2"]
    [asked] = server.asked
    assert (asked.method, asked.target, asked.body) == ("POST", "/a%20b?q=%C3%BC", b"data")
    assert asked.headers["host"] == f"localhost:{server.port}"
    assert asked.headers["x-name"].encode("latin-1").decode() == "ü"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "[::]",
        "0",
        "127。0。0。1",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "LOCALHOST",
    ],
)
async def test_loopback_is_refused_in_every_spelling(server: Server, host: str) -> None:
    client = OutboundHttp()
    with pytest.raises(HttpRefused, match="private or reserved"):
        await client.request("GET", f"http://{host}:{server.port}/")
    await client.close()
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://10.0.0.1/",
        "https://192.168.0.1/",
    ],
)
async def test_metadata_and_private_addresses_are_refused(client: OutboundHttp, url: str) -> None:
    with pytest.raises(HttpRefused, match="private or reserved"):
        await client.request("GET", url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:70/",
        "unix:///var/run/docker.sock",
        "127.0.0.1:80",
        "//127.0.0.1/",
        "http://",
        "http:///path",
        "http://user:word@127.0.0.1/",
        "http://example.com@127.0.0.1/",
        "http://a b/",
        "http://127.0.0.1:99999/",
        "http://x\\@127.0.0.1/",
        "http://0177.0.0.1/",
        "http://\u2460.1/",
    ],
)
async def test_what_is_no_plain_web_address_is_refused(client: OutboundHttp, url: str) -> None:
    with pytest.raises((HttpRefused, HttpFailed)):
        await client.request("GET", url)


async def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(server: Server) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    client = OutboundHttp(Allowed.parse(f"127.0.0.1:{server.port}"), resolve=_answering(answers))
    got = await client.request("GET", f"http://changing.example:{server.port}/")
    assert (got.body, len(answers)) == (b"hello", 1)
    assert server.asked[0].headers["host"] == f"changing.example:{server.port}"
    await client.close()


async def test_a_name_that_changes_to_a_private_address_is_refused_then(server: Server) -> None:
    """The first connection is closed by the server, so the second request resolves again."""
    server.answering = lambda asked: answer(b"first", Connection="close")
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    client = OutboundHttp(Allowed.parse(f"127.0.0.1:{server.port}"), resolve=_answering(answers))
    assert (await client.request("GET", f"http://changing.example:{server.port}/")).body == b"first"
    with pytest.raises(HttpRefused):
        await client.request("GET", f"http://changing.example:{server.port}/")
    await client.close()


async def test_of_several_addresses_only_those_that_may_be_reached_are_tried(server: Server) -> None:
    answers = [["10.0.0.1", "::1", "127.0.0.1"]]
    client = OutboundHttp(Allowed.parse(f"127.0.0.1:{server.port}"), resolve=_answering(answers))
    assert (await client.request("GET", f"http://several.example:{server.port}/")).body == b"hello"
    await client.close()


def _answering(answers: list[list[str]]) -> Resolve:
    async def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    return resolve


async def test_each_redirect_is_checked_again(server: Server, client: OutboundHttp) -> None:
    for target in ("http://127.0.0.2/", "http://169.254.169.254/", "//10.0.0.1/x", "file:///etc/passwd"):
        redirect = answer(status=302, Location=target)
        server.answering = partial(_always, redirect)
        with pytest.raises(HttpRefused):
            await client.request("GET", f"http://127.0.0.1:{server.port}/")


def _always(said: bytes, asked: Asked) -> bytes:
    return said


async def test_redirects_are_followed_five_times(server: Server, client: OutboundHttp) -> None:
    def count_down(asked: Asked) -> bytes:
        left = int(asked.target[1:])
        return answer(status=302, Location=f"/{left - 1}") if left else answer(b"there")

    server.answering = count_down
    assert (await client.request("GET", f"http://127.0.0.1:{server.port}/5")).body == b"there"
    with pytest.raises(HttpFailed, match="more than 5 redirects"):
        await client.request("GET", f"http://127.0.0.1:{server.port}/6")
    got = await client.request("GET", f"http://127.0.0.1:{server.port}/5", follow_redirects=False)
    assert got.status == 302


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_secrets_stay_with_the_origin_they_were_for(status: int) -> None:
    async with http_server() as first, http_server() as second:
        client = OutboundHttp(Allowed.parse(f"127.0.0.1:{first.port},127.0.0.1:{second.port}"))
        first.answering = lambda asked: answer(status=status, Location=f"http://127.0.0.1:{second.port}/")
        headers = [
            ("Authorization", "Bearer s"),
            ("Cookie", "s"),
            ("X-Api-Key", "s"),
            ("Accept", "text/html"),
        ]
        await client.request("GET", f"http://127.0.0.1:{first.port}/", headers=headers)
        assert first.asked[0].headers["authorization"] == "Bearer s"
        received = second.asked[0].headers
        assert {"authorization", "cookie", "x-api-key"} & set(received) == set()
        assert received["accept"] == "text/html"
        await client.close()


async def test_secrets_follow_a_redirect_within_their_origin(server: Server, client: OutboundHttp) -> None:
    server.answering = lambda asked: (
        answer(b"in") if asked.target == "/b" else answer(status=302, Location="/b")
    )
    await client.request("GET", f"http://127.0.0.1:{server.port}/a", headers=[("Authorization", "Bearer s")])
    assert server.asked[1].headers["authorization"] == "Bearer s"


@pytest.mark.parametrize(
    ("status", "method", "body"), [(302, "GET", b""), (303, "GET", b""), (307, "POST", b"data")]
)
async def test_a_redirect_keeps_or_drops_the_body(
    server: Server, client: OutboundHttp, status: int, method: str, body: bytes
) -> None:
    server.answering = lambda asked: (
        answer() if asked.target == "/b" else answer(status=status, Location="/b")
    )
    await client.request("POST", f"http://127.0.0.1:{server.port}/a", body=b"data")
    assert (server.asked[1].method, server.asked[1].body) == (method, body)


async def test_cookies_are_not_kept(server: Server, client: OutboundHttp) -> None:
    server.answering = lambda asked: answer(Set_Cookie="a=b")
    await client.request("GET", f"http://127.0.0.1:{server.port}/")
    await client.request("GET", f"http://127.0.0.1:{server.port}/")
    assert "cookie" not in server.asked[1].headers


@pytest.mark.parametrize(
    "header",
    [
        ("Host", "other"),
        ("Content-Length", "0"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "close"),
        ("X", "a\r\nY: b"),
        ("X", "a\nb"),
        ("X", "a\x00b"),
        ("X\r\nY", "a"),
        ("", "a"),
        ("Ü", "a"),
        ("A b", "c"),
    ],
)
async def test_headers_that_would_change_the_message_are_refused(
    server: Server, client: OutboundHttp, header: tuple[str, str]
) -> None:
    with pytest.raises((HttpRefused, HttpFailed)):
        await client.request("GET", f"http://127.0.0.1:{server.port}/", headers=[header])
    assert server.asked == []


async def test_the_environments_proxies_are_not_used(
    server: Server, client: OutboundHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await client.request("GET", f"http://127.0.0.1:{server.port}/")).status == 200


async def test_a_body_that_is_too_long_is_not_read_to_its_end(server: Server, client: OutboundHttp) -> None:
    server.answering = lambda asked: answer(b"x" * 2000)
    with pytest.raises(HttpTooLarge, match="longer than 1,000 bytes"):
        await client.request("GET", f"http://127.0.0.1:{server.port}/", max_bytes=1000)


async def test_a_small_body_that_unpacks_to_a_large_one_is_too_long(
    server: Server, client: OutboundHttp
) -> None:
    server.answering = lambda asked: answer(gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip")
    with pytest.raises(HttpTooLarge):
        await client.request("GET", f"http://127.0.0.1:{server.port}/", max_bytes=1_000_000)


async def test_the_time_limit_covers_everything(server: Server, client: OutboundHttp) -> None:
    async def never(asked: Asked) -> bytes:
        await asyncio.Event().wait()
        return b""

    server.answering = never
    with pytest.raises(HttpTimeout, match=r"within 0\.2 s"):
        await client.request("GET", f"http://127.0.0.1:{server.port}/", timeout_s=0.2)


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"]
)
async def test_what_is_not_http_is_a_failure(server: Server, client: OutboundHttp, said: bytes) -> None:
    server.answering = lambda asked: said
    server.hangs_up = True
    with pytest.raises(HttpFailed):
        await client.request("GET", f"http://127.0.0.1:{server.port}/")


async def test_nobody_listening_is_a_failure(client: OutboundHttp, server: Server) -> None:
    closed = OutboundHttp(Allowed.parse("127.0.0.1:1"))
    with pytest.raises(HttpFailed, match="ConnectError"):
        await closed.request("GET", "http://127.0.0.1:1/")
    await closed.close()


async def test_a_name_without_address_is_a_failure(client: OutboundHttp) -> None:
    with pytest.raises(HttpFailed, match="has no address"):
        await client.request("GET", "http://nobody.invalid/")
