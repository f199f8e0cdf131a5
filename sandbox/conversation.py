"""What is said between the worker and the runner over one step."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import orjson

from sandbox.container import Container
from sandbox.items_json import Item, NotJson, dump_lines, dumps, load_items
from sandbox.model import Limits, OnLine, Outcome, Step
from sandbox.runner.frames import CODE, END, ITEMS, LINES, OUTCOME, STEP, FrameTooLong
from sandbox.runner.verdict import Verdict, too_much

Items = AsyncIterator[Sequence[Item]]

_SLACK = 1024 * 1024
"""Frames of lines may be longer than a small result limit."""


class StreamEnded(Exception):
    """The container went away before it said how the step ended."""


class Conversation:
    """One step over one container. ``items`` holds what has come back so far."""

    def __init__(self, container: Container, step: Step, on_line: OnLine) -> None:
        self.items: list[Item] = []
        self._sent = 0
        self._container = container
        self._step = step
        self._on_line = on_line

    @property
    def one_by_one(self) -> bool:
        """Result item i came from input item i. Bash sees all items in either mode."""
        each = self._step.mode == "each" and self._step.language != "bash"
        return each and len(self.items) == self._sent

    async def hold(self, items: Items) -> Verdict:
        """Send everything, take everything, within the wall time.

        Raises :class:`StreamEnded`, :class:`NotJson` for what can't be sent, and whatever ``items`` and
        ``on_line`` raise.
        """
        sending = asyncio.create_task(self._send(items))
        receiving = asyncio.create_task(self._receive())
        deadline = asyncio.get_running_loop().time() + self._step.limits.wall_time
        try:
            await _wait_until(deadline, sending, receiving)
            if sending.done():
                sending.result()
            await _wait_until(deadline, receiving)
            return receiving.result() if receiving.done() else _too_long(self._step.limits)
        finally:
            sending.cancel()
            receiving.cancel()
            await asyncio.gather(sending, receiving, return_exceptions=True)

    async def _send(self, items: Items) -> None:
        step, send = self._step, self._container.send
        as_chunk = dump_lines if step.language == "bash" else dumps
        try:
            await send(STEP, dumps(_settings(step)))
            await send(CODE, dumps({"code": step.code, "mode": step.mode, "variables": dict(step.variables)}))
            async for chunk in items:
                self._sent += len(chunk)
                await send(ITEMS, as_chunk(chunk))
            await send(END)
        except OSError:
            return  # the step is over, or the container is gone: its stream says which

    async def _receive(self) -> Verdict:
        try:
            async for kind, payload in self._container.frames(longest=self._step.limits.result + _SLACK):
                if kind == OUTCOME:
                    return Verdict(**orjson.loads(payload))
                await self._take(kind, payload)
        except FrameTooLong:
            return too_much(self._step.limits.result)
        except NotJson as error:
            return Verdict("code_error", f"The result is not accepted: {error}.")
        raise StreamEnded

    async def _take(self, kind: bytes, payload: bytes) -> None:
        if kind == LINES:
            for stream, line in orjson.loads(payload):
                await self._on_line(stream, line)
        elif kind == ITEMS:
            self.items += load_items(payload)


async def _wait_until(deadline: float, *tasks: asyncio.Task[Any]) -> None:
    left = deadline - asyncio.get_running_loop().time()
    await asyncio.wait(tasks, timeout=max(left, 0), return_when=asyncio.FIRST_COMPLETED)


def _settings(step: Step) -> dict[str, Any]:
    limits = step.limits
    names = ("memory", "output", "log_lines", "log_bytes", "result")
    return {"language": step.language, "limits": {name: getattr(limits, name) for name in names}}


def _too_long(limits: Limits) -> Verdict:
    return Verdict(Outcome.TIME_LIMIT, f"The code ran longer than its time limit of {limits.wall_time:g} s.")
