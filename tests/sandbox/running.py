"""Runs steps and keeps what they printed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, Unpack

from docker import DockerClient

from sandbox.leftovers import INSTANCE
from sandbox.model import Language, Limits, Outcome, Result, Sandbox, Step, Stream


class Options(TypedDict, total=False):
    mode: Literal["all", "each"]
    environment: str
    variables: dict[str, Any]
    limits: Limits


@dataclass
class Lines:
    """What a step printed; ``seen`` waits for a line."""

    all: list[tuple[Stream, str]] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, stream: Stream, line: str) -> None:
        async with self._changed:
            self.all.append((stream, line))
            self._changed.notify_all()

    async def seen(self, line: str) -> None:
        async with self._changed, asyncio.timeout(20):
            await self._changed.wait_for(lambda: any(line == one for _, one in self.all))

    def of(self, stream: Stream) -> list[str]:
        return [line for name, line in self.all if name == stream]


@dataclass
class Bench:
    sandbox: Sandbox
    client: DockerClient
    instance: str

    async def run(
        self,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        lines: Lines | None = None,
        **options: Unpack[Options],
    ) -> Result:
        """``items`` are given as their json."""
        step = Step(project="project", language=language, code=code, **options)
        return await self.sandbox.run(step, in_chunks(items), (lines or Lines()).take)

    async def jsons(
        self, language: Language, code: str, items: Sequence[Any] = (), **options: Unpack[Options]
    ) -> list[Any]:
        result = await self.run(language, code, items, **options)
        assert result.outcome is Outcome.COMPLETED, result.message
        return [item["json"] for item in result.items]

    async def fails(
        self,
        outcome: Outcome,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        **options: Unpack[Options],
    ) -> str:
        """The message."""
        result = await self.run(language, code, items, **options)
        assert result.outcome is outcome, result
        assert result.items == []
        return result.message

    async def containers(self) -> list[str]:
        return await asyncio.to_thread(containers_of, self.client, self.instance)

    async def some_container(self) -> None:
        async def some() -> bool:
            return bool(await self.containers())

        await until(some)

    async def no_containers(self) -> None:
        async def none() -> bool:
            return not await self.containers()

        await until(none)


def containers_of(client: DockerClient, instance: str) -> list[str]:
    found = client.api.containers(all=True, filters={"label": f"{INSTANCE}={instance}"}, quiet=True)
    return [container["Id"] for container in found]


async def in_chunks(jsons: Sequence[Any], size: int = 1000) -> AsyncIterator[list[dict[str, Any]]]:
    for start in range(0, len(jsons), size):
        yield [{"json": json} for json in jsons[start : start + size]]


async def until(condition: Callable[[], Awaitable[bool]], within: float = 20.0) -> None:
    """Ask again and again, with a pause for the machine's sake."""
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110 — Docker tells nobody
            await asyncio.sleep(0.02)
