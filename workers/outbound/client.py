"""The way out: implements :class:`workers.ports.HttpClient`."""

import asyncio
import ssl
from collections.abc import AsyncIterable, Sequence

import httpcore
import httpx

from sandbox.network.allowed import Allowed
from sandbox.network.resolving import Resolve, system_resolver
from workers.outbound.backend import GuardedBackend
from workers.outbound.redirects import MOST, Hop, next_hop
from workers.ports import HttpAnswer, HttpFailed, HttpRefused, HttpTimeout, HttpTooLarge

_OURS = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
    }
    | {"te", "trailer", "transfer-encoding", "upgrade"}
)
"""Headers that decide how and where a message is read; a workflow can't set them."""


_DEFAULTS = (("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate"), ("User-Agent", "flowtape"))


class OutboundHttp:
    """One per process. It keeps no cookies, reads no proxy from the environment, and shares no state
    between requests but idle connections."""

    def __init__(
        self,
        allowed: Allowed | None = None,
        *,
        resolve: Resolve = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or httpx.create_ssl_context(trust_env=False),
            max_connections=200,
            max_keepalive_connections=20,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(allowed or Allowed(), resolve),
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes | None = None,
        timeout_s: float = 30.0,
        max_bytes: int = 10_000_000,
        follow_redirects: bool = True,
    ) -> HttpAnswer:
        hop = Hop(method, _parsed(url), _checked(headers), body)
        try:
            async with asyncio.timeout(timeout_s):
                return await self._follow(hop, max_bytes, MOST if follow_redirects else 0)
        except TimeoutError as error:
            raise HttpTimeout(f"no complete answer within {timeout_s:g} s") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise HttpFailed(f"{type(error).__name__}: {error}") from error
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise HttpFailed(str(error)) from error

    async def close(self) -> None:
        await self._pool.aclose()

    async def _follow(self, hop: Hop, max_bytes: int, redirects: int) -> HttpAnswer:
        left = redirects
        while True:
            answer, location = await self._send(hop, max_bytes)
            following = next_hop(hop, answer.status, location) if redirects else None
            if following is None:
                return answer
            if left == 0:
                raise HttpFailed(f"more than {redirects} redirects")
            left -= 1
            hop = following
            _check_url(hop.url)

    async def _send(self, hop: Hop, max_bytes: int) -> tuple[HttpAnswer, str | None]:
        request = httpx.Request(hop.method, hop.url, headers=_completed(hop.headers), content=hop.body)
        raw = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=hop.url.raw_scheme, host=hop.url.raw_host, port=hop.url.port, target=hop.url.raw_path
            ),
            headers=request.headers.raw,
            content=hop.body,
        )
        received = await self._pool.handle_async_request(raw)
        try:
            assert isinstance(received.stream, AsyncIterable)
            response = httpx.Response(received.status, headers=received.headers, content=received.stream)
            content = await _limited(response, max_bytes)
        finally:
            await received.aclose()
        pairs = [(name.lower(), value) for name, value in response.headers.multi_items()]
        answer = HttpAnswer(status=received.status, headers=pairs, body=content)
        return answer, response.headers.get("location")


async def _limited(response: httpx.Response, max_bytes: int) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > max_bytes:
            raise HttpTooLarge(f"the answer's body is longer than {max_bytes:,} bytes")
    return bytes(content)


def _parsed(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise HttpRefused(f"not a URL: {error}") from error
    _check_url(url)
    return url


def _check_url(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https"):
        raise HttpRefused("only http:// and https:// addresses can be requested")
    if not url.host:
        raise HttpRefused("the URL names no host")
    if url.userinfo:
        raise HttpRefused("a URL can't carry a user name or password; use an Authorization header")


def _checked(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    for name, value in headers:
        if name.lower() in _OURS:
            raise HttpRefused(f"the header {name} can't be set by a workflow")
        if not name or not name.isascii() or any(ord(character) < 32 for character in name + value):
            raise HttpRefused(f"the header {name[:80]!r} holds a character that can't be sent")
    return tuple(headers)


def _completed(headers: Sequence[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    given = {name.lower() for name, _ in headers}
    added = [(name, value) for name, value in _DEFAULTS if name.lower() not in given]
    return [(name.encode(), value.encode()) for name, value in (*headers, *added)]
