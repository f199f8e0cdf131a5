"""A system call filter that leaves memory, threads' waiting, clocks and the open descriptors.

Nothing opens, connects, starts or signals anything any more. It holds for all threads of the process, and
can't be taken off again.
"""

import ctypes
import platform
import struct

_ALLOWED = {
    "x86_64": (
        *(0, 1, 3, 5, 7, 9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 35, 39, 44, 45, 46, 47, 60, 96, 131),
        *(186, 201, 202, 204, 219, 228, 229, 230, 231, 232, 233, 271, 273, 281, 309, 318, 324),
        *(329, 330, 331, 334, 441),
    ),
    "aarch64": (
        *(21, 22, 57, 63, 64, 73, 80, 93, 94, 98, 99, 101, 113, 114, 115, 123, 124, 128, 132, 134, 135),
        *(139, 168, 169, 172, 178, 206, 207, 211, 212, 214, 215, 216, 222, 226, 233, 278, 283),
        *(288, 289, 290, 293, 441),
    ),
}
"""read, write, close, fstat, (p)poll, mmap, mprotect, munmap, mremap, madvise, brk, signals' own,
sched_yield, nanosleep, getpid, gettid, send and recv, exit, futex, clocks, epoll, getrandom, membarrier,
rseq, protection keys."""

_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_FILTER, _FOR_ALL_THREADS = 1, 1
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_GREATER_OR_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_OTHER_ABI = 0x40000000
_EPERM = 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def allow_only_computing() -> None:
    """Raises :class:`OSError` where the kernel or the machine has no such filter."""
    machine = platform.machine()
    if machine not in _ALLOWED:
        raise OSError(f"no filter for {machine}")
    instructions = _instructions(machine)
    program = _Program(len(instructions) // 8, instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    number = ctypes.c_long(_SECCOMP[machine])
    if libc.syscall(number, _SET_FILTER, _FOR_ALL_THREADS, ctypes.byref(program)) != 0:
        raise OSError(ctypes.get_errno(), "the system call filter was refused")


def _instructions(machine: str) -> bytes:
    checks = [
        (_LOAD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_JUMP_IF_GREATER_OR_EQUAL, 0, 1, _OTHER_ABI),
        (_RETURN, 0, 0, _KILL),
    ]
    for call in _ALLOWED[machine]:
        checks += [(_JUMP_IF_EQUAL, 0, 1, call), (_RETURN, 0, 0, _ALLOW)]
    checks.append((_RETURN, 0, 0, _REFUSE | _EPERM))
    return b"".join(struct.pack("HBBI", *check) for check in checks)
