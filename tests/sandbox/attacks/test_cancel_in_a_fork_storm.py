"""A step that is cancelled while its processes multiply must not outlive its cancelling.

Whoever kills processes one by one loses the race; the container as a whole is killed.
"""

import asyncio
import contextlib

import pytest

from tests.sandbox.attacks.arena import Arena
from tests.sandbox.running import Lines

STORMS = {
    "forks": """
import os
print("ready", flush=True)
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
    "short-lived processes, each the child of the last": """
import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
while True:
    try:
        if os.fork():
            os._exit(0)
        os.setsid()
    except OSError:
        pass
""",
}


@pytest.mark.parametrize("storm", list(STORMS))
async def test_cancelling_ends_a_fork_storm(arena: Arena, storm: str) -> None:
    await arena.look_around("python")
    lines = Lines()
    running = asyncio.create_task(arena.run("python", STORMS[storm], lines=lines))
    await lines.seen("ready")
    running.cancel()
    async with asyncio.timeout(10):
        with contextlib.suppress(asyncio.CancelledError):
            await running
    assert running.cancelled()
    await arena.unharmed("python")
