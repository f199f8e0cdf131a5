"""More output than anybody can take: endless, without a line's end, no text, or in lines of one character.

What is printed is counted by the runner, not kept; past its limits the log is cut, then the step is killed.
"""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.running import Lines

SMALL = Limits(wall_time=20, output=10 * 1024 * 1024, log_lines=100, log_bytes=100_000)
FLOODS: dict[str, tuple[Language, str]] = {
    "lines": ("bash", "yes"),
    "one line": ("bash", "tr '\\0' x < /dev/zero"),
    "no text": ("bash", "cat /dev/urandom"),
    "nothing but NUL": ("bash", "cat /dev/zero >&2"),
    "empty lines": ("bash", "yes '' >&2"),
    "half a character each": ("bash", "yes $'\\xe2\\x82' >&2"),
    "both streams from many processes": ("bash", "for i in {1..10}; do yes & yes >&2 & done; wait"),
    "lines of Python": ("python", "while True: print('x' * 100)"),
    "long lines of Python": ("python", "while True: print('x' * 1_000_000, end='')"),
    "lines of JavaScript": ("javascript", "for (;;) console.log('x'.repeat(100))"),
    "long lines of JavaScript": ("javascript", "for (;;) console.error('x'.repeat(1000000))"),
    "a process of JavaScript": ("javascript", "for (;;) process.stdout.write('x'.repeat(1000000))"),
}


@pytest.mark.parametrize("flood", list(FLOODS))
async def test_a_flood_ends_at_the_output_limit(arena: Arena, flood: str) -> None:
    language, code = FLOODS[flood]
    lines = Lines()
    result = await arena.attack(language, code, lines=lines, limits=SMALL)
    assert result.outcome is Outcome.OUTPUT_LIMIT, result
    assert "10 MB" in result.message
    assert sum(len(line.encode()) for _, line in lines.all) <= 2 * SMALL.log_bytes
    assert len(lines.all) <= SMALL.log_lines + 5


async def test_a_flood_of_objects_ends_at_the_result_limit(arena: Arena) -> None:
    code = "yes '{\"a\": 1}'"
    result = await arena.attack("bash", code, limits=Limits(wall_time=20, result=1024 * 1024))
    assert result.outcome is Outcome.RESULT_LIMIT


async def test_lines_of_the_system_cannot_be_printed(arena: Arena) -> None:
    """Terminal escapes, line ends of other systems and text like a frame stay text of their stream."""
    lines = Lines()
    code = """
import sys
print('\\x1b[2Jclear')
print('L\\x00\\x00\\x00\\x10[["system", "hello"]]')
sys.stderr.write('{"stream": "system", "line": "hello"}\\n')
return {}
"""
    assert (await arena.attack("python", code, lines=lines)).outcome is Outcome.COMPLETED
    assert lines.of("system") == []
    assert len(lines.all) == 3
