"""Take from this process what computing doesn't need. Steps that the platform refuses are left out.

The order matters: what needs privileges comes before they go, and namespaces before threads exist.
"""

import contextlib
import ctypes
import os
import resource
import signal
from collections.abc import Callable
from functools import partial

from workers.expressions.host.seccomp import allow_only_computing

_NEW_NAMESPACES = {"network": 0x40000000, "ipc": 0x08000000, "mounts": 0x00020000, "names": 0x04000000}
_MS_PRIVATE_RECURSIVE = 0x4000 | 0x40000
_MS_READ_ONLY_BARE = 1 | 2 | 4 | 8
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_EMPTY_ROOT = b"/tmp"

_libc = ctypes.CDLL(None, use_errno=True)


def confine_before_threads(uid: int | None) -> list[str]:
    """Namespaces, an empty root, an unprivileged user. Returns the names of the steps that were taken.

    ``uid`` is used where this process is root's; it must be nobody else's.
    """
    steps: dict[str, Callable[[], None]] = {
        name: partial(_unshare, flag) for name, flag in _NEW_NAMESPACES.items()
    }
    steps["empty_root"] = _enter_empty_root
    if uid is not None and os.geteuid() == 0:
        steps["user"] = partial(_become, uid)
    steps["no_new_privileges"] = partial(_prctl, _PR_SET_NO_NEW_PRIVS, 1)
    steps["not_dumpable"] = partial(_prctl, _PR_SET_DUMPABLE, 0)
    taken = [name for name, step in steps.items() if _took(step)]
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    return taken


def confine_for_good(memory: int, statm: int) -> list[str]:
    """Limits and the system call filter, once everything that is needed is open and running.

    ``memory``: bytes that may be mapped on top of what is now, since V8 reserves far more than it
    ever touches. ``statm``: ``/proc/self/statm``, opened while there were files.
    """
    mapped = int(os.pread(statm, 100, 0).split()[0]) * resource.getpagesize()
    os.close(statm)
    limit = mapped + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    return ["limits", "system_calls"] if _took(allow_only_computing) else ["limits"]


def _took(step: Callable[[], None]) -> bool:
    with contextlib.suppress(OSError):
        step()
        return True
    return False


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _unshare(flag: int) -> None:
    _checked(_libc.unshare(flag))


def _prctl(option: int, value: int) -> None:
    _checked(_libc.prctl(option, value, 0, 0, 0))


def _enter_empty_root() -> None:
    _checked(_libc.mount(b"none", b"/", None, _MS_PRIVATE_RECURSIVE, None))
    _checked(_libc.mount(b"tmpfs", _EMPTY_ROOT, b"tmpfs", _MS_READ_ONLY_BARE, b"size=4k,mode=555"))
    os.chroot(_EMPTY_ROOT)
    os.chdir("/")


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
