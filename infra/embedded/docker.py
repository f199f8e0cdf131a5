"""A Docker engine for this machine: the one that answers, else one that we install and leave running."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docker
from docker import DockerClient
from docker.errors import DockerException

from infra.embedded import Unavailable, apt
from infra.embedded.process import started_at, tail

PID_FILES = {
    Path("/var/run/docker.pid"): "dockerd",
    Path("/var/run/docker/containerd/containerd.pid"): "containerd",
}
LOG = Path("/var/log/flowtape-dockerd.log")
MISSING = (
    "no Docker engine answers at {address}. Install one (Debian, Ubuntu: apt-get install docker.io), "
    "start it and let this user reach it (usermod -aG docker $USER), or set DOCKER_HOST"
)


def reach(endpoint: str | None = None) -> DockerClient | None:
    """A client of the engine there, else that DOCKER_HOST or the default socket names, if one answers."""
    where = address(endpoint)
    if not _somebody_listens(where):
        return None
    try:
        # asks for the engine's version
        return docker.from_env(timeout=120, environment={**os.environ, "DOCKER_HOST": where})
    except DockerException:
        return None


def ensure_engines(endpoints: Sequence[str | None], progress: apt.Progress) -> list[DockerClient]:
    """Clients of those that answer, at least one; of this machine's where none is named.

    Raises :class:`Unavailable`.
    """
    if tuple(endpoints) == (None,):
        return [ensure_engine(progress)]
    found = {address(endpoint): reach(endpoint) for endpoint in endpoints}
    away = [where for where, client in found.items() if client is None]
    if len(away) == len(found):
        raise Unavailable(MISSING.format(address=" or ".join(away)))
    for where in away:
        progress(f"no Docker engine answers at {where}; it goes without new images")
    return [client for client in found.values() if client]


def ensure_engine(progress: apt.Progress) -> DockerClient:
    """A client of a running engine. Raises :class:`Unavailable` with what to install."""
    if client := reach():
        return client
    if os.environ.get("DOCKER_HOST") or not apt.can_install():
        raise Unavailable(MISSING.format(address=address()))
    if not (shutil.which("dockerd") and shutil.which("iptables")):
        apt.install(["docker.io", "iptables"], progress)
    return _wait(15, _daemon_runs) or _start(progress)


def address(endpoint: str | None = None) -> str:
    return endpoint or os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"


def _somebody_listens(address: str) -> bool:
    """Looked at before the SDK does, which never closes a socket that it could not connect."""
    if not address.startswith("unix://"):
        return True
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(address.removeprefix("unix://")) == 0


def _start(progress: apt.Progress) -> DockerClient:
    progress("starting the Docker engine")
    if Path("/run/systemd/system").exists():
        subprocess.run(["systemctl", "start", "docker"], check=False, capture_output=True)
        client = _wait(60, _daemon_runs)
    else:
        daemon = _start_daemon()
        client = _wait(60, lambda: daemon.poll() is None)
    if client:
        return client
    said = tail(LOG) if LOG.exists() else "see: journalctl -u docker"
    raise Unavailable(f"the Docker engine doesn't answer. {LOG} ends with:\n{said}")


def _start_daemon() -> subprocess.Popen[bytes]:
    """``dockerd`` in its own session, with the machine's usual socket, data root and pid file."""
    clear_stale_pids()
    with LOG.open("ab") as log:
        return subprocess.Popen(
            ["dockerd"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
        )


def clear_stale_pids(files: Mapping[Path, str] = PID_FILES) -> None:
    """Remove pid files whose process is gone: dockerd takes any process with that number for its own."""
    for file, name in files.items():
        with contextlib.suppress(FileNotFoundError):
            if _name_of(file.read_text().strip()) != name:
                file.unlink()


def _name_of(pid: str) -> str | None:
    """The running process's name; None for a zombie, which nobody may ever reap."""
    with contextlib.suppress(OSError, ValueError):
        name = Path(f"/proc/{pid}/comm").read_text().strip()
        return name if started_at(int(pid)) else None
    return None


def _wait(seconds: float, alive: Callable[[], bool]) -> DockerClient | None:
    """A client as soon as the engine answers; None when it is dead or takes too long."""
    deadline = time.monotonic() + seconds
    while alive() and time.monotonic() < deadline:
        if client := reach():
            return client
        time.sleep(0.1)
    return None


def _daemon_runs() -> bool:
    return any(_name_of(entry.name) == "dockerd" for entry in Path("/proc").glob("[0-9]*"))
