"""A step changes how the kernel treats the runner, and what the runner keeps for later steps: their limits,
priorities, processors. The same user suffices for that; later steps would inherit all of it.

Either it is refused, or the container is destroyed afterwards: the next step runs as if nothing had been.
"""

import pytest

from sandbox.model import Language
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS

CHANGES = {
    "limits on files": "call('prlimit64', pid, 7, struct.pack('QQ', 3, 3), None)",
    "limits on the size of a file": "call('prlimit64', pid, 1, struct.pack('QQ', 10, 10), None)",
    "limits on memory": "call('prlimit64', pid, 9, struct.pack('QQ', 4096, 4096), None)",
    "limits on processes": "call('prlimit64', pid, 6, struct.pack('QQ', 1, 1), None)",
    "limits on processor time": "call('prlimit64', pid, 0, struct.pack('QQ', 1, 1), None)",
    "limits on the stack": "call('prlimit64', pid, 3, struct.pack('QQ', 4096, 4096), None)",
    "limits on signals": "call('prlimit64', pid, 11, struct.pack('QQ', 0, 0), None)",
    "core files": "call('prlimit64', pid, 4, struct.pack('QQ', 0, 0), None)",
    "priority": "call('setpriority', 0, pid, 19)",
    "priority of the user": "call('setpriority', 2, os.getuid(), 19)",
    "disk priority": "call('ioprio_set', 1, pid, 3 << 13)",
    "policy": "call('sched_setattr', pid, struct.pack('IIQiIQQQ', 48, 5, 0, 0, 0, 0, 0, 0), 0)",
    "processors": "call('sched_setaffinity', pid, 8, struct.pack('Q', 1))",
}


@pytest.mark.parametrize("change", list(CHANGES))
async def test_the_next_step_inherits_no_change(arena: Arena, change: str) -> None:
    code = f"""{SYSCALLS}
import struct
done = {{name: {CHANGES[change]} for name, pid in others().items()}}
return {{"others": len(done)}}
"""
    assert (await arena.found("python", code))["others"] > 0


LANGUAGES: dict[Language, str] = {
    "python": """
import os, resource
os.nice(19)
for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_STACK, resource.RLIMIT_FSIZE):
    resource.setrlimit(kind, (64, 64))
os.umask(0o777)
os.chdir("/")
os.environ["CHANGED"] = "1"
""",
    "javascript": """
process.umask(0o777)
process.chdir('/')
process.env.CHANGED = '1'
require('os').setPriority(19)
return {}
""",
    "bash": "ulimit -n 20 -f 1 -s 64; umask 777; cd /; export CHANGED=1; renice 19 $$ >&2",
}


@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_nor_what_a_step_does_to_itself(arena: Arena, language: Language) -> None:
    await arena.attack(language, LANGUAGES[language])
