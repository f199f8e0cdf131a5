"""A real ``flowtape up`` for acceptance tests, in a folder and on a port of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from infra.cli.client import Api
from infra.embedded.process import started_at


class Flowtape:
    def __init__(self, data_dir: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data_dir = data_dir
        unwanted = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "FLOWTAPE_TOKEN"}
        inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
        ours = {"FLOWTAPE_DATA_DIR": str(data_dir), "FLOWTAPE_PORT": str(self.port), "COLUMNS": "160"}
        self.environment = {**inherited, **ours}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "infra.cli.main", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        command = self.command(*arguments)
        return subprocess.run(
            command, env=self.environment, check=False, capture_output=True, text=True, timeout=300
        )

    @contextlib.contextmanager
    def up(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Running and ready; killed at the end unless it has stopped by then."""
        output = (self.data_dir.parent / f"{self.data_dir.name}.out").open("ab")
        command = self.command("up", *arguments)
        with output, subprocess.Popen(command, env=self.environment, stdout=output, stderr=output) as process:
            try:
                with Api(f"http://127.0.0.1:{self.port}") as api:
                    until(lambda: api.is_ready()[0] or process.poll() is not None, 60)
                assert process.poll() is None, (
                    self.data_dir.parent / f"{self.data_dir.name}.out"
                ).read_text()
                yield process
            finally:
                process.kill()
        until(lambda: not self.processes(), 10)

    def processes(self) -> dict[int, str]:
        """What runs on this data folder, by pid: whoever has a file in it open, and all they started."""
        everybody = {int(entry.name): entry for entry in Path("/proc").glob("[0-9]*")}
        parents = {pid: _parent(entry) for pid, entry in everybody.items()}
        found = {pid for pid, entry in everybody.items() if self._has_open(entry)} - {os.getpid()}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: _title(everybody[pid]) for pid in found if started_at(pid)}

    def _has_open(self, process: Path) -> bool:
        try:
            files = [str(link.readlink()) for link in (process / "fd").iterdir()]
        except OSError:
            return False
        return any(file.startswith(f"{self.data_dir}/") for file in files)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _title(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def until(condition: Callable[[], object], seconds: float) -> None:
    """Wait for it; fail when it doesn't come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not come true in {seconds} s"
        time.sleep(0.05)
