"""A cancelled step is gone when its cancelling returns, whatever it was doing. How long that takes is
recorded, and measured by the benchmarks."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.model import Language, Result, Step, Stream
from tests.sandbox.running import Bench, Lines, in_chunks, until

STORM = "storm() { while :; do (sleep 600 &) 2>/dev/null; done; }; echo first; storm & storm"
BLOCKED = "trap '' TERM INT; echo first; cat /dev/zero > /dev/null"
IN_C = "print('first', flush=True)\nsum(range(10**15))"
MASKED = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
print('first', flush=True)
while True: pass
"""
SPINNING = "console.log('first'); for (;;) {}"


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("bash", "echo first; sleep 600"),
        ("bash", STORM),
        ("bash", BLOCKED),
        ("python", IN_C),
        ("python", MASKED),
        ("javascript", SPINNING),
    ],
)
async def test_a_running_step_is_killed(
    alone: Bench, language: Language, code: str, record_property: Callable[[str, object], None]
) -> None:
    lines = Lines()
    running = asyncio.create_task(alone.run(language, code, lines=lines))
    await lines.seen("first")
    processes = await _processes(alone)
    assert processes
    began = time.monotonic()
    await _cancel(running)
    took = time.monotonic() - began
    assert _alive(processes) == []
    record_property("milliseconds until it was gone", round(took * 1000))

    async def gone() -> bool:
        return not await alone.containers()

    await until(gone)
    assert await alone.jsons("bash", "echo '{}'") == [{}]


async def test_a_slow_end_of_whoever_takes_the_lines_does_not_delay_it(alone: Bench) -> None:
    taking = asyncio.Event()
    left: list[int] = []

    async def slow(stream: Stream, line: str) -> None:
        taking.set()
        try:
            await asyncio.sleep(600)
        finally:
            await asyncio.sleep(0.5)
            left.extend(_alive(processes))

    step = Step(project="p", language="bash", code="while :; do echo line; done")
    running = asyncio.create_task(alone.sandbox.run(step, in_chunks([]), slow))
    await taking.wait()
    processes = await _processes(alone)
    assert processes
    await _cancel(running)
    assert left == []


async def test_a_step_whose_container_is_only_starting_leaves_it_to_others(alone: Bench) -> None:
    running = asyncio.create_task(alone.run("bash", "echo '{}'"))

    async def starting() -> bool:
        return bool(await alone.containers())

    await until(starting)
    await _cancel(running)
    assert await alone.jsons("bash", "echo '{}'") == [{}]
    assert len(await alone.containers()) == 1


async def test_a_step_that_waits_for_its_turn_never_starts(alone: Bench) -> None:
    lines = Lines()
    first = asyncio.create_task(alone.run("bash", "echo first; sleep 600", lines=lines))
    await lines.seen("first")
    second = asyncio.create_task(alone.run("bash", "echo second", lines=lines))
    await asyncio.sleep(0)
    await _cancel(second)
    await _cancel(first)
    assert await alone.jsons("bash", "echo '{}'") == [{}]
    assert lines.of("stdout") == ["first"]


async def _cancel(running: "asyncio.Task[Result]") -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def _alive(processes: list[int]) -> list[int]:
    return [pid for pid in processes if Path(f"/proc/{pid}").exists()]


async def _processes(bench: Bench) -> list[int]:
    """The containers' processes, as the host sees them."""
    found = []
    for id in await bench.containers():
        top = await asyncio.to_thread(bench.client.api.top, id)
        found += [int(row[top["Titles"].index("PID")]) for row in top["Processes"] or []]
    return found
