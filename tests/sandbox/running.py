"""Runs steps and keeps what they printed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, Unpack

import orjson
from docker import DockerClient

from sandbox.docker_sandbox import ImageOf
from sandbox.items_json import dumps
from sandbox.leftovers import INSTANCE
from sandbox.model import (
    Connection,
    InputFile,
    Language,
    Limits,
    OnConnection,
    Outcome,
    Result,
    Sandbox,
    Step,
    Stream,
    unheard,
)


class Options(TypedDict, total=False):
    group: str
    mode: Literal["all", "each"]
    environment: str
    variables: dict[str, Any]
    env: Mapping[str, str]
    network: Sequence[str]
    files: Sequence[InputFile]
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
class Connections:
    """What a step connected to."""

    all: list[Connection] = field(default_factory=list)

    async def take(self, connection: Connection) -> None:
        self.all.append(connection)


@dataclass
class Bench:
    sandbox: Sandbox
    client: DockerClient
    instance: str
    image_of: ImageOf

    async def run(
        self,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        lines: Lines | None = None,
        *,
        on_connection: OnConnection = unheard,
        project: str = "project",
        **options: Unpack[Options],
    ) -> Result:
        """``items`` are given as their json."""
        step = Step(project=project, language=language, code=code, **options)
        return await self.sandbox.run(step, in_chunks(items), (lines or Lines()).take, on_connection)

    async def jsons(
        self,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        *,
        project: str = "project",
        **options: Unpack[Options],
    ) -> list[Any]:
        result = await self.run(language, code, items, project=project, **options)
        assert result.outcome is Outcome.COMPLETED, result.message
        return [item["json"] for item in items_of(result)]

    async def fails(
        self,
        outcome: Outcome,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        *,
        project: str = "project",
        **options: Unpack[Options],
    ) -> str:
        """The message."""
        result = await self.run(language, code, items, project=project, **options)
        assert result.outcome is outcome, result
        assert result.chunks == []
        return result.message

    async def containers(self) -> list[str]:
        """Of all projects, running or not."""
        return await asyncio.to_thread(containers_of, self.client, self.instance)


def items_of(result: Result) -> list[dict[str, Any]]:
    """What the step returned; integers of any size are exact."""
    items = [item for chunk in result.chunks for item in json.loads(chunk)]
    assert [len(orjson.loads(chunk)) for chunk in result.chunks if len(chunk) < 100_000] == [
        count for chunk, count in zip(result.chunks, result.counts, strict=True) if len(chunk) < 100_000
    ]
    return items


def containers_of(client: DockerClient, instance: str) -> list[str]:
    found = client.api.containers(all=True, filters={"label": f"{INSTANCE}={instance}"}, quiet=True)
    return [container["Id"] for container in found]


async def in_chunks(jsons: Sequence[Any], size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(jsons), size):
        yield dumps([{"json": json} for json in jsons[start : start + size]])


def input_file(name: str, content: bytes, piece: int = 100_000) -> InputFile:
    async def read() -> AsyncIterator[bytes]:
        for start in range(0, len(content), piece):
            yield content[start : start + piece]

    return InputFile(name=name, size=len(content), read=read)


async def until(condition: Callable[[], Awaitable[bool]], within: float = 20.0) -> None:
    """Ask again and again, with a pause for the machine's sake."""
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110 — Docker tells nobody
            await asyncio.sleep(0.02)
