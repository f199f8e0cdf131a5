"""Each limit ends a step with an outcome of its own, which says the limit's value."""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.running import Bench, Lines

ENDLESS: dict[Language, str] = {
    "python": "import signal\nfor n in {1, 2, 3, 13, 15}: signal.signal(n, signal.SIG_IGN)\nwhile True: 0",
    "javascript": "for (;;) {}",
    "bash": "trap '' TERM INT; while :; do :; done",
}


@pytest.mark.parametrize("language", list(ENDLESS))
async def test_an_endless_loop_ends_at_the_wall_time(bench: Bench, language: Language) -> None:
    message = await bench.fails(Outcome.TIME_LIMIT, language, ENDLESS[language], limits=Limits(wall_time=1.5))
    assert "time limit of 1.5 s" in message


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "a = []\nwhile True: a.append(bytearray(10_000_000))"),
        ("python", "return {'a': len(bytearray(10**15))}"),
        ("javascript", "const a = []\nfor (;;) a.push(Array.from({ length: 100000 }, () => ({})))"),
        ("javascript", "const a = []\nfor (;;) a.push(Buffer.alloc(10000000, 1))"),
        ("bash", "a=x; while :; do a=$a$a; done"),
    ],
)
async def test_a_memory_bomb_ends_at_the_memory_limit(bench: Bench, language: Language, code: str) -> None:
    message = await bench.fails(Outcome.MEMORY_LIMIT, language, code, limits=Limits(memory=128 * 1024 * 1024))
    assert "memory limit of 128 MB" in message


async def test_memory_that_runs_out_in_a_process_of_the_step_is_seen_too(bench: Bench) -> None:
    code = "python3 -c 'a = []\nwhile True: a.append(bytearray(10_000_000))'"
    await bench.fails(Outcome.MEMORY_LIMIT, "bash", code, limits=Limits(memory=128 * 1024 * 1024))


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "import sys\nfor _ in range(200): sys.stdout.write('x' * 999_999 + '\\n')\nreturn {}"),
        ("javascript", "for (let i = 0; i < 200; i++) console.error('x'.repeat(1e6))\nreturn {}"),
        ("bash", "yes x | head -c 200000000"),
    ],
)
async def test_printing_200_mb_ends_at_the_output_limit(bench: Bench, language: Language, code: str) -> None:
    message = await bench.fails(Outcome.OUTPUT_LIMIT, language, code)
    assert "output limit of 100 MB" in message


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "return {'a': 'x' * 2_000_000}"),
        ("python", "return [{'a': 'x' * 100_000}] * 20"),
        ("javascript", "return { a: 'x'.repeat(2000000) }"),
        ("bash", """for i in $(seq 20); do jq -nc '{a: ("x" * 100000)}'; done"""),
        ("bash", "printf '{\"a\": \"'; yes x | tr -d '\\n' | head -c 200000000"),
    ],
)
async def test_a_result_of_2_mb_ends_at_a_limit_of_1_mb(bench: Bench, language: Language, code: str) -> None:
    message = await bench.fails(Outcome.RESULT_LIMIT, language, code, limits=Limits(result=1024 * 1024))
    assert "result limit of 1 MB" in message


async def test_a_log_is_cut_at_its_lines_with_a_notice_and_the_step_goes_on(bench: Bench) -> None:
    lines = Lines()
    result = await bench.run("python", "for n in range(10_050): print(n)\nreturn {'a': 1}", lines=lines)
    assert result.outcome is Outcome.COMPLETED
    assert lines.of("stdout") == [str(number) for number in range(10_000)]
    (notice,) = lines.of("system")
    assert "10,000 lines or 5 MB" in notice


async def test_a_log_is_cut_at_its_bytes_too(bench: Bench) -> None:
    lines = Lines()
    await bench.run("python", "for n in range(80): print('x' * 100_000)\nreturn {}", lines=lines)
    assert len(lines.of("stdout")) == 5 * 1024 * 1024 // 100_000
    assert len(lines.of("system")) == 1


async def test_a_fork_bomb_stays_within_the_step(bench: Bench) -> None:
    code = """
import os
forks = 0
try:
    while True:
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "600"])
        forks += 1
except BlockingIOError:
    return {"forks": forks}
"""
    (found,) = await bench.jsons("python", code)
    assert 50 < found["forks"] < 64


async def test_a_fork_storm_ends_at_the_wall_time(bench: Bench) -> None:
    code = "bomb() { bomb | bomb & }; bomb 2>/dev/null; while :; do :; done"
    await bench.fails(Outcome.TIME_LIMIT, "bash", code, limits=Limits(wall_time=2))


async def test_the_work_folder_is_no_larger_than_its_limit(bench: Bench) -> None:
    code = "head -c 20000000 /dev/zero > file 2> /dev/null; stat -c '{\"size\": %s}' file"
    (found,) = await bench.jsons("bash", code, limits=Limits(disk=4 * 1024 * 1024))
    assert found == {"size": 4 * 1024 * 1024}


async def test_only_so_many_files_are_open(bench: Bench) -> None:
    code = """
try:
    files = [open('/dev/null') for _ in range(10_000)]
except OSError as error:
    return {'e': error.errno}
"""
    assert await bench.jsons("python", code) == [{"e": 24}]


async def test_an_environment_that_is_not_there_is_refused(bench: Bench) -> None:
    message = await bench.fails(Outcome.REFUSED, "python", "return {}", environment="pandas")
    assert "'pandas'" in message


async def test_code_that_is_no_unicode_is_refused(bench: Bench) -> None:
    assert "not JSON" in await bench.fails(Outcome.REFUSED, "python", "return '\ud800'")
