"""The sandbox: each step in a container of its own."""

import asyncio
import contextlib
import os
import time
from collections.abc import Mapping

from sandbox.container import Container
from sandbox.conversation import Conversation, Items, StreamEnded
from sandbox.engine import Engine, EngineAway, EngineRefused, ImageMissing
from sandbox.images import image_tag
from sandbox.items_json import NotJson
from sandbox.leftovers import PID
from sandbox.model import OnLine, Outcome, Result, Step
from sandbox.post_mortem import why_it_ended
from sandbox.runner.verdict import Verdict

AT_ONCE = 8


class DockerSandbox:
    """Implements :class:`sandbox.model.Sandbox` over one Docker engine.

    ``labels`` mark every container (see :mod:`sandbox.leftovers`); ``at_once`` is how many steps run at
    the same time, the others wait for their turn, which counts against no limit.
    """

    def __init__(
        self,
        base_url: str | None,
        image: str | None = None,
        labels: Mapping[str, str] | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._engine = Engine(base_url)
        self._image = image or image_tag()
        self._labels = {**(labels or {}), PID: str(os.getpid())}
        self._places = asyncio.Semaphore(at_once)
        self._removals: set[asyncio.Task[None]] = set()

    async def run(self, step: Step, items: Items, on_line: OnLine) -> Result:
        """Never raises for what the step did, but does for what ``items`` and ``on_line`` raise."""
        if step.environment is not None:
            refusal = (
                f"There is no environment named {step.environment!r}; leave it empty for the language's own."
            )
            return _result(Verdict(Outcome.REFUSED, refusal), 0.0)
        async with self._places:
            return await self._run(step, items, on_line)

    async def close(self) -> None:
        """Wait until the containers of steps that are over are gone."""
        await asyncio.gather(*self._removals, return_exceptions=True)
        await self._engine.close()

    async def _run(self, step: Step, items: Items, on_line: OnLine) -> Result:
        starting = asyncio.create_task(Container.start(self._engine, self._image, step.limits, self._labels))
        try:
            result = await self._attempt(starting, step, items, on_line)
        except BaseException:  # nothing is left when a cancelled step has ended
            await asyncio.shield(self._remove(starting))
            raise
        self._remove(starting)
        return result

    async def _attempt(
        self, starting: asyncio.Task[Container], step: Step, items: Items, on_line: OnLine
    ) -> Result:
        try:
            container = await asyncio.shield(starting)
        except (EngineAway, ImageMissing, EngineRefused) as error:
            return _result(self._did_not_start(error), 0.0)
        began = time.monotonic()
        conversation = Conversation(container, step, on_line)
        try:
            verdict = await conversation.hold(items)
        except NotJson as error:
            verdict = Verdict(Outcome.REFUSED, f"What the code was given is not JSON: {error}.")
        except StreamEnded:
            verdict = await why_it_ended(self._engine, container, step.limits)
        return _result(verdict, time.monotonic() - began, conversation)

    def _did_not_start(self, error: EngineAway | ImageMissing | EngineRefused) -> Verdict:
        match error:
            case EngineAway():
                where = f"Docker is not reachable at {self._engine.url}"
                message = f"{where}; code nodes need it: run `flowtape doctor`. ({error})"
                return Verdict(Outcome.UNAVAILABLE, message)
            case ImageMissing():
                message = f"The sandbox image {self._image} is not there: run `flowtape doctor`."
                return Verdict(Outcome.UNAVAILABLE, message)
            case EngineRefused():
                return Verdict(Outcome.INTERNAL_ERROR, f"Docker did not start the container: {error}")

    def _remove(self, starting: asyncio.Task[Container]) -> asyncio.Task[None]:
        removal = asyncio.create_task(_remove_started(starting))
        self._removals.add(removal)
        removal.add_done_callback(self._removals.discard)
        return removal


async def _remove_started(starting: asyncio.Task[Container]) -> None:
    """Without an engine there is nothing to remove, and nobody to tell: the runner ends by itself."""
    with contextlib.suppress(EngineAway, ImageMissing, EngineRefused):
        container = await starting
        await container.remove()


def _result(verdict: Verdict, wall_time: float, conversation: Conversation | None = None) -> Result:
    completed = verdict.outcome == Outcome.COMPLETED and conversation is not None
    return Result(
        outcome=Outcome(verdict.outcome),
        message=verdict.message,
        items=conversation.items if completed and conversation else [],
        wall_time=wall_time,
        paired="identity" if completed and conversation and conversation.one_by_one else None,
        exit_code=verdict.exit_code,
    )
