"""Whatever limit a step meets, it is told which one, how much it is, and what it is called to raise it."""

from dataclasses import fields
from typing import NamedTuple

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.running import Bench, Lines, input_file

MEGABYTE = 1024 * 1024


class Case(NamedTuple):
    limits: Limits
    shown: str
    outcome: Outcome
    code: str
    language: Language = "python"
    given: bytes = b""


ENDLESS = "while True: pass"
CASES = {
    "wall_time": Case(Limits(wall_time=0.5), "0.5 s", Outcome.TIME_LIMIT, ENDLESS),
    "cpu_time": Case(Limits(cpu_time=0.5), "0.5 s", Outcome.CPU_LIMIT, ENDLESS),
    "memory": Case(Limits(memory=128 * MEGABYTE), "128 MB", Outcome.MEMORY_LIMIT, "bytearray(10**15)"),
    "processes": Case(
        Limits(processes=8),
        "8 processes",
        Outcome.PROCESS_LIMIT,
        "import subprocess\nkept = [subprocess.Popen(['sleep', '60']) for _ in range(20)]",
    ),
    "open_files": Case(
        Limits(open_files=64),
        "64 files",
        Outcome.OPEN_FILES_LIMIT,
        "kept = [open('/dev/null') for _ in range(100)]",
    ),
    "output": Case(Limits(output=MEGABYTE), "1 MB", Outcome.OUTPUT_LIMIT, "yes", "bash"),
    "disk": Case(
        Limits(disk=2 * MEGABYTE),
        "2 MB",
        Outcome.DISK_LIMIT,
        "open('/work/a', 'wb').write(b'x' * 3_000_000)",
    ),
    "disk_files": Case(
        Limits(disk_files=100),
        "100 files",
        Outcome.DISK_LIMIT,
        "for n in range(200): open(f'/work/{n}', 'w').close()",
    ),
    "result": Case(Limits(result=MEGABYTE), "1 MB", Outcome.RESULT_LIMIT, "return {'a': 'x' * 2_000_000}"),
    "files": Case(
        Limits(files=MEGABYTE),
        "1 MB",
        Outcome.FILES_LIMIT,
        "open('/data/out/a', 'wb').write(b'x' * 2_000_000)\nreturn {}",
    ),
    "disk, by what is given": Case(
        Limits(disk=2 * MEGABYTE), "2 MB", Outcome.FILES_LIMIT, "return {}", "python", b"x" * 3_000_000
    ),
    "files, by what is given": Case(
        Limits(files=MEGABYTE), "1 MB", Outcome.FILES_LIMIT, "return {}", "python", b"x" * 2_000_000
    ),
}
SAID_ELSEWHERE = {
    "cpus": "only slows a step down",
    "log_lines": "in the log's own notice, below",
    "log_bytes": "in the log's own notice, below",
    "connections": "in the refusal that the program sees (test_tunnel)",
    "traffic": "in the refusal that the program sees (test_tunnel)",
}


@pytest.mark.parametrize("case", list(CASES))
async def test_a_limit_is_named_with_its_value(bench: Bench, case: str) -> None:
    limits, shown, outcome, code, language, given = CASES[case]
    files = [input_file("given", given)] if given else []
    message = await bench.fails(outcome, language, code, limits=limits, files=files)
    assert shown in message
    assert f"(limits.{case.partition(',')[0]})" in message


def test_no_limit_is_left_out() -> None:
    assert {field.name for field in fields(Limits)} == {*CASES, *SAID_ELSEWHERE} - {
        case for case in CASES if "," in case
    }
    limiting = {outcome for outcome in Outcome if outcome.endswith("_limit")}
    assert limiting == {case.outcome for case in CASES.values()}


async def test_where_the_log_is_cut_its_limits_are_named(bench: Bench) -> None:
    lines = Lines()
    await bench.run("bash", "yes | head -n 20", lines=lines, limits=Limits(log_lines=10, log_bytes=2**20))
    [notice] = lines.of("system")
    assert "10 lines or 1 MB (limits.log_lines, limits.log_bytes)" in notice
