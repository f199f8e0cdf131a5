"""Starts the step's process, with pipes of its own in place of the runner's."""

import ctypes
import fcntl
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

INPUT_FD, RESULT_FD = 3, 4
"""Where Python and JavaScript steps read frames from and write frames to; Bash has neither."""

_PR_SET_DUMPABLE = 4
_ABOVE_ALL_WELL_KNOWN = 32
_libc = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Process:
    """The runner's ends of the pipes."""

    pid: int
    input: int
    stdout: int
    stderr: int
    result: int


def hide_from_steps() -> None:
    """Steps have the same user: nothing of the runner's memory and descriptors may be open to them."""
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(body: Callable[[], object], input_is_stdin: bool) -> Process:
    """Fork; the child runs ``body``, which should not return."""
    pipes = [os.pipe() for _ in range(4)]
    (child_input, to_input), (from_out, child_out), (from_err, child_err), (from_result, child_result) = pipes
    pid = os.fork()
    if pid == 0:
        wanted = {0: child_input} if input_is_stdin else {INPUT_FD: child_input, RESULT_FD: child_result}
        _become_step({1: child_out, 2: child_err, **wanted}, body)
    for fd in (child_input, child_out, child_err, child_result):
        os.close(fd)
    for fd in (from_out, from_err, from_result):
        os.set_blocking(fd, False)
    return Process(pid, to_input, from_out, from_err, from_result)


def kill_all_others() -> None:
    """End every other process of the container: the runner is its first, so this spares only itself."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return


def alone() -> bool:
    """Whether there is no other process in the container."""
    return sum(name.isdigit() for name in os.listdir("/proc")) == 1


def _become_step(wanted: dict[int, int], body: Callable[[], object]) -> NoReturn:
    try:
        os.setsid()
        _reset_signals()
        _place(wanted)
        _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        _die_first_without_memory()
        body()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _place(wanted: dict[int, int]) -> None:
    """Move the pipes to where the step expects them, and close everything else."""
    null = os.open(os.devnull, os.O_RDONLY)
    sources = {0: null, **wanted}
    copies = {to: fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE_ALL_WELL_KNOWN) for to, fd in sources.items()}
    for to, copy in copies.items():
        os.dup2(copy, to, inheritable=True)
    last = max(sources) + 1
    os.closerange(last, os.sysconf("SC_OPEN_MAX"))


def _die_first_without_memory() -> None:
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def flush_standard_streams() -> None:
    """What was printed goes out before the process is killed; the streams may be the user's own by now."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except Exception:
            continue
