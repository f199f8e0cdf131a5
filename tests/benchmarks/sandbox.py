"""The sandbox alone: warm steps, many at once, first ones, much data; beside what Docker itself takes."""

import asyncio
import gc
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import orjson
import uvloop
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.environments import SHIPPED, choose, load_environments
from sandbox.hardening import ENVIRONMENT, USER
from sandbox.images import image_for
from sandbox.leftovers import INSTANCE, labels_of
from sandbox.model import Language, Outcome, Result, Step
from sandbox.pool.settings import PoolSettings
from tests.benchmarks.load import median

CODE: dict[Language, str] = {
    "python": "return [{'n': item['json']['n'] + 1} for item in items]",
    "javascript": "return items.map((item) => ({ n: item.json.n + 1 }))",
    "bash": "jq -c '{n: (.n + 1)}'",
}
QUIET_BASH = 'while read -r line; do echo "$line"; done'
EXECUTED: dict[Language, list[str]] = {
    "python": ["python3", "-c", "print({'n': 2})"],
    "javascript": ["node", "-e", "console.log({n: 2})"],
    "bash": ["bash", "-c", "echo '{\"n\": 2}'"],
}
EXECUTED_MS: dict[Language, float] = {"python": 53, "javascript": 127, "bash": 47}
"""What ``docker exec`` took on the machine that the bounds in milliseconds are for."""
COPY = "return items"
STORM = "storm() { while :; do (sleep 600 &) 2>/dev/null; done; }; echo first; storm & storm"
MEGABYTES = 50


class Measured:
    """Numbers by name."""

    def __init__(self) -> None:
        self.warm: dict[Language, float] = {}
        self.executed: dict[Language, float] = {}
        self.per_second: dict[Language, float] = {}
        self.first_with_spare: dict[Language, float] = {}
        self.first_without: dict[Language, float] = {}
        self.docker_run: dict[Language, float] = {}
        self.copied_seconds = 0.0
        self.copied_growth = 0.0
        """Of this process's memory, in payloads."""
        self.cancelled = 0.0
        """From a cancel in a fork storm until nothing of the step runs."""


def measure() -> Measured:
    """Milliseconds, but for what says otherwise."""
    found = Measured()
    uvloop.run(_measure(found))
    return found


async def _measure(found: Measured) -> None:
    languages: tuple[Language, ...] = ("python", "javascript", "bash")
    async with _sandbox(PoolSettings(spares=0)) as box:
        for language in languages:
            found.warm[language] = await _warm(box, language)
            found.executed[language] = await _docker_exec(box, language)
        found.copied_seconds, found.copied_growth = await _copy(box)
        found.cancelled = median([await _cancel(box) for _ in range(7)])
    for language in ("python", "javascript"):
        async with _sandbox(PoolSettings(spares=0)) as box:
            found.per_second[language] = await _at_once(box, language)
    for language in languages:
        found.first_with_spare[language] = await _first_with_spare(language)
        without, plain = await _first_without(language)
        found.first_without[language] = without / plain
        found.docker_run[language] = plain


class Box:
    """A sandbox, the engine under it, and the label of its containers."""

    def __init__(self, settings: PoolSettings, image_of: ImageOf) -> None:
        self.image_of = image_of
        self.instance = f"bench-{uuid4()}"
        self.sandbox = DockerSandbox(image_of, settings=settings, labels=labels_of(self.instance, "bench"))

    async def step(
        self, language: Language, code: str, project: str = "p", items: AsyncIterator[bytes] | None = None
    ) -> Result:
        step = Step(project=project, group="g", language=language, code=code)
        result = await self.sandbox.run(step, items or _one_item(), _nobody)
        if result.outcome is not Outcome.COMPLETED:
            raise RuntimeError(f"{language}: {result.outcome}: {result.message}")
        return result


@asynccontextmanager
async def _sandbox(settings: PoolSettings) -> AsyncIterator[Box]:
    environments = load_environments([SHIPPED])
    tags = {name: image_for(environment) for name, environment in environments.items()}
    box = Box(settings, lambda name, language: tags[choose(name, language, environments).name])
    try:
        yield box
    finally:
        await box.sandbox.close()


async def _warm(box: Box, language: Language, times: int = 150) -> float:
    code = QUIET_BASH if language == "bash" else CODE[language]
    for _ in range(30):
        await box.step(language, code)
    return await _p50(lambda: box.step(language, code), times)


async def _docker_exec(box: Box, language: Language) -> float:
    container = await asyncio.to_thread(_container_of, box, language)
    command = ["docker", "exec", container, *EXECUTED[language]]
    return await _p50(lambda: _run(command), 10)


async def _at_once(box: Box, language: Language, steps: int = 200, projects: int = 8) -> float:
    """Steps per second, the projects having worked before."""

    async def all_of_them(count: int) -> None:
        names = [f"p{number % projects}" for number in range(count)]
        await asyncio.gather(*(box.step(language, CODE[language], name) for name in names))

    await all_of_them(projects * 3)
    began = time.perf_counter()
    await all_of_them(steps)
    return steps / (time.perf_counter() - began)


async def _first_with_spare(language: Language, projects: int = 9) -> float:
    """Of projects that come one after another, each when the spares are complete; as a ratio to their later
    steps, which come after the same pause."""
    first: list[float] = []
    later: list[float] = []
    async with _sandbox(PoolSettings(containers=30, spares=1)) as box:
        box.sandbox.open([language])
        code = QUIET_BASH if language == "bash" else CODE[language]
        for number in range(projects):
            await _containers(box, number + 1)
            for found in (first, later, later):
                await asyncio.sleep(1)
                found.append(await _p50(lambda: box.step(language, code, f"p{number}"), 1))  # noqa: B023
    return median(first) / median(later)


async def _first_without(language: Language) -> tuple[float, float]:
    """With an empty pool, and ``docker run`` of the same image and program."""
    ours, plain = [], []
    code = QUIET_BASH if language == "bash" else CODE[language]
    for _ in range(7):
        async with _sandbox(PoolSettings(spares=0)) as box:
            ours.append(await _p50(lambda: box.step(language, code), 1))
            image = box.image_of(None, language)
        variables = [option for name, value in ENVIRONMENT.items() for option in ("-e", f"{name}={value}")]
        limits = ["--network=none", "--read-only", "--cap-drop=ALL", f"--user={USER}", *variables]
        command = ["docker", "run", "--rm", *limits, image, *EXECUTED[language]]
        plain.append(await _p50(lambda: _run(command), 1))  # noqa: B023
    return median(ours), median(plain)


async def _copy(box: Box) -> tuple[float, float]:
    """Seconds for the payload to go in and come back, and how much memory of ours it took at most."""
    chunk = orjson.dumps([{"json": {"n": n, "text": "x" * 950}} for n in range(1000)])
    count = MEGABYTES * 1024 * 1024 // len(chunk)

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(count):
            yield chunk

    await box.step("python", COPY)
    gc.collect()
    before = _memory_from_here_on()
    began = time.perf_counter()
    result = await box.step("python", COPY, items=chunks())
    took = time.perf_counter() - began
    assert sum(result.counts) == count * 1000
    return took, (_memory("VmHWM") - before) / MEGABYTES


async def _cancel(box: Box) -> float:
    """Milliseconds. A cancelled step ends once its container is dead."""
    going = asyncio.Event()

    async def heard(stream: str, line: str) -> None:
        going.set()

    step = Step(project="storm", language="bash", code=STORM)
    running = asyncio.create_task(box.sandbox.run(step, _one_item(), heard))
    await going.wait()
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    running.cancel()
    await asyncio.wait([running])
    return (time.perf_counter() - began) * 1000


def _memory_from_here_on() -> float:
    Path("/proc/self/clear_refs").write_text("5")  # forgets the most it ever was
    return _memory("VmRSS")


def _memory(which: str) -> float:
    """Of this process, in MB."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[which].split()[0]) / 1024


async def _p50(act: Callable[[], Awaitable[object]], times: int) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        await act()
        found.append((time.perf_counter() - began) * 1000)
    return median(found)


async def _run(command: list[str]) -> None:
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
    if await process.wait():
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")


async def _containers(box: Box, count: int) -> None:
    while await asyncio.to_thread(_count, box) < count:  # noqa: ASYNC110 — Docker tells nobody
        await asyncio.sleep(0.05)


def _count(box: Box) -> int:
    client = DockerClient.from_env()
    found = client.api.containers(filters={"label": f"{INSTANCE}={box.instance}"}, quiet=True)
    client.close()
    return len(found)


def _container_of(box: Box, language: Language) -> str:
    client = DockerClient.from_env()
    image = box.image_of(None, language)
    found = client.api.containers(filters={"label": f"{INSTANCE}={box.instance}", "ancestor": image})
    client.close()
    return str(found[0]["Id"])


async def _one_item() -> AsyncIterator[bytes]:
    yield b'[{"json":{"n":1}}]'


async def _nobody(stream: str, line: str) -> None:
    """Nothing is printed."""


def rows(found: Measured) -> list[tuple[str, float, float, float, str, bool]]:
    """Name, must, aim, measured, unit, and whether more is better."""
    titles: dict[Language, str] = {"python": "Python", "javascript": "JavaScript", "bash": "Bash"}
    warm: dict[Language, tuple[float, float]] = {"python": (4, 3), "javascript": (5, 4), "bash": (6, 5)}
    at_once: dict[Language, tuple[float, float]] = {"python": (100, 150), "javascript": (60, 100)}
    return [
        *(
            (f"warm {titles[each]} step, submit → result, p50", *warm[each], found.warm[each], "ms", False)
            for each in warm
        ),
        *(
            (
                f"warm {titles[each]} step, against docker exec",
                round(warm[each][0] / EXECUTED_MS[each], 4),
                round(warm[each][1] / EXECUTED_MS[each], 4),
                found.warm[each] / found.executed[each],
                "ratio",
                False,
            )
            for each in warm
        ),
        *(
            (f"200 {titles[each]} steps at once, 8 projects", *at_once[each], rate, "per s", True)
            for each, rate in found.per_second.items()
        ),
        *(
            (f"first {titles[each]} step with a spare, against later ones", 1.3, 1.1, ratio, "ratio", False)
            for each, ratio in found.first_with_spare.items()
        ),
        *(
            (f"first {titles[each]} step, empty pool, against docker run", 1.3, 1.1, ratio, "ratio", False)
            for each, ratio in found.first_without.items()
        ),
        ("cancel in a fork storm → nothing runs any more, p50", 500, 250, found.cancelled, "ms", False),
        (f"{MEGABYTES} MB of items through a step that copies them", 2, 1, found.copied_seconds, "s", False),
        ("worker memory growing meanwhile, in payloads", 3, 2, found.copied_growth, "ratio", False),
    ]
