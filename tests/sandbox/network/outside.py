"""Real servers on this machine, under names of their own, and a sandbox whose steps may be granted them."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.network.allowed import Allowed
from sandbox.network.guard import Guard
from tests.sandbox.network.servers import Serve, pour, shout_at_the_end, tcp_server
from tests.workers.http_server import Server, http_server


@dataclass
class Outside:
    """``http`` and ``tls`` answer "hello" at ``api.example``; the certificate is signed by itself.
    ``shouting`` and ``pouring`` are ports of plain TCP."""

    http: Server
    tls: Server
    certificate: str
    shouting: int
    pouring: int
    guard: Guard

    @property
    def all(self) -> list[str]:
        """As grants."""
        return [f"api.example:{port}" for port in self._ports]

    @property
    def _ports(self) -> list[int]:
        return [self.http.port, self.tls.port, self.shouting, self.pouring]


@asynccontextmanager
async def outside(folder: Path) -> AsyncIterator[Outside]:
    certificate, key = await asyncio.to_thread(_certificate, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(http_server())
        tls = await stack.enter_async_context(http_server(context))
        shouting = await stack.enter_async_context(_port_of(shout_at_the_end))
        pouring = await stack.enter_async_context(_port_of(pour))
        ports = (http.port, tls.port, shouting, pouring)
        allowed = Allowed.parse(",".join(f"127.0.0.1:{port}" for port in ports))
        guard = Guard(allowed, resolver=_resolve)
        yield Outside(http, tls, certificate.read_text(), shouting, pouring, guard)


async def _resolve(host: str, port: int) -> list[str]:
    if host.endswith(".example") or host == "127.0.0.1":
        return ["127.0.0.1"]
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@asynccontextmanager
async def _port_of(serve: Serve) -> AsyncIterator[int]:
    async with tcp_server(serve) as place:
        yield int(place.rpartition(":")[2])


def _certificate(folder: Path) -> tuple[Path, Path]:
    paths = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    names = ["-addext", "subjectAltName=DNS:api.example", "-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return paths
