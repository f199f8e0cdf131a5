"""One of Flowtape's own processes: started, restarted when it dies, and ended with all it started."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from infra.embedded.process import dies_with_parent

SETTLED = 5.0
"""Seconds after which a process counts as having started well."""
LONGEST_PAUSE = 5.0


@dataclass(slots=True)
class Child:
    name: str
    module: str
    arguments: tuple[str, ...] = ()
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    due: float | None = None
    """When it is to be started again (monotonic), after it died."""
    exit_code: int | None = None
    """How it ended the last time."""
    _started: float = 0.0
    _deaths: int = 0

    def start(self, environment: Mapping[str, str]) -> None:
        """In a session of its own: Ctrl-C reaches the supervisor alone, which stops things in order."""
        self.due, self._started = None, time.monotonic()
        with _appending(self.log) as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 (nothing but prctl)
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def bury(self) -> int | None:
        """The exit code if it has ended since the last look; what it left running goes too.

        ``due`` is set: at once after a good run, after ever longer pauses when it dies young again and again.
        """
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.kill()
        self.exit_code = code
        lived = time.monotonic() - self._started
        self._deaths = self._deaths + 1 if lived < SETTLED else 0
        pause = min(LONGEST_PAUSE, 0.1 * 2 ** (self._deaths - 2)) if self._deaths > 1 else 0.0
        self.due = time.monotonic() + pause
        return code

    def ask_to_stop(self) -> None:
        if self.process and self.running:
            self.process.terminate()

    def kill(self) -> None:
        """The whole process group, which may outlive its leader."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def _appending(log: Path | None) -> contextlib.AbstractContextManager[IO[bytes] | None]:
    return log.open("ab") if log else contextlib.nullcontext()
