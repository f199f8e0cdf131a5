"""A whole Flowtape of the benchmark's own: started as people start it, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.benchmarks.load import Connection

PARTS = ("web", "worker", "projector", "scheduler", "up")
TICKS = os.sysconf("SC_CLK_TCK")


class Installation:
    """``with Installation() as it``: everything is up, and a user is signed in."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ftb-", dir="/tmp"))
        self.port = _free_port()
        self.token = ""

    def __enter__(self) -> "Installation":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> float:
        """Seconds until it was ready."""
        environment = {
            **os.environ,
            "FLOWTAPE_DATA_DIR": str(self.folder),
            "FLOWTAPE_PORT": str(self.port),
            "SPT_NOENV": "1",  # keeps /proc/…/environ readable for environment_of()
        }
        began = time.monotonic()
        self._up = subprocess.Popen(
            [sys.executable, "-m", "infra.cli.main", "up", "--no-demo"],
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not self._is_ready():
            if self._up.poll() is not None:
                raise RuntimeError("flowtape up ended before it was ready")
            time.sleep(0.02)
        return time.monotonic() - began

    def stop(self) -> None:
        self._up.send_signal(signal.SIGINT)
        self._up.wait(15)

    def processes(self) -> dict[int, str]:
        """Everything below ``flowtape up``, and which part it belongs to."""
        parents = {pid: _parent(pid) for pid in _pids()}
        found: dict[int, str] = {}
        for pid in parents:
            way = [pid]
            while way[-1] in parents and way[-1] != self._up.pid:
                way.append(parents[way[-1]])
            if way[-1] == self._up.pid:
                found[pid] = _part(pid, way)
        return found

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far, by part."""
        spent: dict[str, float] = {}
        for pid, part in self.processes().items():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            spent[part] = spent.get(part, 0.0) + (int(fields[11]) + int(fields[12])) / TICKS
        return spent

    def memory(self) -> dict[str, float]:
        """MB by part, what is shared counted once (PSS)."""
        used: dict[str, float] = {}
        for pid, part in self.processes().items():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    used[part] = used.get(part, 0.0) + int(line.split()[1]) / 1024
        return used

    def resident(self, part: str) -> float:
        """MB that a part's process has in memory now."""
        lines = Path(f"/proc/{self.pid_of(part)}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))

    def pid_of(self, part: str) -> int:
        return next(pid for pid, each in self.processes().items() if each == part and _title(pid, part))

    def environment_of(self, part: str) -> dict[str, str]:
        raw = Path(f"/proc/{self.pid_of(part)}/environ").read_bytes().decode()
        return dict(entry.split("=", 1) for entry in raw.split("\0") if "=" in entry)

    def start_worker(self, name: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        """One more, that nobody restarts."""
        command = [sys.executable, "-m", "infra.processes.worker"]
        return subprocess.Popen(
            command, env={**environment, "FLOWTAPE_WORKER_NAME": name}, stderr=subprocess.DEVNULL
        )

    async def sign_in(self) -> Connection:
        connection = await Connection(self.port).open()
        account = {"email": f"b{time.time_ns()}@example.com", "password": "a long enough password"}
        await connection.request("POST", "/api/auth/register", account)
        status, answer = await connection.request("POST", "/api/auth/login", account)
        self.token = _json(status, answer)["access_token"]
        return connection

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


async def make_workflow(
    at: Installation, connection: Connection, definition: Any, *, activate: bool
) -> dict[str, Any]:
    body = {"name": "benchmark", "definition": definition}
    workflow: dict[str, Any] = _json(*await connection.request("POST", "/api/workflows", body, at.token))
    if activate:
        path = f"/api/workflows/{workflow['id']}/activate"
        _json(*await connection.request("POST", path, None, at.token))
    return workflow


def _json(status: int, answer: bytes) -> Any:
    import json

    if status >= 300:
        raise RuntimeError(f"answered {status}: {answer[:500]!r}")
    return json.loads(answer)


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _title(pid: int, part: str) -> bool:
    return _command(pid).startswith(f"flowtape {part}")


def _part(pid: int, way: list[int]) -> str:
    for each in way:
        command = _command(each)
        if "postgres" in command.split(" ")[0]:
            return "postgres"
        if "redis-server" in command:
            return "redis"
    for part in PARTS:
        if _title(pid, part):
            return part
    return "expression host" if any(_title(each, "worker") for each in way) else "other"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
