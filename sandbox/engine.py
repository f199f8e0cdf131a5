"""The Docker engine: calls through the SDK in threads, and a container's stream through asyncio."""

import asyncio
import os
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from docker import DockerClient
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from docker.utils import kwargs_from_env
from requests.exceptions import RequestException

from sandbox.stream import Stream

T = TypeVar("T")
P = TypeVar("P", bound=asyncio.Protocol)

DEFAULT_URL = "unix:///var/run/docker.sock"
_CALL_TIMEOUT = 60
_THREADS = 16
_KILL_THREADS = 8
_NOT_FOUND, _CONFLICT = 404, 409
"""The container is gone; it has ended, and the engine may be removing it already."""
_UPGRADE = (
    "POST {path}?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n"
    "Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n"
)
"""From HTTP to a plain stream in both directions."""


class EngineAway(Exception):
    """No Docker engine answers at ``url``."""

    def __init__(self, url: str, why: object) -> None:
        super().__init__(str(why))
        self.url = url


class ImageMissing(Exception):
    """The engine doesn't have the image."""


class EngineRefused(Exception):
    """The engine answered with an error."""


class _Probe(asyncio.Protocol):
    """Looks whether anybody listens."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def close(self) -> None:
        self._transport.close()


class Engine:
    """One Docker engine. The client is made at the first call, since making it asks the engine."""

    def __init__(self, base_url: str | None) -> None:
        self.url = base_url or os.environ.get("DOCKER_HOST") or DEFAULT_URL
        self._client: DockerClient | None = None
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="docker")
        self._kills = ThreadPoolExecutor(_KILL_THREADS, thread_name_prefix="docker-kill")
        self._connecting = asyncio.Lock()

    async def call(self, function: Callable[[DockerClient], T]) -> T:
        """Run ``function`` in a thread.

        Raises :class:`EngineAway`, :class:`ImageMissing` or :class:`EngineRefused`.
        """
        client = await self._connected()
        await self._probe()
        return await self._in_thread(self._threads, lambda: function(client))

    async def kill(self, container: str) -> None:
        """Nothing in the container runs any more when this returns. Never waits behind other calls."""
        client = await self._connected()
        await self._probe()
        await self._in_thread(self._kills, lambda: _kill(client, container))

    async def attach(self, container: str) -> Stream:
        """The container's stdin, stdout and stderr."""
        client = await self._connected()
        path = f"/v{client.api.api_version}/containers/{container}/attach"
        stream = await self._connect(lambda: Stream(_UPGRADE.format(path=path).encode()))
        try:
            async with asyncio.timeout(_CALL_TIMEOUT):
                line = await stream.upgraded
        except TimeoutError as error:
            stream.close()
            raise EngineAway(self.url, f"it said nothing for {_CALL_TIMEOUT} s") from error
        except OSError as error:
            raise EngineAway(self.url, error) from error
        if line.split(b" ", 2)[1] not in (b"101", b"200"):
            stream.close()
            raise EngineRefused(f"attaching to the container: {line.decode(errors='replace')}")
        return stream

    async def close(self) -> None:
        if self._client:
            await asyncio.to_thread(self._client.close)
        for threads in (self._threads, self._kills):
            threads.shutdown(wait=False)

    async def _connected(self) -> DockerClient:
        async with self._connecting:
            if self._client is None:
                await self._probe()
                self._client = await self._in_thread(self._threads, self._make_client)
            return self._client

    async def _probe(self) -> None:
        """Looked at before the SDK does, which never closes a socket that it could not connect."""
        if self.url.startswith("unix://"):
            (await self._connect(_Probe)).close()

    def _make_client(self) -> DockerClient:
        tls = kwargs_from_env().get("tls") if self._uses_tls() else None
        return DockerClient(
            base_url=self.url, timeout=_CALL_TIMEOUT, tls=tls or False, max_pool_size=_THREADS
        )

    async def _in_thread(self, threads: ThreadPoolExecutor, function: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, function)
        except ImageNotFound as error:
            raise ImageMissing(str(error)) from error
        except APIError as error:
            raise EngineRefused(str(error.explanation or error)) from error
        except (RequestException, DockerException) as error:
            raise EngineAway(self.url, error) from error

    async def _connect(self, protocol: Callable[[], P]) -> P:
        address, loop = urlsplit(self.url), asyncio.get_running_loop()
        try:
            if address.scheme == "unix":
                return (await loop.create_unix_connection(protocol, address.path))[1]
            port, tls = address.port or 2375, self._tls_context()
            return (await loop.create_connection(protocol, str(address.hostname), port, ssl=tls))[1]
        except OSError as error:
            raise EngineAway(self.url, error) from error

    def _uses_tls(self) -> bool:
        return bool(os.environ.get("DOCKER_TLS_VERIFY")) and self.url.startswith("tcp://")

    def _tls_context(self) -> ssl.SSLContext | None:
        if not self._uses_tls():
            return None
        folder = os.environ.get("DOCKER_CERT_PATH") or os.path.expanduser("~/.docker")
        context = ssl.create_default_context(cafile=f"{folder}/ca.pem")
        context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
        return context


def _kill(client: DockerClient, container: str) -> None:
    try:
        client.api.kill(container)
    except APIError as error:
        if error.status_code not in (_NOT_FOUND, _CONFLICT):
            raise


def remove(container: str) -> Callable[[DockerClient], None]:
    """A call that kills a container and returns when it is gone."""

    def call(client: DockerClient) -> None:
        try:
            _kill_and_remove(client, container)
        except NotFound:
            return

    return call


def _kill_and_remove(client: DockerClient, container: str) -> None:
    try:
        client.api.remove_container(container, force=True)
    except APIError as error:
        if error.status_code != _CONFLICT:
            raise
        client.api.wait(container, condition="removed")
