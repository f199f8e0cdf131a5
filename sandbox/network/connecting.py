"""Makes one connection: to an address that was checked, and to nothing else."""

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import Sequence

from sandbox.network.resolving import Unreachable

_PATIENCE = 10.0
"""Seconds for each address."""
_BUFFER = 64 * 1024
_BROKEN_OFF = struct.pack("ii", 1, 0)
"""For SO_LINGER: what waits is thrown away, and the other side is told so."""

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(place: str, addresses: Sequence[str], port: int) -> tuple[str, Streams]:
    """The first of the literal addresses that answers, and its streams. Raises :class:`Unreachable`, which
    names only ``place``."""
    why = ""
    for address in addresses:
        try:
            async with asyncio.timeout(_PATIENCE):
                return address, await asyncio.open_connection(address, port, limit=_BUFFER)
        except OSError as error:
            why = _reason(error)
    raise Unreachable(f"{place} can't be reached: {why}")


def break_off(writer: asyncio.StreamWriter) -> None:
    """So that the server sees that something is missing, rather than an end."""
    connected = writer.get_extra_info("socket")
    if connected is not None:  # uvloop has none where the server broke it off
        with contextlib.suppress(OSError):
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _BROKEN_OFF)
    writer.transport.abort()


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError) and error.errno is None:
        return f"no answer within {_PATIENCE:g} s"
    return os.strerror(error.errno) if error.errno else type(error).__name__
