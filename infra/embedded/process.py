"""Starting a server that never outlives us, and ending one that a killed predecessor left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.embedded import Unavailable
from infra.embedded.account import Account

PR_SET_PDEATHSIG = 1
PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_libc = ctypes.CDLL(None, use_errno=True)


def dies_with_parent(by: signal.Signals) -> Callable[[], None]:
    """For ``preexec_fn``: the kernel sends the signal when the thread that started the child is gone."""
    parent = os.getpid()

    def arrange() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        _libc.prctl(PR_SET_PDEATHSIG, int(by))
        if os.getppid() != parent:
            os._exit(1)

    return arrange


@dataclass(frozen=True, slots=True)
class Launch:
    """How a server is run. ``log`` collects its output; ``stop_signal`` ends it in good order."""

    command: Sequence[str | Path]
    folder: Path
    log: Path
    pid_file: Path
    account: Account | None
    stop_signal: signal.Signals

    def start(self) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C in our terminal reaches only us."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=PLAIN_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
                preexec_fn=dies_with_parent(self.stop_signal),  # noqa: PLW1509 (nothing but prctl)
            )
        self.pid_file.write_text(f"{process.pid} {started_at(process.pid)}")
        return process

    def wait_until(
        self, ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 60
    ) -> None:
        """Return once ``ready``. Raises :class:`Unavailable` when it dies or is too slow."""
        deadline = time.monotonic() + seconds
        while not ready():
            if process.poll() is not None:
                raise Unavailable(
                    f"{self.name} ended at once; its log {self.log} ends with:\n{tail(self.log)}"
                )
            if time.monotonic() > deadline:
                end(process, signal.SIGKILL, 1)
                raise Unavailable(f"{self.name} wasn't ready in {seconds:.0f} s; see {self.log}")
            time.sleep(0.01)

    def end_orphan(self) -> None:
        """End what an earlier, killed supervisor started and could not stop; told by pid and start time."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid, started = self.pid_file.read_text().split()
            if started_at(int(pid)) == started:
                _end_pid(int(pid), started, self.stop_signal)
            self.pid_file.unlink()

    @property
    def name(self) -> str:
        return Path(self.command[0]).name


def end(process: subprocess.Popen[bytes], by: signal.Signals, seconds: float) -> None:
    """Ask a child to stop, kill it after ``seconds``, and reap it."""
    if process.poll() is None:
        process.send_signal(by)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def started_at(pid: int) -> str | None:
    """When a process started, in clock ticks since boot: with the pid it names a process for good."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def tail(log: Path, lines: int = 5) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _end_pid(pid: int, started: str, by: signal.Signals) -> None:
    for step in (by, signal.SIGKILL):
        os.kill(pid, step)
        deadline = time.monotonic() + 6
        while started_at(pid) == started and time.monotonic() < deadline:
            time.sleep(0.01)
        if started_at(pid) != started:
            return
