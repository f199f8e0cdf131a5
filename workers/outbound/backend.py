"""Where connections are made: names are resolved here once, and only what was checked is connected to."""

import asyncio
from collections.abc import Iterable

import httpcore

from sandbox.network.allowed import Allowed
from sandbox.network.resolving import ConnectionRefused, Resolve, Unreachable, permitted_addresses
from workers.ports import HttpRefused


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
            return await permitted_addresses(host, port, self._allowed, self._resolve)
        except Unreachable as error:
            raise httpcore.ConnectError(str(error)) from error
        except ConnectionRefused as error:
            raise HttpRefused(str(error)) from error
