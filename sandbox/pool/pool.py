"""The pool itself: carries out what the plan says, and tells the ledger what came of it.

Everything that moves a container from state to state happens here, in one event loop:

* ``lease`` asks and waits; :meth:`Pool.give_back` says that a step has its outcome. The container settles
  (the runner clears up and says so) before it is leased again; the step's caller does not wait for that.
* A container whose stream ends while nobody uses it is dropped at once. One that a step uses is the step's
  business until it is given back.
* A cancelled ``lease`` gives back what it may just have got. A cancelled step kills its container first
  (:meth:`sandbox.container.Container.doom`), then gives it back; its removal goes on in the background.
* When this process is killed, all streams close: the runners see that and end, and the engine removes what
  has ended. What was only created is found by its labels (:mod:`sandbox.leftovers`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any

from sandbox.container import Container
from sandbox.engine import EngineAway, EngineRefused
from sandbox.pool.actions import Action, End, Lease, Refuse, Start
from sandbox.pool.kinds import Kind, Wish
from sandbox.pool.ledger import Ledger
from sandbox.pool.plan import next_look, plan
from sandbox.pool.settings import PoolSettings

log = logging.getLogger(__name__)

_CLOSING = 15.0
"""An engine that does not answer is not waited for any longer; the containers end by themselves."""

Launch = Callable[[int, Kind], Awaitable[Container]]
"""Starts a container on a host, by its number. Raises what :class:`sandbox.engine.Engine` raises."""
Warm = Callable[[Container, Kind], Awaitable[None]]
"""Runs what makes a spare's first step as quick as the later ones. Raises :class:`NotReady`."""


class NotReady(Exception):
    """A container started, but its runner did not say that it is ready."""


class PoolClosed(Exception):
    """Nothing is leased any more."""


class Pool:
    """``cores`` has the number of cores of each host."""

    def __init__(self, settings: PoolSettings, cores: list[int], launch: Launch, warm: Warm) -> None:
        self._settings = settings
        self._ledger = Ledger(settings, cores)
        self._launch = launch
        self._warm = warm
        self._containers: dict[int, Container] = {}
        self._ids: dict[Container, int] = {}
        self._asked: dict[int, asyncio.Future[Container]] = {}
        self._tickets = count(1)
        self._working: set[asyncio.Task[None]] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._look: asyncio.TimerHandle | None = None
        self._closed = False

    def want_spares(self, kind: Kind) -> None:
        """From now on there are spares of this kind, until nobody has asked for one for a while."""
        self._ledger.want_spares(kind, self._now)
        self._act()

    def know_cores(self, host: int, cores: int) -> None:
        self._ledger.hosts[host].cores = cores

    async def lease(self, wish: Wish) -> Container:
        """A container of the caller's own until :meth:`give_back`.

        Raises what starting it raised on every host, and :class:`PoolClosed`.
        """
        if self._closed:
            raise PoolClosed
        ticket = next(self._tickets)
        asked: asyncio.Future[Container] = asyncio.get_running_loop().create_future()
        self._asked[ticket] = asked
        self._ledger.ask(ticket, wish, self._now)
        self._act()
        try:
            return await asked
        except asyncio.CancelledError:
            self._withdraw(ticket, asked)
            raise

    def give_back(self, container: Container, *, reusable: bool) -> None:
        """The step is over; the container settles, or is destroyed."""
        id = self._ids.get(container)
        if id is None:
            return  # the pool was closed meanwhile
        self._ledger.over(id, self._now)
        if reusable:
            self._begin(self._settle(id, container))
        else:
            self._drop(id)
        self._act()

    async def close(self) -> None:
        """Refuse who waits, kill what runs; afterwards there is no container left."""
        self._closed = True
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(PoolClosed())
        for ticket in [waiter.ticket for waiter in self._ledger.waiters()]:
            self._ledger.withdraw(ticket)
        if self._look:
            self._look.cancel()
        for starting in self._starting:
            starting.cancel()
        for id in list(self._containers):
            self._drop(id)
        until = self._now + _CLOSING
        while self._working and (left := until - self._now) > 0:
            await asyncio.wait(self._working, timeout=left)

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _act(self) -> None:
        """Carry out the plan, and look again when it may have changed."""
        if self._closed:
            return
        for action in plan(self._ledger, self._now):
            self._carry_out(action)
        if self._look:
            self._look.cancel()
        at = next_look(self._ledger, self._now)
        self._look = asyncio.get_running_loop().call_at(at, self._act) if at is not None else None

    def _carry_out(self, action: Action) -> None:
        match action:
            case Start():
                starting = self._begin(self._start(action))
                self._starting.add(starting)
                starting.add_done_callback(self._starting.discard)
            case Lease(ticket, container):
                self._hand_out(self._asked.pop(ticket), container)
            case End(container):
                self._begin(self._end(container))
            case Refuse(ticket, error):
                if not (asked := self._asked.pop(ticket)).done():
                    asked.set_exception(error)

    def _hand_out(self, asked: "asyncio.Future[Container]", id: int) -> None:
        if asked.cancelled():
            self._unused(self._containers[id])
            asyncio.get_running_loop().call_soon(self._act)
        else:
            asked.set_result(self._containers[id])

    def _begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    async def _start(self, start: Start) -> None:
        container = None
        try:
            container = await self._launch(start.host, start.kind)
            if start.spare:
                await self._warm(container, start.kind)
        except Exception as error:
            await self._failed(start, container, error)
        except asyncio.CancelledError:
            if container:
                await asyncio.shield(asyncio.create_task(_destroy(container)))
            raise
        else:
            self._keep(start.container, container)
        self._act()

    async def _failed(self, start: Start, container: Container | None, error: Exception) -> None:
        log.warning("a container of %s could not be started: %s", start.kind.image, error)
        if container:
            await _destroy(container)
        self._ledger.failed(start.container, error, self._now, away=isinstance(error, EngineAway))

    def _keep(self, id: int, container: Container) -> None:
        self._containers[id], self._ids[container] = container, id
        container.on_lost = lambda: self._lost(id)
        self._ledger.started(id, self._now)
        if container.lost or self._closed:
            self._drop(id)

    def _lost(self, id: int) -> None:
        if not self._ledger.is_leased(id):
            self._drop(id)
            self._act()

    def _drop(self, id: int) -> None:
        if self._ledger.broken(id, self._now):
            self._begin(self._end(id))

    async def _settle(self, id: int, container: Container) -> None:
        readiness = await container.ready_again(self._settings.settling)
        if readiness.reusable:
            self._ledger.settled(id, self._now)
        else:
            log.info("container %s is not used again: %s", container.id[:12], readiness.why)
            self._drop(id)
        self._act()

    async def _end(self, id: int) -> None:
        """Its room is free as soon as nothing runs in it; its removal takes longer."""
        container = self._containers.pop(id)
        del self._ids[container]
        container.on_lost = lambda: None
        try:
            await container.doom()
        except (EngineAway, EngineRefused) as error:
            log.warning("container %s could not be killed, it ends by itself: %s", container.id[:12], error)
        self._ledger.gone(id)
        self._act()
        await _remove(container)

    def _withdraw(self, ticket: int, asked: "asyncio.Future[Container]") -> None:
        self._asked.pop(ticket, None)
        if asked.done() and not asked.cancelled() and not asked.exception():
            self._unused(asked.result())
        else:
            self._ledger.withdraw(ticket)
        self._act()

    def _unused(self, container: Container) -> None:
        id = self._ids[container]
        self._ledger.unused(id, self._now)
        if container.lost:
            self._drop(id)


async def _destroy(container: Container) -> None:
    try:
        await container.doom()
    except (EngineAway, EngineRefused):
        return
    await _remove(container)


async def _remove(container: Container) -> None:
    """Without an engine there is nothing to remove, and nobody to tell: the runner ends by itself."""
    try:
        await container.remove()
    except (EngineAway, EngineRefused) as error:
        log.info("container %s could not be removed: %s", container.id[:12], error)
