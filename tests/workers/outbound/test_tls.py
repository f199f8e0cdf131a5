"""Over TLS the certificate is checked for the name that was asked, not for the address connected to."""

import ssl
import subprocess
from pathlib import Path

import pytest

from sandbox.network.allowed import Allowed
from tests.workers.http_server import http_server
from workers.outbound.client import OutboundHttp
from workers.ports import HttpFailed


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """For the name secure.example, signed by itself."""
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    names = ["-addext", "subjectAltName=DNS:secure.example", "-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return paths


async def _loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


async def test_the_name_is_sent_and_checked(certificate: tuple[Path, Path]) -> None:
    asked_for: list[str | None] = []
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(*certificate)
    theirs.sni_callback = lambda connection, name, context: asked_for.append(name)
    ours = ssl.create_default_context(cafile=str(certificate[0]))
    async with http_server(theirs) as server:
        allowed = Allowed.parse(f"127.0.0.1:{server.port}")
        client = OutboundHttp(allowed, resolve=_loopback, tls=ours)
        assert (await client.request("GET", f"https://secure.example:{server.port}/")).body == b"hello"
        with pytest.raises(HttpFailed, match="certificate"):
            await client.request("GET", f"https://other.example:{server.port}/")
        await client.close()
    assert asked_for == ["secure.example", "other.example"]
