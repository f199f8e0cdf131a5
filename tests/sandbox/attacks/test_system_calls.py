"""A step goes through the kernel's less used doors, where its holes are: asynchronous input and output,
memory whose faults a program handles itself, programs in the kernel, counters, keys, modules, other kernels,
clocks; and through the doors of older architectures, whose calls have other numbers.

The filter lets a list of calls through and no other. What is not there looks as in an old kernel, so that
programs do without.
"""

import platform

import pytest

from sandbox.model import Outcome
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS

DOORS: dict[str, list[str]] = {
    "io_uring": [
        "'io_uring_setup', 8, bytes(120)",
        "'io_uring_enter', 3, 1, 0, 0, None, 0",
        "'io_uring_register', 3, 0, None, 0",
    ],
    "userfaultfd": ["'userfaultfd', 0", "'userfaultfd', 1"],
    "bpf": ["'bpf', 0, bytes(128), 128", "'bpf', 5, bytes(128), 128"],
    "perf": ["'perf_event_open', bytes(128), 0, -1, -1, 0"],
    "keys": [
        "'add_key', b'user', b'mine', b'x', 1, -3",
        "'keyctl', 0, -3, 1, 0, 0",
        "'keyctl', 1, b'mine', 0, 0, 0",
        "'request_key', b'user', b'mine', None, -3",
    ],
    "modules": [
        "'init_module', bytes(64), 64, b''",
        "'finit_module', 3, b'', 0",
        "'delete_module', b'loop', 0",
    ],
    "other kernels": ["'kexec_load', 0, 0, None, 0", "'kexec_file_load', 3, 3, 0, b'', 0"],
    "clocks": ["'clock_settime', 0, bytes(16)", "'settimeofday', bytes(16), None"],
    "accounts and logs": [
        "'acct', b'/tmp/x'",
        "'syslog', 3, bytes(64), 64",
        "'fanotify_init', 0, 0",
        "'vhangup'",
    ],
    "ptrace": [
        "'ptrace', 0, 0, 0, 0",
        "'ptrace', 16, os.getppid(), 0, 0",
        "'ptrace', 0x4206, os.getppid(), 0, 0",
    ],
    "personality": ["'personality', 0x0040000", "'personality', 0x0400000", "'personality', 0x20000"],
    "swap": ["'swapon', b'/tmp/x', 0", "'swapoff', b'/tmp/x'"],
    "handles": [
        "'name_to_handle_at', -100, b'/', bytes(256), bytes(8), 0",
        "'open_by_handle_at', 3, bytes(256), 0",
    ],
}
REFUSED = {"EPERM", "ENOSYS"}


@pytest.mark.parametrize("door", list(DOORS))
async def test_a_door_is_shut(arena: Arena, door: str) -> None:
    calls = ", ".join(f"call({arguments})" for arguments in DOORS[door])
    found = await arena.found("python", f"{SYSCALLS}return {{'said': [{calls}]}}")
    assert set(found["said"]) <= REFUSED, found


async def test_time_cannot_be_changed(arena: Arena) -> None:
    """Reading how the clock runs may be asked for, changing it not."""
    code = f"{SYSCALLS}return {{'said': call('adjtimex', (1).to_bytes(4, 'little').ljust(208, b'\\1'))}}"
    assert (await arena.found("python", code))["said"] in REFUSED


async def test_every_number_up_to_a_thousand_leaves_the_machine_as_it_is(arena: Arena) -> None:
    """Each call with nothing but zeros, in a process of its own, which may die or wait of it."""
    code = """
import ctypes, os, signal, time
libc = ctypes.CDLL(None, use_errno=True)
survived = 0
for number in range(1000):
    child = os.fork()
    if child == 0:
        os.setsid()
        signal.alarm(1)
        libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
        os._exit(0)
    until = time.monotonic() + 0.05
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0 and time.monotonic() < until: time.sleep(0.001)
    if ended[0] == 0:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    survived += 1
return {"survived": survived}
"""
    assert await arena.found("python", code) == {"survived": 1000}


MACHINE_CODE = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex({code!r}))
at = ctypes.addressof(ctypes.c_char.from_buffer(page))
return {{"returned": ctypes.CFUNCTYPE(ctypes.c_long)(at)()}}
"""
OLD = {
    "32 bits": "b814000000cd80c3",  # mov eax, 20 (getpid); int 0x80; ret
    "x32": "b827000040 0f05 c3",  # mov eax, 39 (getpid) | 0x40000000; syscall; ret
}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="its machine code is for x86-64")
@pytest.mark.parametrize("old", list(OLD))
async def test_calls_of_older_architectures_are_not_let_through(arena: Arena, old: str) -> None:
    """The filter knows numbers; the same number is another call there."""
    result = await arena.attack("python", MACHINE_CODE.format(code=OLD[old]))
    assert result.outcome is Outcome.SIGNALLED, result
