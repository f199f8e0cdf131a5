"""Code that blocks, ignores or handles every signal it can, and never ends by itself."""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena

STUBBORN: dict[Language, str] = {
    "python": """
import os, signal
for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, lambda *_: None)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
    "javascript": """
for (const name of Object.keys(require('os').constants.signals)) {
  try { process.on(name, () => {}) } catch {}
}
process.on('exit', () => { for (;;) {} })
process.on('uncaughtException', () => {})
for (;;) {}
""",
    "bash": "trap '' $(seq 1 8) $(seq 10 18) $(seq 20 31) EXIT; while :; do :; done",
}
ASLEEP: dict[Language, str] = {
    "python": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nsignal.pause()",
    "javascript": "await new Promise(() => setInterval(() => {}, 1000))",
    "bash": "trap '' TERM INT HUP; kill -STOP $$",
}


@pytest.mark.parametrize("language", list(STUBBORN))
async def test_blocked_signals_keep_nothing_alive(arena: Arena, language: Language) -> None:
    await arena.ends(Outcome.TIME_LIMIT, language, STUBBORN[language], limits=Limits(wall_time=1))


@pytest.mark.parametrize("language", list(ASLEEP))
async def test_nor_does_sleep(arena: Arena, language: Language) -> None:
    await arena.ends(Outcome.TIME_LIMIT, language, ASLEEP[language], limits=Limits(wall_time=1))
