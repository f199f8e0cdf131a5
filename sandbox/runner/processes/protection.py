"""What keeps the runner and those who stay beside it apart from steps, which have the same user."""

import ctypes
import os
import resource
import signal

_PR_SET_DUMPABLE = 4
_RESOURCES = range(16)
_libc = ctypes.CDLL(None)


def set_dumpable(dumpable: bool) -> None:
    """Whether others of the same user may look at this process's memory, descriptors and files in /proc."""
    _libc.prctl(_PR_SET_DUMPABLE, int(dumpable), 0, 0, 0)


def hide_from_steps() -> None:
    """Signals without a handler are ignored by the container's first process, and end the others."""
    set_dumpable(False)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def settings_of(pid: int) -> tuple[object, ...]:
    """What any process of the same user can change of another one."""
    return (
        [_limits(pid, number) for number in _RESOURCES],
        os.getpriority(os.PRIO_PROCESS, pid),
        os.sched_getscheduler(pid),
        os.sched_getaffinity(pid),
    )


def _limits(pid: int, number: int) -> tuple[int, int] | None:
    """None where they can't be read: then they can't be changed either."""
    try:
        return resource.prlimit(pid, number)
    except PermissionError:
        return None
