"""From a name to the addresses that may be connected to: resolved once, and every address is checked."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from sandbox.network.allowed import Allowed

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""A host's literal addresses. Raises :class:`OSError` where it has none."""

_PATIENCE = 15.0
"""Seconds."""
_THREADS = ThreadPoolExecutor(16, thread_name_prefix="resolver")
"""Of its own: names that take long to resolve keep nothing else waiting."""


class ConnectionRefused(Exception):
    """It may not be connected to; says why."""


class Unreachable(Exception):
    """It could not be connected to; says why."""


async def system_resolver(host: str, port: int) -> list[str]:
    def look_up() -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [str(address[0]) for *_, address in found]

    return await asyncio.get_running_loop().run_in_executor(_THREADS, look_up)


async def permitted_addresses(host: str, port: int, allowed: Allowed, resolve: Resolve) -> list[str]:
    """Never empty. Raises :class:`ConnectionRefused` and :class:`Unreachable`."""
    try:
        async with asyncio.timeout(_PATIENCE):
            addresses = await resolve(host, port)
    except TimeoutError as error:
        raise Unreachable(f"{host} could not be resolved within {_PATIENCE:g} s") from error
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} has no address: {error}") from error
    permitted = [address for address in addresses if allowed.permits(host, address, port)]
    if permitted:
        return permitted
    if not addresses:
        raise Unreachable(f"{host} has no address")
    raise ConnectionRefused(
        f"{host}:{port} is a private or reserved address; an operator can allow it in FLOWTAPE_ALLOW_PRIVATE"
    )
