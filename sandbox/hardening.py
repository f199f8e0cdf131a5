"""Every fence around the steps of a container, each named."""

from collections.abc import Mapping
from typing import Any

from docker import APIClient
from docker.types import LogConfig, Ulimit

from sandbox.pool.kinds import Shape
from sandbox.seccomp import PROFILE

USER = 65532
"""A user of its own that owns nothing outside the work folders."""
WORK, TEMPORARY, INPUT, OUTPUT = "/work", "/tmp", "/data/in", "/data/out"
FOLDERS = (WORK, TEMPORARY, INPUT, OUTPUT)
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": WORK,
    "TMPDIR": TEMPORARY,
}
OWN_MEMORY = 48 * 1024 * 1024
"""What the runner and its zygote take of a container's memory: a step shall have all of its limit."""
OWN_PROCESSES = 2
"""The same for processes and threads: the runner and the zygote. The process that will be the next Python
step has one of the step's, which a Bash step beside it lacks."""
_QUEUES = "/dev/mqueue"
"""Nobody needs message queues, and what is left in one would be there for the next step."""
_SHARED_MEMORY = 16 * 1024 * 1024


def hardened(
    api: APIClient, shape: Shape, labels: Mapping[str, str], runtime: str | None = None
) -> dict[str, Any]:
    """The settings of a container, for the SDK's ``create_container``. It has pid, uts and mount namespaces
    of its own, since nothing here turns them off. ``runtime``: another OCI runtime than the engine's."""
    memory = shape.memory + OWN_MEMORY
    host_config = api.create_host_config(
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true", f"seccomp={PROFILE}"],
        privileged=False,
        network_mode="none",
        ipc_mode="private",
        read_only=True,
        tmpfs={**{folder: _folder_options(shape) for folder in FOLDERS}, _QUEUES: "ro,size=4k"},
        shm_size=min(_SHARED_MEMORY, shape.disk),
        mem_limit=memory,
        memswap_limit=memory,
        nano_cpus=round(shape.cpus * 1e9),
        pids_limit=shape.processes + OWN_PROCESSES,
        ulimits=[_ulimit("nofile", shape.open_files), _ulimit("core", 0)],
        oom_score_adj=500,
        log_config=LogConfig(type="none"),
        auto_remove=True,
        runtime=runtime,
    )
    return {
        "user": f"{USER}:{USER}",
        "hostname": "sandbox",
        "working_dir": WORK,
        "environment": ENVIRONMENT,
        "use_config_proxy": False,
        "labels": dict(labels),
        "host_config": host_config,
    }


def _ulimit(name: str, value: int) -> Ulimit:
    return Ulimit(name=name, soft=value, hard=value)


def _folder_options(shape: Shape) -> str:
    return (
        f"rw,nosuid,nodev,noexec,size={shape.disk},nr_inodes={shape.disk_files},"
        f"mode=0700,uid={USER},gid={USER}"
    )
