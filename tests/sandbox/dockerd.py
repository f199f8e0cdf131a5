"""A second Docker engine, of the test's own, with everything it keeps in a folder of its own."""

import asyncio
import io
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from docker import DockerClient

from tests.sandbox.running import until


class Daemon:
    """``url`` is where it listens once it has been started; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.url = f"unix://{folder}/s"
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                "dockerd",
                f"--data-root={self._folder}/data",
                f"--exec-root={self._folder}/exec",
                f"--pidfile={self._folder}/pid",
                f"--host={self.url}",
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                stdout=log,
                stderr=log,
            )
        await until(self._answers, within=60)

    async def stop(self, how: int = signal.SIGTERM) -> None:
        assert self._process
        self._process.send_signal(how)
        await self._process.wait()

    async def load(self, client: DockerClient, images: Sequence[str]) -> None:
        """Copies of another engine's images."""
        await asyncio.to_thread(self._load, client, images)

    def _load(self, client: DockerClient, images: Sequence[str]) -> None:
        mine = DockerClient(base_url=self.url)
        for image in images:
            packed = io.BytesIO(b"".join(client.api.get_image(image)))
            mine.images.load(packed)
        mine.close()

    async def _answers(self) -> bool:
        assert self._process
        assert self._process.returncode is None, (self._folder / "log").read_text()[-2000:]
        return await asyncio.to_thread(self._ping)

    def _ping(self) -> bool:
        if not (self._folder / "s").exists():
            return False
        try:
            client = DockerClient(base_url=self.url, version="1.41")
            client.ping()
        except Exception:
            return False
        client.close()
        return True


@asynccontextmanager
async def another_engine(folder: Path) -> AsyncIterator[Daemon]:
    daemon = Daemon(folder)
    await daemon.start()
    try:
        yield daemon
    finally:
        await daemon.stop()
