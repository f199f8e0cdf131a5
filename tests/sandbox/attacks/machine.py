"""What of the machine itself must stay as it was."""

from pathlib import Path

from docker import DockerClient

from sandbox.hardening import USER

_SETTINGS = (
    "kernel/hostname",
    "kernel/domainname",
    "kernel/core_pattern",
    "kernel/modprobe",
    "kernel/randomize_va_space",
    "kernel/pid_max",
    "vm/overcommit_memory",
    "vm/swappiness",
    "fs/file-max",
    "fs/suid_dumpable",
    "net/ipv4/ip_forward",
    "net/core/somaxconn",
)


def settings() -> dict[str, str]:
    """The kernel's, of this machine."""
    found = {name: Path("/proc/sys", name) for name in _SETTINGS}
    return {name: path.read_text() for name, path in found.items() if path.is_file()}


def strays(client: DockerClient) -> list[int]:
    """Processes of the sandbox's user that are in no container. Raises where Docker does not answer."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    ours = {pid: group for pid in pids if (group := _group_of_steps(pid)) is not None}
    containers = [container["Id"] for container in client.api.containers(all=True, quiet=True)]
    return [pid for pid, group in ours.items() if not any(id in group for id in containers)]


def _group_of_steps(pid: int) -> str | None:
    """The control groups of a process that the sandbox's user has."""
    try:
        if Path(f"/proc/{pid}").stat().st_uid != USER:
            return None
        return Path(f"/proc/{pid}/cgroup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
