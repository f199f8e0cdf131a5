"""Lines are seen as they are written, items of any number pass, and a slow reader pushes back."""

import asyncio
import resource
from collections.abc import AsyncIterator

import pytest

from sandbox.model import ItemBytes, Language, Limits, Outcome, Step, Stream
from tests.sandbox.running import Bench, Lines, in_chunks

WAITING: dict[Language, str] = {
    "python": "import time\nprint('first')\ntime.sleep(600)",
    "javascript": "console.log('first')\nawait new Promise((done) => setTimeout(done, 600000))",
    "bash": "echo first; sleep 600",
}


@pytest.mark.parametrize("language", list(WAITING))
async def test_a_line_is_seen_before_the_step_ends(bench: Bench, language: Language) -> None:
    lines = Lines()
    running = asyncio.create_task(bench.run(language, WAITING[language], lines=lines))
    await lines.seen("first")
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_slow_reader_holds_the_step_up_instead_of_filling_memory(bench: Bench) -> None:
    """The lines are more than fits into the container: it would die if the runner kept them."""
    code = """
for _ in range(2000):
    print("x" * 100_000)
return {}
"""
    first, go_on = asyncio.Event(), asyncio.Event()
    taken = 0

    async def slow(stream: Stream, line: str) -> None:
        nonlocal taken
        taken += len(line)
        first.set()
        await go_on.wait()

    much = 1024 * 1024 * 1024
    limits = Limits(memory=64 * 1024 * 1024, output=much, log_bytes=much)
    step = Step(project="p", language="python", code=code, limits=limits)
    running = asyncio.create_task(bench.sandbox.run(step, in_chunks([]), slow))
    await first.wait()
    before = _memory()
    await asyncio.wait([running], timeout=1)
    assert not running.done()
    assert _memory() - before < 16 * 1024
    go_on.set()
    result = await running
    assert result.outcome is Outcome.COMPLETED, result.message
    assert taken == 200_000_000


@pytest.mark.parametrize(
    ("language", "code"), [("python", "return items"), ("javascript", "return items"), ("bash", "cat")]
)
async def test_twenty_megabytes_of_items_pass(bench: Bench, language: Language, code: str) -> None:
    items = [{"number": number, "text": "x" * 2000} for number in range(10_000)]
    assert await bench.jsons(language, code, items) == items


async def test_one_item_may_be_large(bench: Bench) -> None:
    items = [{"text": "x" * 20_000_000}]
    assert await bench.jsons("python", "return item", items, mode="each") == items


async def test_what_reading_the_items_raises_is_raised(bench: Bench) -> None:
    async def broken() -> AsyncIterator[ItemBytes]:
        yield b'[{"json":{}}]'
        raise LookupError("the items are gone")

    step = Step(project="p", language="python", code="return items")
    with pytest.raises(LookupError, match="the items are gone"):
        await bench.sandbox.run(step, broken(), Lines().take)


async def test_what_taking_a_line_raises_is_raised(bench: Bench) -> None:
    async def broken(stream: Stream, line: str) -> None:
        raise LookupError("the log is gone")

    step = Step(project="p", language="bash", code="echo a; sleep 600")
    with pytest.raises(LookupError, match="the log is gone"):
        await bench.sandbox.run(step, in_chunks([]), broken)


def _memory() -> int:
    """The most this process has ever used, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
