"""Containers that a killed worker may have left, and the labels that they are found by."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from docker import DockerClient

from sandbox.engine import Engine, EngineAway, EngineRefused, ImageMissing, remove
from sandbox.hosts import INCARNATION, Hosts

log = logging.getLogger(__name__)

INSTANCE, WORKER = "flowtape.instance", "flowtape.worker"
SWEEP_EVERY = 60.0

IsAlive = Callable[[str], Awaitable[bool]]
"""Whether the worker of that name still runs, on whatever machine."""


def labels_of(instance: str, worker: str) -> dict[str, str]:
    """``instance`` is the installation, ``worker`` the worker's name within it, the same after a restart."""
    return {INSTANCE: instance, WORKER: worker}


class Leftovers:
    """Removes what dead workers left on the hosts: of this worker's own name once for each host, as soon as
    it answers; of others whenever they are found dead."""

    def __init__(self, hosts: Hosts, labels: dict[str, str], is_alive: IsAlive | None) -> None:
        self._hosts = hosts
        self._instance, self._worker = labels.get(INSTANCE), labels.get(WORKER)
        self._is_alive = is_alive
        self._reaped: set[Engine] = set()

    async def sweep_forever(self, every: float = SWEEP_EVERY) -> None:
        while self._instance:
            await self.sweep()
            await asyncio.sleep(every)

    async def sweep(self) -> int:
        """How many were removed. A host that doesn't answer has its turn the next time."""
        removed = 0
        for engine in self._hosts.engines:
            try:
                removed += await self._sweep_host(engine)
            except (EngineAway, EngineRefused, ImageMissing) as error:
                log.info("leftovers at %s could not be removed: %s", engine.url, error)
        return removed

    async def _sweep_host(self, engine: Engine) -> int:
        dead = [id for id, labels in await engine.call(self._find) if await self._is_leftover(engine, labels)]
        for id in dead:
            with contextlib.suppress(EngineRefused):  # somebody else removes it, too
                await engine.call(remove(id))
        self._reaped.add(engine)
        return len(dead)

    def _find(self, client: DockerClient) -> list[tuple[str, dict[str, str]]]:
        wanted = {"label": f"{INSTANCE}={self._instance}"}
        return [(each["Id"], each["Labels"]) for each in client.api.containers(all=True, filters=wanted)]

    async def _is_leftover(self, engine: Engine, labels: dict[str, str]) -> bool:
        if labels.get(INCARNATION) == self._hosts.incarnation:
            return False
        worker = labels.get(WORKER, "")
        if worker == self._worker:
            return engine not in self._reaped
        return self._is_alive is not None and not await self._is_alive(worker)
