"""A step ends, stops or signals everything it can see: the runner, what the runner keeps for later steps,
and itself last.

The runner is the first process of its pid namespace: no signal from inside ends or stops it. What it keeps
may be hurt; then the container is destroyed, and the next step never gets it.
"""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena, jsons

BRIEF = Limits(wall_time=1.5)

IN_PYTHON = """
import os, signal
def everything(number):
    try:
        os.kill(-1, number)
    except ProcessLookupError:
        pass
"""
IN_JAVASCRIPT = "const everything = (name) => { try { process.kill(-1, name) } catch {} }\n"

KILLING: dict[Language, str] = {
    "python": f"{IN_PYTHON}everything(signal.SIGKILL)\nos.kill(os.getpid(), signal.SIGKILL)",
    "javascript": f"{IN_JAVASCRIPT}everything('SIGKILL'); process.kill(process.pid, 'SIGKILL')",
    "bash": "(kill -9 -1)",
}
STOPPING: dict[Language, str] = {
    "python": f"{IN_PYTHON}everything(signal.SIGSTOP)\nos.kill(os.getpid(), signal.SIGSTOP)",
    "javascript": f"{IN_JAVASCRIPT}everything('SIGSTOP'); process.kill(process.pid, 'SIGSTOP')",
    "bash": "kill -STOP -1; kill -STOP $$",
}


@pytest.mark.parametrize("language", list(KILLING))
async def test_killing_everything_ends_only_the_step(arena: Arena, language: Language) -> None:
    result = await arena.ends(Outcome.SIGNALLED, language, KILLING[language], limits=BRIEF)
    assert "SIGKILL" in result.message


@pytest.mark.parametrize("language", list(STOPPING))
async def test_stopping_everything_stops_only_the_step(arena: Arena, language: Language) -> None:
    await arena.ends(Outcome.TIME_LIMIT, language, STOPPING[language], limits=BRIEF)


@pytest.mark.parametrize("number", ["SIGSTOP", "SIGKILL"])
async def test_everything_else_is_signalled_while_the_step_goes_on(arena: Arena, number: str) -> None:
    """Whoever would have told of the step's end can't; so it may end in other ways, but it does end."""
    code = f"{IN_PYTHON}everything(signal.{number})\nreturn {{'a': 1}}"
    result = await arena.attack("python", code, limits=BRIEF)
    assert result.outcome in (Outcome.COMPLETED, Outcome.SIGNALLED, Outcome.TIME_LIMIT), result


async def test_no_signal_disturbs_the_runner(arena: Arena) -> None:
    code = """
import os, signal
for _ in range(100):
    for number in signal.valid_signals():
        os.kill(1, number)
return {'a': 1}
"""
    assert await arena.found("python", code) == {"a": 1}


async def test_a_storm_of_signals_changes_nothing(arena: Arena) -> None:
    code = """
import os, signal
if os.fork() == 0:
    while True:
        for number in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGUSR1, signal.SIGIO, 34, 64):
            os.kill(1, number)
return [{"n": n} for n in range(1000)]
"""
    assert jsons(await arena.ends(Outcome.COMPLETED, "python", code)) == [{"n": n} for n in range(1000)]


async def test_signals_that_claim_to_come_from_a_child_that_ended_are_not_believed(arena: Arena) -> None:
    code = """
import ctypes, os, struct
libc = ctypes.CDLL(None, use_errno=True)
number = 129 if os.uname().machine == "x86_64" else 138
for sender in range(1, 50):
    info = struct.pack("iii4xiii", 17, 0, -1, sender, os.getuid(), 0).ljust(128, b"\\0")
    libc.syscall(ctypes.c_long(number), ctypes.c_long(1), ctypes.c_long(17), info)
return {'a': 1}
"""
    assert await arena.found("python", code) == {"a": 1}
