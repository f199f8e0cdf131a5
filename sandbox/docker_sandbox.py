"""The sandbox: steps in containers that wait for them."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from sandbox import environment_variables
from sandbox.container import Container
from sandbox.conversation import Conversation, StreamEnded
from sandbox.ending import Ending
from sandbox.engine import EngineAway, EngineRefused, ImageMissing
from sandbox.environments import NoSuchEnvironment, default_environment
from sandbox.files import BadFile, TooManyBytes, check_input
from sandbox.hosts import Hosts, UnknownRuntime
from sandbox.leftovers import IsAlive, Leftovers
from sandbox.model import ItemBytes, Language, OnConnection, OnLine, Outcome, Result, Step, unheard
from sandbox.network.guard import Guard
from sandbox.network.policy import BadGrant, Policy
from sandbox.pool.kinds import DEFAULT_SHAPE, Key, Kind, Shape, Wish
from sandbox.pool.pool import NotReady, Pool, PoolClosed
from sandbox.pool.settings import PoolSettings
from sandbox.post_mortem import why_it_ended
from sandbox.warming import warm

ImageOf = Callable[[str | None, Language], str]
"""The image of an environment's name. Raises :class:`NoSuchEnvironment`."""


class DockerSandbox:
    """Implements :class:`sandbox.model.Sandbox` over one or more Docker engines.

    ``labels`` mark every container (see :mod:`sandbox.leftovers`). A step that waits for a container waits
    for free: that counts against no limit. :meth:`open` keeps spares from then on.
    """

    def __init__(
        self,
        image_of: ImageOf,
        *,
        hosts: Sequence[str | None] = (None,),
        settings: PoolSettings | None = None,
        labels: Mapping[str, str] | None = None,
        runtime: str | None = None,
        guard: Guard | None = None,
        is_alive: IsAlive | None = None,
    ) -> None:
        self._image_of = image_of
        self._settings = settings or PoolSettings()
        self._guard = guard or Guard()
        self._hosts = Hosts(hosts, labels or {}, runtime)
        self._leftovers = Leftovers(self._hosts, dict(labels or {}), is_alive)
        self._pool = Pool(self._settings, self._hosts.cores, self._launch, self._warm)
        self._languages: defaultdict[str, set[Language]] = defaultdict(set)
        """What steps have asked of each image so far."""
        self._sweeping: asyncio.Task[None] | None = None

    def open(self, languages: Sequence[Language] = ("python", "javascript", "bash")) -> None:
        """Remove what dead workers left, now and again, and have spares for these languages."""
        self._sweeping = asyncio.create_task(self._leftovers.sweep_forever())
        for language in languages:
            self._pool.want_spares(Kind(self._image(None, language), DEFAULT_SHAPE))

    async def run(
        self,
        step: Step,
        items: AsyncIterator[ItemBytes],
        on_line: OnLine,
        on_connection: OnConnection = unheard,
    ) -> Result:
        """Never raises for what the step did, but does for what ``items`` and the callbacks raise."""
        try:
            wish = self._wish(step)
        except (NoSuchEnvironment, BadGrant, BadFile, _Refused) as error:
            return _nothing_ran(Outcome.REFUSED, str(error))
        except TooManyBytes as error:
            return _nothing_ran(Outcome.FILES_LIMIT, str(error))
        try:
            container = await self._pool.lease(wish)
        except (EngineAway, ImageMissing, EngineRefused, NotReady, PoolClosed) as error:
            return _did_not_start(error, step)
        return await self._run_in(
            container,
            Conversation(container, step, on_line, self._guard, on_connection, group=step.group),
            items,
        )

    async def close(self) -> None:
        """Kill what still runs; afterwards no container is left."""
        if self._sweeping:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping
        await self._pool.close()
        await self._hosts.close()

    def _wish(self, step: Step) -> Wish:
        """Raises for what is not granted."""
        if problem := environment_variables.refusal(step.env):
            raise _Refused(problem)
        check_input(step.files, step.limits.files)
        Policy.parse(step.network)
        kind = Kind(self._image(step.environment, step.language), Shape.of(step.limits))
        group = step.group if step.language == "javascript" else None
        return Wish(Key(step.project, kind, bool(step.network)), group, step.urgent)

    def _image(self, environment: str | None, language: Language) -> str:
        image = self._image_of(environment, language)
        self._languages[image].add(language)
        return image

    async def _run_in(
        self, container: Container, conversation: Conversation, items: AsyncIterator[ItemBytes]
    ) -> Result:
        began, reusable = time.monotonic(), False
        try:
            ending = await self._ending(container, conversation, items)
            reusable = ending.reusable
            return _result(ending, time.monotonic() - began, conversation)
        except BaseException:  # nothing of a cancelled step runs any more when it has ended
            with contextlib.suppress(EngineAway, EngineRefused):
                await asyncio.shield(container.doom())
            raise
        finally:
            self._pool.give_back(container, reusable=reusable)
            await conversation.close()

    async def _ending(
        self, container: Container, conversation: Conversation, items: AsyncIterator[ItemBytes]
    ) -> Ending:
        try:
            return await conversation.hold(items)
        except StreamEnded:
            return await why_it_ended(container, conversation.limits)

    async def _launch(self, host: int, kind: Kind) -> Container:
        container = await self._hosts.start(host, kind)
        readiness = await container.ready_again(self._settings.starting)
        if not readiness.reusable:
            container.doom()
            raise NotReady(readiness.why)
        self._pool.know_cores(host, self._hosts.cores[host])
        return container

    async def _warm(self, container: Container, kind: Kind) -> None:
        await warm(container, self._languages.get(kind.image, set()), self._guard, self._settings.starting)


class _Refused(Exception):
    """The step asks for something that is not granted; the message says what."""


def _did_not_start(error: Exception, step: Step) -> Result:
    match error:
        case EngineAway():
            where = f"Docker is not reachable at {error.url}"
            message = f"{where}; code nodes need it: run `flowtape doctor`. ({error})"
            return _nothing_ran(Outcome.UNAVAILABLE, message)
        case ImageMissing():
            name = step.environment or default_environment(step.language)
            build = f"`flowtape sandbox build {name}`"
            message = f"The environment {name} is not built here: run {build}. ({error})"
            return _nothing_ran(Outcome.UNAVAILABLE, message)
        case UnknownRuntime():
            return _nothing_ran(Outcome.UNAVAILABLE, str(error))
        case PoolClosed():
            return _nothing_ran(Outcome.UNAVAILABLE, "The sandbox is shutting down.")
    return _nothing_ran(Outcome.INTERNAL_ERROR, f"Docker did not start the container: {error}")


def _nothing_ran(outcome: Outcome, message: str) -> Result:
    return Result(outcome=outcome, message=message)


def _result(ending: Ending, wall_time: float, conversation: Conversation) -> Result:
    completed = ending.outcome is Outcome.COMPLETED
    return Result(
        outcome=ending.outcome,
        message=ending.message,
        chunks=conversation.chunks if completed else [],
        counts=conversation.counts if completed else [],
        files=conversation.files() if completed else [],
        wall_time=wall_time,
        usage=ending.usage,
        paired="identity" if completed and conversation.one_by_one else None,
        exit_code=ending.exit_code,
    )
