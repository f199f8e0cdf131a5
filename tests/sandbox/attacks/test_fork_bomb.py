"""Each process starts more of itself until the machine has no room for another.

The container may only have so many processes; the runner, which is outside of the step, ends them all.
"""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena

BOMBS: dict[Language, str] = {
    "python": """
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
    "javascript": """
const { spawn } = require('child_process')
const bomb = 'bomb() { bomb | bomb & }; bomb; while :; do :; done'
for (;;) {
  const child = spawn('bash', ['-c', bomb], { detached: true })
  await new Promise((next) => child.on('spawn', next).on('error', next))
}
""",
    "bash": "bomb() { bomb | bomb & }; bomb 2>/dev/null; while :; do :; done",
}


@pytest.mark.parametrize("language", list(BOMBS))
async def test_a_fork_bomb_ends_with_its_step(arena: Arena, language: Language) -> None:
    result = await arena.attack(language, BOMBS[language], limits=Limits(wall_time=1.5))
    assert result.outcome in (Outcome.PROCESS_LIMIT, Outcome.TIME_LIMIT), result


async def test_a_step_that_fails_for_want_of_processes_is_told_so(arena: Arena) -> None:
    code = "import subprocess\nchildren = [subprocess.Popen(['sleep', '60']) for _ in range(1000)]"
    result = await arena.ends(Outcome.PROCESS_LIMIT, "python", code)
    assert "64" in result.message


async def test_threads_count_as_processes(arena: Arena) -> None:
    code = """
import threading, time
started = 0
try:
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        started += 1
except RuntimeError:
    return {"started": started}
"""
    assert (await arena.found("python", code))["started"] < 64
