"""Where connections are made: names are resolved here once, and only what was checked is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpcore

from workers.outbound.allowed import Allowed
from workers.ports import HttpRefused

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""A host's literal addresses. Raises :class:`OSError` where it has none."""


async def system_resolver(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Refuses with :class:`HttpRefused` before a single packet is sent; SNI and Host stay as they were."""

    def __init__(self, allowed: Allowed, resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._checked(host, port)
        for address in addresses[:-1]:
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._plain.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise HttpRefused("unix sockets can't be reached")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address: {error}") from error
        permitted = [address for address in addresses if self._allowed.permits(host, address, port)]
        if not permitted:
            raise HttpRefused(
                f"{host}:{port} is a private or reserved address; "
                "an operator can allow it in FLOWTAPE_ALLOW_PRIVATE"
            )
        return permitted
