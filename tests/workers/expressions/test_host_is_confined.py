"""What a host may do to the machine, seen from outside and tried from inside a process confined like one."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.expressions.evaluating import value_of
from workers.expressions.hosts import ExpressionHosts
from workers.expressions.process import HostDied, HostProcess

ROOT = Path(__file__).parents[3]
MEMORY = 256 * 1024 * 1024

TRY_EVERYTHING = """
import os, socket, sys
sys.path.insert(0, sys.argv[1])
from workers.expressions.host.confine import confine_before_threads, confine_for_good
statm = os.open("/proc/self/statm", os.O_RDONLY)
confine_before_threads(1_234_567_890)
confine_for_good(64 << 20, statm)
attempts = {
    "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "see files": lambda: os.listdir("/"),
    "write a file": lambda: os.open("x", os.O_CREAT | os.O_WRONLY),
    "connect": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "unix socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "fork": lambda: os.fork(),
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "become root": lambda: os.setuid(0),
}
for name, attempt in attempts.items():
    try:
        attempt()
    except OSError:
        continue
    os.write(1, f"{name} worked;".encode())
os.write(1, b"done")
"""


def test_nothing_but_computing_works_from_inside() -> None:
    said = subprocess.run(
        [sys.executable, "-I", "-c", TRY_EVERYTHING, str(ROOT)], capture_output=True, check=True, env={}
    )
    assert said.stdout == b"done"


def users_of(pid: int) -> list[int]:
    status = Path(f"/proc/{pid}/status").read_text()
    return [int(uid) for uid in status.split("Uid:")[1].splitlines()[0].split()]


def environment_of(pid: int) -> str:
    return Path(f"/proc/{pid}/environ").read_text()


def namespaces_of(pid: int | str) -> dict[str, str]:
    return {name: os.readlink(f"/proc/{pid}/ns/{name}") for name in ("net", "mnt", "ipc", "uts")}


async def test_a_host_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "canary")
    host = await HostProcess.start(MEMORY)
    try:
        assert "canary" not in environment_of(host.pid)
        assert {"no_new_privileges", "not_dumpable", "limits", "system_calls"} <= set(host.confined)
    finally:
        await host.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
async def test_as_root_each_host_is_a_user_of_its_own_without_network_or_files() -> None:
    first, second = await HostProcess.start(MEMORY), await HostProcess.start(MEMORY)
    try:
        assert {"user", "network", "ipc", "mounts", "names", "empty_root"} <= set(first.confined)
        assert min(users_of(first.pid)) >= 1_000_000_000
        assert users_of(first.pid) != users_of(second.pid)
        ours, theirs = namespaces_of("self"), namespaces_of(first.pid)
        assert [name for name in ours if ours[name] == theirs[name]] == []
        assert os.listdir(f"/proc/{first.pid}/root") == []
    finally:
        await first.close()
        await second.close()


async def test_a_killed_host_is_noticed_at_once() -> None:
    host = await HostProcess.start(MEMORY)
    os.kill(host.pid, signal.SIGKILL)
    with pytest.raises(HostDied):
        await host.ask(b"{}", 10)
    assert not host.alive
    await host.close()


def ticks_of(pid: int) -> int:
    """Hundredths of a second that it has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


async def test_a_host_that_waits_computes_nothing() -> None:
    host = await HostProcess.start(MEMORY)
    try:
        before = ticks_of(host.pid)
        await asyncio.sleep(0.5)  # what is measured is the time itself
        assert ticks_of(host.pid) - before <= 2
    finally:
        await host.close()


async def test_what_an_expression_left_for_later_never_runs(hosts: ExpressionHosts) -> None:
    """An endless chain of promises would keep the host from ever answering again."""
    body = "(async () => { for (;;) await 0; })()"
    assert await value_of(hosts, f"{{{{ {body} }}}}") == {}
    assert await value_of(hosts, "{{ 1 + 1 }}") == 2
