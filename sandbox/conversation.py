"""What is said between the worker and the runner over one step."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

import orjson

from sandbox.container import Container
from sandbox.ending import BadOutcome, Ending, from_runner, too_long, too_much
from sandbox.files import BadFile, Collected, TooManyBytes, pieces
from sandbox.items_json import NotJson, check_values, count_items, dumps, lines_of
from sandbox.model import ItemBytes, OnConnection, OnLine, Outcome, OutputFile, Step, Usage
from sandbox.network.guard import Guard
from sandbox.network.session import Session
from sandbox.runner.frames import ABORT, CODE, END, FILE, ITEMS, LINES, OUTCOME, STEP, TUNNEL
from sandbox.runner.tunnel.wire import BadPayload

_SLACK = 1024 * 1024
"""Frames of lines may be longer than a small result limit."""
_LAST_CHANCE = 0.3
"""A step past its time has so long to be ended by the runner, before its container is killed."""


class StreamEnded(Exception):
    """The container went away before it said how the step ended."""


class Conversation:
    """One step over one container. ``chunks``, ``counts`` and ``files`` hold what has come back so far.
    With ``group`` None, its process is nobody's afterwards."""

    def __init__(
        self,
        container: Container,
        step: Step,
        on_line: OnLine,
        guard: Guard,
        on_connection: OnConnection,
        *,
        group: str | None = None,
    ) -> None:
        self.chunks: list[ItemBytes] = []
        self.counts: list[int] = []
        self.limits = step.limits
        self._container = container
        self._step = step
        self._group = group
        self._on_line = on_line
        self._result_left = step.limits.result + _SLACK
        self._files = Collected(step.limits.files)
        self._given = 0
        self._session: Session | None = None
        if step.network:
            self._session = guard.session(step.network, step.limits, on_connection, self._tunnel)

    @property
    def one_by_one(self) -> bool:
        """Result item i came from input item i. Bash sees all items in either mode."""
        each = self._step.mode == "each" and self._step.language != "bash"
        return each and sum(self.counts) == self._given

    def files(self) -> list[OutputFile]:
        """They belong to the caller from now on."""
        return self._files.files()

    async def hold(self, items: AsyncIterator[ItemBytes]) -> Ending:
        """Send everything, take everything, within the wall time.

        Raises :class:`StreamEnded`, and whatever ``items`` and ``on_line`` raise; then the container is
        being killed.
        """
        self._container.begin(longest=self.limits.result + _SLACK)
        sending = asyncio.create_task(self._send(items))
        receiving = asyncio.create_task(self._receive())
        deadline = asyncio.get_running_loop().time() + self.limits.wall_time
        try:
            return await self._until_over(sending, receiving, deadline)
        except NotJson as error:
            return _fault(Outcome.REFUSED, f"What the code was given is not JSON: {error}.")
        except TooManyBytes as error:
            return _fault(Outcome.FILES_LIMIT, str(error))
        except BaseException:
            self._container.doom()  # before anything else that may take time
            raise
        finally:
            sending.cancel()
            receiving.cancel()
            await asyncio.gather(sending, receiving, return_exceptions=True)

    async def close(self) -> None:
        """End what is still connected; files that nobody has taken are gone. Raises what ``on_connection``
        raises."""
        self._files.close()
        if self._session:
            await self._session.close()

    async def _until_over(
        self, sending: "asyncio.Task[None]", receiving: "asyncio.Task[Ending]", deadline: float
    ) -> Ending:
        await _wait_until(deadline, sending, receiving)
        if sending.done() and not receiving.done():
            sending.result()
            await _wait_until(deadline, receiving)
        if receiving.done():
            return receiving.result()
        return await self._end_in_time(receiving)

    async def _end_in_time(self, receiving: "asyncio.Task[Ending]") -> Ending:
        """The runner says what a step used that it ended; where it can't, the container is killed."""
        self._container.send(ABORT)
        await _wait_until(asyncio.get_running_loop().time() + _LAST_CHANCE, receiving)
        if not receiving.done() or receiving.exception():
            return too_long(self.limits, Usage(), reusable=False)
        ending = receiving.result()
        if ending.outcome is not Outcome.CANCELLED:
            return ending
        return too_long(self.limits, ending.usage, reusable=ending.reusable)

    async def _send(self, items: AsyncIterator[ItemBytes]) -> None:
        step, container = self._step, self._container
        container.send(STEP, dumps(_settings(step, self._group)))
        async for piece in pieces(step.files, step.limits.files):
            container.send(FILE, piece)
            await container.drained()
        code = {"code": step.code, "mode": step.mode, "variables": dict(step.variables)}
        container.send(CODE, dumps(code))
        async for chunk in items:
            container.send(ITEMS, self._prepared(chunk))
            await container.drained()
        container.send(END)

    def _prepared(self, chunk: ItemBytes) -> bytes:
        if self._step.language == "bash":
            return lines_of(chunk)
        if self._step.mode == "each":
            self._given += count_items(chunk)
        return chunk

    async def _receive(self) -> Ending:
        try:
            while found := await self._container.receive():
                kind, payload = found
                if kind == OUTCOME:
                    return from_runner(payload)
                await self._take(kind, payload)
        except _ResultTooLarge:
            return too_much(self.limits)
        except NotJson as error:
            return _fault(Outcome.CODE_ERROR, f"The result is not accepted: {error}.")
        except BadFile as error:
            return _fault(Outcome.REFUSED, str(error))
        except (BadOutcome, BadPayload, orjson.JSONDecodeError) as error:
            return _fault(Outcome.INTERNAL_ERROR, f"The container sent {error}.")
        raise StreamEnded

    async def _take(self, kind: bytes, payload: bytes) -> None:
        if kind == LINES:
            for stream, line in orjson.loads(payload):
                await self._on_line(stream, line)
        elif kind == ITEMS:
            self._take_items(payload)
        elif kind == FILE:
            self._files.take(payload)
        elif kind == TUNNEL and self._session:
            await self._session.receive(payload)

    def _take_items(self, payload: bytes) -> None:
        self._result_left -= len(payload)
        if self._result_left < 0:
            raise _ResultTooLarge
        check_values(payload)
        self.counts.append(count_items(payload))
        self.chunks.append(payload)

    async def _tunnel(self, payload: bytes) -> None:
        self._container.send(TUNNEL, payload)
        await self._container.drained()


class _ResultTooLarge(Exception):
    """The runner counts, too; this is for one that doesn't."""


async def _wait_until(deadline: float, *tasks: asyncio.Task[Any]) -> None:
    left = deadline - asyncio.get_running_loop().time()
    await asyncio.wait(tasks, timeout=max(left, 0), return_when=asyncio.FIRST_COMPLETED)


def _settings(step: Step, group: str | None) -> dict[str, Any]:
    return {
        "language": step.language,
        "mode": step.mode,
        "group": group,
        "limits": asdict(step.limits),
        "env": dict(step.env),
        "network": bool(step.network),
        "files": bool(step.files),
    }


def _fault(outcome: Outcome, message: str) -> Ending:
    return Ending(outcome=outcome, message=message)
