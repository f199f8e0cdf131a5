"""A Bash step reaches for the process that waits, in the same container, to become the next Python step: it
stops it, lowers its limits, slows it down or ends it, so that the next step hangs, fails or is changed.

It has the step's user, so that signals reach it. It is forked anew after every step that it did not become.
"""

import pytest

from sandbox.model import Outcome
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS
from tests.sandbox.running import Bench

WAITING = """
for folder in /proc/[0-9]*; do
  pid=${folder#/proc/}
  case $pid in 1|$$) continue;; esac
  [ "$(readlink $folder/exe 2>/dev/null)" ] && continue
  parent=$(awk '{print $4}' $folder/stat 2>/dev/null)
  [ "$parent" != 1 ] && [ "$parent" != 0 ] && [ "$parent" != $$ ] && waiting=$pid
done
"""
"""The one whose parent is neither the runner nor the step: the zygote's child."""
DEEDS = {
    "stopped": "kill -STOP $waiting",
    "ended": "kill -KILL $waiting",
    "slowed down": "renice -n 19 $waiting >/dev/null",
    "short of files": "prlimit --pid $waiting --nofile=1:1 2>/dev/null || true",
}


@pytest.mark.parametrize("deed", list(DEEDS))
async def test_the_next_step_is_as_any_other(bench: Bench, deed: str) -> None:
    look = "import os; return {'nice': os.nice(0), 'opens': open('/proc/self/status').read() != ''}"
    await bench.jsons("python", look, project=deed)
    bash = await bench.jsons(
        "bash",
        f'{WAITING} {DEEDS[deed]}; echo "{{\\"found\\": \\"$waiting\\"}}"',
        project=deed,
        environment="python",
    )
    assert bash != [{"found": ""}], "nothing waits"
    assert await bench.jsons("python", look, project=deed) == [{"nice": 0, "opens": True}]


async def test_it_can_not_be_looked_into(bench: Bench) -> None:
    await bench.jsons("python", "return {}", project="looked into")
    code = f"""{WAITING}
for file in mem maps environ auxv fd map_files stack; do
  path=/proc/$waiting/$file
  if head -c 1 $path >/dev/null 2>&1 || ls $path/ >/dev/null 2>&1; then opened="$opened $file"; fi
done
echo "{{\\"opened\\": \\"$opened\\", \\"found\\": \\"$waiting\\"}}"
"""
    [found] = await bench.jsons("bash", code, project="looked into", environment="python")
    assert found["found"]
    assert found["opened"] == ""


async def test_no_step_finds_it_beside_itself(arena: Arena) -> None:
    """A Python step has become it."""
    code = SYSCALLS + "return {name: 0 for name in others()}"
    await arena.found("python", code)
    assert len(await arena.found("python", code)) == 2, "the runner and the zygote"


async def test_a_step_that_ends_every_process_takes_it_along(bench: Bench) -> None:
    await bench.jsons("python", "return {}", project="all ended")
    result = await bench.run("bash", "kill -KILL -1", project="all ended", environment="python")
    assert result.outcome in (Outcome.COMPLETED, Outcome.SIGNALLED)
    assert await bench.jsons("python", "return {'n': 1}", project="all ended") == [{"n": 1}]
