"""The Docker hosts that containers are started on, and how one is started."""

import asyncio
import os
from collections.abc import Mapping, Sequence

from docker import DockerClient

from sandbox.container import Container
from sandbox.engine import Engine, EngineAway, EngineRefused
from sandbox.hardening import hardened
from sandbox.pool.kinds import Kind

INCARNATION = "flowtape.incarnation"
"""The label that tells this process's containers from those of an earlier one of the same name."""

_COMMAND = [
    "python3", "-I", "-S", "-c",
    "import sys; sys.path.insert(0, '/opt/flowtape'); from sandbox.runner.main import main; main()",
]  # fmt: skip
_SOME_CORES = 2


class UnknownRuntime(EngineRefused):
    """The engine does not have the OCI runtime that was asked for."""


class Hosts:
    """``labels`` mark every container; ``runtime`` is another OCI runtime than the engines' own."""

    def __init__(
        self, urls: Sequence[str | None], labels: Mapping[str, str], runtime: str | None = None
    ) -> None:
        self.engines = [Engine(url) for url in urls]
        self.incarnation = f"{os.getpid()}-{os.urandom(4).hex()}"
        self.cores = [_SOME_CORES] * len(self.engines)
        """As far as they have said."""
        self._asking: dict[int, asyncio.Task[None]] = {}
        self._labels = {**labels, INCARNATION: self.incarnation}
        self._runtime = runtime

    async def start(self, host: int, kind: Kind) -> Container:
        """Raises what :class:`Engine` raises, and :class:`UnknownRuntime`."""
        engine = self.engines[host]
        self._ask_cores(host)
        try:
            return await Container.start(engine, lambda client: self._create(client, kind))
        except EngineRefused as error:
            if self._runtime and "runtime" in str(error).lower():
                raise UnknownRuntime(
                    f"Docker at {engine.url} does not have the OCI runtime {self._runtime!r} that "
                    f"SANDBOX_RUNTIME names: install it there, or unset SANDBOX_RUNTIME. ({error})"
                ) from error
            raise

    async def close(self) -> None:
        for asking in self._asking.values():
            asking.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
        for engine in self.engines:
            await engine.close()

    def _ask_cores(self, host: int) -> None:
        """Once it has answered never again. Beside starting a container, which raises where it is away."""

        async def ask() -> None:
            try:
                self.cores[host] = await self.engines[host].call(lambda client: int(client.info()["NCPU"]))
            except (EngineAway, EngineRefused):
                del self._asking[host]

        if host not in self._asking:
            self._asking[host] = asyncio.create_task(ask())

    def _create(self, client: DockerClient, kind: Kind) -> str:
        settings = hardened(client.api, kind.shape, self._labels, self._runtime)
        return str(client.api.create_container(kind.image, _COMMAND, stdin_open=True, **settings)["Id"])
