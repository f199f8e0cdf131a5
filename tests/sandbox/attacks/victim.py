"""A server on the machine itself that a step should not reach; it counts who comes, and tells a secret."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class Victim:
    port: int = 0
    visitors: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visitors += 1
        writer.write(b"secret")
        writer.close()


@asynccontextmanager
async def victim(address: str = "::") -> AsyncIterator[Victim]:
    """Listens on every address that the machine has, unless one is named."""
    there = Victim()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening_at = socket.create_server((address, 0), family=family, dualstack_ipv6=address == "::")
    listening = await asyncio.start_server(there.serve, sock=listening_at)
    there.port = listening_at.getsockname()[1]
    try:
        yield there
    finally:
        listening.close()
