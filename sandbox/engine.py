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

T = TypeVar("T")

DEFAULT_URL = "unix:///var/run/docker.sock"
_CALL_TIMEOUT = 60
_THREADS = 16
_READ_AHEAD = 256 * 1024
_IN_PROGRESS = 409
"""The engine is removing the container already, since it has ended."""


class EngineAway(Exception):
    """No Docker engine answers."""


class ImageMissing(Exception):
    """The engine doesn't have the image."""


class EngineRefused(Exception):
    """The engine answered with an error."""


class Engine:
    """One Docker engine. The client is made at the first call, since making it asks the engine."""

    def __init__(self, base_url: str | None) -> None:
        self.url = base_url or os.environ.get("DOCKER_HOST") or DEFAULT_URL
        self._client: DockerClient | None = None
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="docker")
        self._connecting = asyncio.Lock()

    async def call(self, function: Callable[[DockerClient], T]) -> T:
        """Run ``function`` in a thread.

        Raises :class:`EngineAway`, :class:`ImageMissing` or :class:`EngineRefused`.
        """
        client = await self._connected()
        await self._probe()
        return await self._in_thread(lambda: function(client))

    async def attach(self, container: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The container's stdin, and its stdout and stderr as the engine multiplexes them."""
        client = await self._connected()
        reader, writer = await self._connect()
        try:
            async with asyncio.timeout(_CALL_TIMEOUT):
                await _upgrade(reader, writer, f"/v{client.api.api_version}/containers/{container}/attach")
        except TimeoutError as error:
            writer.close()
            raise EngineAway(f"it said nothing for {_CALL_TIMEOUT} s") from error
        except BaseException:
            writer.close()
            raise
        return reader, writer

    async def close(self) -> None:
        if self._client:
            await asyncio.to_thread(self._client.close)
        self._threads.shutdown(wait=False)

    async def _connected(self) -> DockerClient:
        async with self._connecting:
            if self._client is None:
                await self._probe()
                self._client = await self._in_thread(self._make_client)
            return self._client

    async def _probe(self) -> None:
        """Looked at before the SDK does, which never closes a socket that it could not connect."""
        if self.url.startswith("unix://"):
            _, writer = await self._connect()
            writer.close()

    def _make_client(self) -> DockerClient:
        tls = kwargs_from_env().get("tls") if self._uses_tls() else None
        return DockerClient(
            base_url=self.url, timeout=_CALL_TIMEOUT, tls=tls or False, max_pool_size=_THREADS
        )

    async def _in_thread(self, function: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, function)
        except ImageNotFound as error:
            raise ImageMissing(str(error)) from error
        except APIError as error:
            raise EngineRefused(str(error.explanation or error)) from error
        except (RequestException, DockerException) as error:
            raise EngineAway(str(error)) from error

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        address = urlsplit(self.url)
        try:
            if address.scheme == "unix":
                return await asyncio.open_unix_connection(address.path, limit=_READ_AHEAD)
            port, tls = address.port or 2375, self._tls_context()
            return await asyncio.open_connection(address.hostname, port, ssl=tls, limit=_READ_AHEAD)
        except OSError as error:
            raise EngineAway(str(error)) from error

    def _uses_tls(self) -> bool:
        return bool(os.environ.get("DOCKER_TLS_VERIFY")) and self.url.startswith("tcp://")

    def _tls_context(self) -> ssl.SSLContext | None:
        if not self._uses_tls():
            return None
        folder = os.environ.get("DOCKER_CERT_PATH") or os.path.expanduser("~/.docker")
        context = ssl.create_default_context(cafile=f"{folder}/ca.pem")
        context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
        return context


async def _upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    """From HTTP to a plain stream in both directions."""
    writer.write(
        f"POST {path}?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n"
        "Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n".encode()
    )
    try:
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
    except (OSError, asyncio.IncompleteReadError) as error:
        raise EngineAway("it closed the connection") from error
    status = head.split(b" ", 2)[1]
    if status not in (b"101", b"200"):
        raise EngineRefused(f"attaching to the container: {head.splitlines()[0].decode()}")


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
        if error.status_code != _IN_PROGRESS:
            raise
        client.api.wait(container, condition="removed")
