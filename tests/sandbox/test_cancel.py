"""A cancelled step is gone within 500 ms, whatever it was doing."""

import asyncio
import time

import pytest

from tests.sandbox.running import Bench, Lines

STORM = "storm() { while :; do (sleep 600 &) 2>/dev/null; done; }; echo first; storm & storm"
BLOCKED = "trap '' TERM INT; echo first; cat /dev/zero > /dev/null"


@pytest.mark.parametrize("code", ["echo first; sleep 600", STORM, BLOCKED])
async def test_a_running_step_is_killed_and_removed(bench: Bench, code: str) -> None:
    await bench.no_containers()
    lines = Lines()
    running = asyncio.create_task(bench.run("bash", code, lines=lines))
    await lines.seen("first")
    running.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await running
    took = time.monotonic() - began
    assert await bench.containers() == []
    assert took < 0.5


async def test_a_step_that_is_only_starting_leaves_nothing(bench: Bench) -> None:
    await bench.no_containers()
    running = asyncio.create_task(bench.run("bash", "sleep 600"))
    await bench.some_container()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await bench.containers() == []


async def test_a_step_that_waits_for_its_turn_never_starts(bench: Bench) -> None:
    running = asyncio.create_task(bench.run("bash", "sleep 600"))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await bench.containers() == []
