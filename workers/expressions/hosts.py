"""Which expression host answers for which project."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any

from workers.expressions.process import HostGone, HostProcess

MEMORY = 512 * 1024 * 1024


class ExpressionHosts:
    """One host per project, started when first needed; beyond ``limit`` the least recently used is given up.

    ``spares`` hosts that nobody used yet wait for the next project, from the first start on.
    """

    def __init__(self, *, limit: int = 4, spares: int = 1, memory: int = MEMORY) -> None:
        self._limit = limit
        self._wanted_spares = spares
        self._memory = memory
        self._hosts: OrderedDict[str, HostProcess] = OrderedDict()
        self._starting: dict[str, asyncio.Task[HostProcess]] = {}
        self._spares: list[HostProcess] = []
        self._spare_tasks: set[asyncio.Task[None]] = set()
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> int:
        """How many hosts answer for a project now."""
        return len(self.pids)

    @property
    def busy(self) -> bool:
        """Whether any host is at work."""
        return any(host.busy for host in self._hosts.values())

    @property
    def pids(self) -> list[int]:
        """Process ids of the hosts that answer for a project."""
        return [host.pid for host in self._hosts.values() if host.alive]

    @property
    def spares(self) -> list[int]:
        """Process ids of the hosts that wait for a project."""
        return [host.pid for host in self._spares if host.alive]

    async def ask(self, project_id: str, request: bytes, limit_s: float) -> bytes:
        """A request's answer. Raises :class:`HostDied` or :class:`HostTimeout`, both its own doing."""
        while True:
            host = self._hosts.get(project_id)
            if host is None or not host.alive:
                host = await self._start_for(project_id)
            self._hosts.move_to_end(project_id)
            try:
                return await host.ask(request, limit_s)
            except HostGone:
                continue

    async def close(self) -> None:
        """End all hosts, those that are just starting as well."""
        self._wanted_spares = 0
        starting = [*self._starting.values(), *self._spare_tasks]
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, *self._closing, return_exceptions=True)
        everyone = [*self._hosts.values(), *self._spares]
        self._hosts.clear()
        self._spares.clear()
        await asyncio.gather(*(host.close() for host in everyone))

    async def _start_for(self, project_id: str) -> HostProcess:
        starting = self._starting.get(project_id)
        if starting is None:
            starting = asyncio.ensure_future(self._begin(project_id))
            self._starting[project_id] = starting
            starting.add_done_callback(lambda _: self._starting.pop(project_id, None))
        return await asyncio.shield(starting)

    async def _begin(self, project_id: str) -> HostProcess:
        dead = self._hosts.pop(project_id, None)
        if dead is not None:
            self._in_background(dead.close(), self._closing)
        spare = self._spares.pop() if self._spares else None
        host = spare if spare is not None and spare.alive else await HostProcess.start(self._memory)
        self._hosts[project_id] = host
        self._give_up_oldest()
        self._in_background(self._keep_spares(), self._spare_tasks)
        return host

    def _give_up_oldest(self) -> None:
        idle = [project for project, host in self._hosts.items() if not host.busy]
        for project in idle[: max(0, len(self._hosts) - self._limit)]:
            self._in_background(self._hosts.pop(project).close(), self._closing)

    async def _keep_spares(self) -> None:
        while len(self._spares) < self._wanted_spares:
            self._spares.append(await HostProcess.start(self._memory))

    def _in_background(self, work: Coroutine[Any, Any, None], tasks: set[asyncio.Task[None]]) -> None:
        task = asyncio.ensure_future(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
