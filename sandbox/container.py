"""One container, from its creation to its removal, and the frames it exchanges with us."""

import asyncio
import struct
from collections.abc import AsyncIterator, Mapping

from docker import DockerClient

from sandbox.engine import Engine, remove
from sandbox.hardening import hardened
from sandbox.model import Limits
from sandbox.runner.frames import FrameReader, frame

_COMMAND = [
    "python3", "-I", "-S", "-c",
    "import sys; sys.path.insert(0, '/opt/flowtape'); from sandbox.runner.main import main; main()",
]  # fmt: skip
_STREAM_HEADER = struct.Struct(">BxxxI")
_STDERR = 2
_LAST_WORDS = 4000


class Container:
    """A running container. Whoever made it calls :meth:`remove`."""

    def __init__(
        self, engine: Engine, id: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.id = id
        self.last_words = b""
        """The end of what the runner itself wrote to stderr: why it broke."""
        self._engine = engine
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(
        cls, engine: Engine, image: str, limits: Limits, labels: Mapping[str, str]
    ) -> "Container":
        """Raises what :meth:`Engine.call` raises; then nothing is left."""
        id = await engine.call(lambda client: _create(client, image, limits, labels))
        try:
            reader, writer = await engine.attach(id)
            container = cls(engine, id, reader, writer)
            await engine.call(lambda client: client.api.start(id))
        except BaseException:
            await engine.call(remove(id))
            raise
        return container

    async def send(self, kind: bytes, payload: bytes = b"") -> None:
        """Waits while the container takes in less than it is given."""
        self._writer.write(frame(kind, payload))
        await self._writer.drain()

    async def frames(self, longest: int) -> AsyncIterator[tuple[bytes, bytes]]:
        """What the runner sends, until the stream ends. Reads no further while its consumer is busy.

        Raises :class:`FrameTooLong`.
        """
        frames = FrameReader(longest)
        while (found := await self._read()) is not None:
            stream, data = found
            if stream == _STDERR:
                self.last_words = (self.last_words + data)[-_LAST_WORDS:]
                continue
            for kind, payload in frames.feed(data):
                yield kind, payload

    async def remove(self) -> None:
        """Kill it, whatever it does, and leave nothing."""
        self._writer.close()
        await self._engine.call(remove(self.id))

    async def _read(self) -> tuple[int, bytes] | None:
        try:
            stream, length = _STREAM_HEADER.unpack(await self._reader.readexactly(_STREAM_HEADER.size))
            return stream, await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, OSError):
            return None


def _create(client: DockerClient, image: str, limits: Limits, labels: Mapping[str, str]) -> str:
    settings = hardened(client.api, limits, labels)
    return str(client.api.create_container(image, _COMMAND, stdin_open=True, **settings)["Id"])
