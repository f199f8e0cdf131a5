"""TLS is between the step and the server: the guard only carries it."""

import ssl
import subprocess
from pathlib import Path

import httpx
import pytest

from sandbox.network.resolving import Resolve
from tests.sandbox.network.wiring import wired
from tests.workers.http_server import http_server


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """For the name secure.example, signed by itself."""
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    names = ["-addext", "subjectAltName=DNS:secure.example", "-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return paths


def _always(address: str) -> Resolve:
    async def resolve(host: str, port: int) -> list[str]:
        return [address]

    return resolve


async def test_https_goes_through_connect(certificate: tuple[Path, Path]) -> None:
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(*certificate)
    ours = ssl.create_default_context(cafile=str(certificate[0]))
    async with http_server(theirs) as server:
        places = [f"secure.example:{server.port}", f"*.other.example:{server.port}"]
        private = [f"127.0.0.1:{server.port}"]
        async with wired(places, private, resolver=_always("127.0.0.1")) as way:
            async with httpx.AsyncClient(proxy=way.proxy, verify=ours) as client:
                got = await client.get(f"https://secure.example:{server.port}/")
                again = await client.get(f"https://secure.example:{server.port}/")
                assert (got.text, again.text) == ("hello", "hello")
                with pytest.raises(httpx.ConnectError, match="certificate"):
                    await client.get(f"https://an.other.example:{server.port}/")
            hosts = [(each.host, each.address) for each in await way.reports.wait(2)]
            assert sorted(hosts) == [("an.other.example", "127.0.0.1"), ("secure.example", "127.0.0.1")]
