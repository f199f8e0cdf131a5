"""One container, from its creation to its end, and the frames it exchanges with us, step after step."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import orjson

from sandbox.engine import Engine, remove
from sandbox.runner.frames import READY
from sandbox.stream import Stream

Frame = tuple[bytes, bytes]

_MOST_WAITING = 4 * 1024 * 1024
"""Bytes of frames that nobody has taken, past which the container is not read."""


class Readiness(NamedTuple):
    """Whether the next step may have the container, and why not."""

    reusable: bool
    why: str


class Container:
    """Running. One step at a time: :meth:`begin`, :meth:`send` and :meth:`receive`, :meth:`ready_again`.

    Whoever made it calls :meth:`doom` and :meth:`remove`; ``on_lost`` is called when its stream ends.
    """

    def __init__(self, engine: Engine, id: str, stream: Stream) -> None:
        self.id = id
        self.engine = engine
        self.on_lost: Callable[[], None] = lambda: None
        self._stream = stream
        self._frames: deque[Frame] = deque()
        self._waiting = 0
        self._paused = False
        self._killing: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._ready: asyncio.Future[Readiness] = asyncio.get_running_loop().create_future()
        stream.on_frame, stream.on_lost = self._take, self._lose

    @classmethod
    async def start(cls, engine: Engine, create: Callable[..., str]) -> "Container":
        """``create`` makes the container with the engine's client, and returns its id.

        Raises what :meth:`Engine.call` raises; then nothing is left. It takes steps once
        :meth:`ready_again` says so.
        """
        creating = asyncio.create_task(engine.call(create))
        try:
            id = await asyncio.shield(creating)
            stream = await engine.attach(id)
            container = cls(engine, id, stream)
            await engine.call(lambda client: client.api.start(id))
        except BaseException:
            await asyncio.shield(asyncio.create_task(_remove_created(engine, creating)))
            raise
        return container

    @property
    def lost(self) -> bool:
        return self._stream.lost

    @property
    def last_words(self) -> str:
        return self._stream.last_words.decode(errors="replace").strip()

    def begin(self, longest: int) -> None:
        """A step: what was left of the one before is forgotten. ``longest``: bytes of a frame."""
        self._frames.clear()
        self._waiting = 0
        self._resume()
        self._ready = asyncio.get_running_loop().create_future()
        self._stream.expect(longest)

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        self._stream.send(kind, payload)

    async def drained(self) -> None:
        """Waits while the container takes in less than it is given."""
        await self._stream.drained()

    async def receive(self) -> Frame | None:
        """The next frame; None once the container is gone."""
        while not self._frames:
            if self.lost:
                return None
            self._arrived.clear()
            await self._arrived.wait()
        found = self._frames.popleft()
        self._waiting -= len(found[1])
        if self._paused and self._waiting <= _MOST_WAITING // 2:
            self._resume()
        return found

    async def ready_again(self, within: float) -> Readiness:
        """What the runner says once nothing of the step is left."""
        try:
            async with asyncio.timeout(within):
                return await asyncio.shield(self._ready)
        except TimeoutError:
            return Readiness(False, f"it was not ready after {within:g} s")

    def doom(self) -> "asyncio.Task[None]":
        """Kill it now. Once the task is over nothing in it runs any more; it raises what :meth:`Engine.kill`
        raises, and then the container ends by itself, since nobody talks to it."""
        if self._killing is None:
            self._killing = asyncio.create_task(self.engine.kill(self.id))
            self._killing.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._stream.close()
        return self._killing

    async def remove(self) -> None:
        """Leave nothing."""
        self._stream.close()
        await self.engine.call(remove(self.id))

    def _take(self, kind: bytes, payload: bytes) -> None:
        if kind == READY:
            if not self._ready.done():
                self._ready.set_result(_readiness(payload))
            return
        self._frames.append((kind, payload))
        self._waiting += len(payload)
        if self._waiting > _MOST_WAITING and not self._paused:
            self._paused = True
            self._stream.pause()
        self._arrived.set()

    def _resume(self) -> None:
        if self._paused:
            self._paused = False
            self._stream.resume()

    def _lose(self) -> None:
        self._arrived.set()
        if not self._ready.done():
            self._ready.set_result(Readiness(False, f"it ended. {self.last_words}".strip()))
        self.on_lost()


async def _remove_created(engine: Engine, creating: "asyncio.Task[str]") -> None:
    await engine.call(remove(await creating))


def _readiness(payload: bytes) -> Readiness:
    try:
        said = orjson.loads(payload)
        return Readiness(said["reusable"] is True, str(said["why"]))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return Readiness(False, "it said something that is no readiness")
