"""A step reads and writes the memory and the descriptors of the runner, and of the processes that it keeps
for later steps: with them it could read the next step's data, or speak for the runner.

They have the step's user, so that nothing keeps it out but their being not dumpable (or a filter on system
calls).
"""

import pytest

from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS

DOORS = {
    "ptrace, attach": """call("ptrace", 16, pid, 0, 0)""",
    "ptrace, seize": """call("ptrace", 0x4206, pid, 0, 0)""",
    "process_vm_readv": """vm("process_vm_readv", pid)""",
    "process_vm_writev": """vm("process_vm_writev", pid)""",
    "pidfd_getfd": """[call("pidfd_getfd", call("pidfd_open", pid, 0), fd, 0) for fd in range(32)]""",
    "process_madvise": """call("process_madvise", call("pidfd_open", pid, 0), iovec(), 1, 21, 0)""",
    "kcmp": """call("kcmp", pid, os.getpid(), 0, 0, 0)""",
    "move_pages": """call("move_pages", pid, 0, None, None, None, 0)""",
    "get_robust_list": """call("get_robust_list", pid, bytes(8), bytes(8))""",
}
READ = (
    "mem maps smaps environ auxv fd fd/0 fd/1 fd/3 fdinfo fdinfo/0 map_files cwd exe root root/etc stack "
    "syscall io personality pagemap ns/pid task/{}/mem task/{}/fd/1"
)
WRITTEN = (
    "mem clear_refs oom_score_adj oom_adj coredump_filter comm timerslack_ns attr/current attr/exec sched "
    "autogroup make-it-fail setgroups uid_map gid_map timens_offsets loginuid latency fd/0 fd/1"
)

BEFORE = (
    SYSCALLS
    + """
import os, struct
def iovec():
    return struct.pack("PN", id(buffer), 8)
buffer = ctypes.create_string_buffer(4096)
def vm(name, pid):
    # the first mapping of a program that is not position independent, and our own: same layout after a fork
    places = [0x400000, 0x555555554000] + [int(line.split("-")[0], 16) for line in open("/proc/self/maps")]
    found = []
    for place in places:
        ours, theirs = struct.pack("PN", ctypes.addressof(buffer), 8), struct.pack("PN", place, 8)
        found.append(call(name, pid, ours, 1, theirs, 1, 0))
    return found
"""
)


@pytest.mark.parametrize("door", list(DOORS))
async def test_no_system_call_leads_into_another_process(arena: Arena, door: str) -> None:
    code = f"{BEFORE}return {{name: {DOORS[door]} for name, pid in others().items()}}"
    found = await arena.found("python", code)
    assert any(name.startswith("1 ") for name in found), "the runner"
    for name, results in found.items():
        for result in results if isinstance(results, list) else [results]:
            assert result in ("EPERM", "ENOSYS", "EACCES", "EBADF", "EINVAL"), (name, results)


async def test_no_file_of_proc_leads_into_another_process(arena: Arena) -> None:
    code = f"""{BEFORE}
def attempt(act, path):
    try:
        act(path)
        return True
    except OSError:
        return False
def into(path):
    if os.path.islink(path): os.readlink(path)
    if os.path.isdir(path): return os.listdir(path)
    with open(path, "rb") as file: file.read(16)
def write(path):
    with open(path, "wb", buffering=0) as file: file.write(b"0")
opened = []
for name, pid in others().items():
    for act, files in ((into, "{READ}"), (write, "{WRITTEN}")):
        opened += [[name, act.__name__, file] for file in files.split()
                   if attempt(act, f"/proc/{{pid}}/{{file.format(pid)}}")]
return {{"others": list(others()), "opened": opened}}
"""
    found = await arena.found("python", code)
    assert found["others"]
    assert found["opened"] == [], found["opened"]


async def test_memory_of_another_process_is_found_by_the_same_means(arena: Arena) -> None:
    """The attack works on what is not guarded: a child of the step's own."""
    code = f"""{BEFORE}
import time
child = os.fork()
if child == 0: time.sleep(60)
with open(f"/proc/{{child}}/mem", "rb") as file:
    file.seek(ctypes.addressof(buffer))
    return {{"read": len(file.read(16)), "descriptors": len(os.listdir(f"/proc/{{child}}/fd"))}}
"""
    found = await arena.found("python", code)
    assert found["read"] == 16
    assert found["descriptors"] > 0


async def test_a_step_has_no_descriptors_but_its_own(arena: Arena) -> None:
    code = """
import os, stat
found = {}
for fd in range(1024):
    try:
        found[str(fd)] = os.readlink(f"/proc/self/fd/{fd}").split(":")[0]
    except OSError:
        pass
return found
"""
    found = await arena.found("python", code)
    assert set(found.values()) <= {"pipe", "/dev/null"}, found
    assert set(found) <= {"0", "1", "2", "3", "4"}


async def test_a_bash_step_has_no_descriptors_but_the_standard_ones(arena: Arena) -> None:
    list_them = "ls /proc/$$/fd > /tmp/fds"  # through a pipe they would include bash's end of it
    code = list_them + '; jq -Rsc \'{fds: (split("\\n") | map(select(. != "")))}\' < /tmp/fds'
    assert set((await arena.found("bash", code))["fds"]) <= {"0", "1", "2", "255"}
