"""One call into C that never returns: no signal handler of the interpreter runs, and no timer fires.

Time is watched from outside of the process, and ends it with a signal that nobody can handle.
"""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena

ENDLESS: dict[str, tuple[Language, str]] = {
    "re in Python": ("python", "import re\nreturn {'a': re.match('(a|a)*b', 'a' * 64)}"),
    "power in Python": ("python", "return {'a': 7 ** 7 ** 7 ** 7 & 1}"),
    "regular expression in JavaScript": ("javascript", "return { a: /^(a|a)*b$/.test('a'.repeat(64)) }"),
    "power in JavaScript": ("javascript", "return { a: (7n ** 7n ** 9n) % 2n === 1n }"),
    "jq": ("bash", """jq -nc '[limit(1e12; repeat(1))] | {a: length}'"""),
}


@pytest.mark.parametrize("loop", list(ENDLESS))
async def test_code_that_never_comes_back_ends_at_the_wall_time(arena: Arena, loop: str) -> None:
    language, code = ENDLESS[loop]
    result = await arena.ends(Outcome.TIME_LIMIT, language, code, limits=Limits(wall_time=1))
    assert "1 s" in result.message


@pytest.mark.parametrize("loop", ["re in Python", "power in Python", "regular expression in JavaScript"])
async def test_code_that_never_comes_back_ends_at_the_cpu_time(arena: Arena, loop: str) -> None:
    language, code = ENDLESS[loop]
    result = await arena.ends(Outcome.CPU_LIMIT, language, code, limits=Limits(wall_time=10, cpu_time=1))
    assert "1 s" in result.message


async def test_cpu_time_of_children_that_are_gone_counts(arena: Arena) -> None:
    code = """
import os
while True:
    if os.fork() == 0:
        for _ in range(1_000_000): pass
        os._exit(0)
    os.wait()
"""
    await arena.ends(Outcome.CPU_LIMIT, "python", code, limits=Limits(wall_time=10, cpu_time=1))


async def test_cpu_time_of_processes_at_the_same_time_is_added_up(arena: Arena) -> None:
    code = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"
    await arena.ends(Outcome.CPU_LIMIT, "python", code, limits=Limits(wall_time=10, cpu_time=1, cpus=2))
