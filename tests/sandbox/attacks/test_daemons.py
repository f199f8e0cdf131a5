"""A process forks twice and leaves its session, so that no process group and no parent lead to it any more;
then it lies in wait for the next step, to write into its folders and its log.

The runner is the first process of the container: orphans become its children, and it ends all of them.
"""

from uuid import uuid4

import pytest

from sandbox.model import Language, Outcome
from tests.sandbox.attacks.arena import Arena

LURK = (
    "while :; do for folder in /work /tmp /data/out; do echo {mark} > $folder/{mark}; done; echo {mark}; done"
)

DAEMONS: dict[Language, str] = {
    "python": """
import os, signal, subprocess
for _ in range(10):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in set(range(1, 65)) - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
                signal.signal(number, signal.SIG_IGN)
            os.execvp("bash", ["bash", "-c", lurk])
        os._exit(0)
return {}
""",
    "javascript": """
const { spawn } = require('child_process')
const how = { detached: true, stdio: 'inherit' }
for (let n = 0; n < 10; n++) spawn('setsid', ['bash', '-c', lurk], how).unref()
return {}
""",
    "bash": """for n in {1..10}; do (setsid nohup bash -c "$LURK" &) & done; exec true""",
}


@pytest.mark.parametrize("language", list(DAEMONS))
async def test_a_daemon_ends_with_its_step(arena: Arena, language: Language) -> None:
    lurk = LURK.format(mark=f"daemon-{uuid4()}")
    variables = {} if language == "bash" else {"lurk": lurk}
    result = await arena.attack(language, DAEMONS[language], variables=variables, env={"LURK": lurk})
    assert result.outcome is Outcome.COMPLETED, result
