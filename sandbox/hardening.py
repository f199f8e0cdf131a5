"""Every fence around a step, each named."""

from collections.abc import Mapping
from typing import Any

from docker import APIClient
from docker.types import LogConfig, Ulimit

from sandbox.model import Limits

USER = 65532
"""A user of its own that owns nothing outside the work folders."""
WORK, TEMPORARY = "/work", "/tmp"
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": WORK,
    "TMPDIR": TEMPORARY,
}
_MOST_FILES = 16_384
_SHARED_MEMORY = 16 * 1024 * 1024


def hardened(api: APIClient, limits: Limits, labels: Mapping[str, str]) -> dict[str, Any]:
    """The settings of a container, for the SDK's ``create_container``. Docker's own seccomp profile holds,
    as do pid, uts and mount namespaces of its own, since nothing here turns them off."""
    host_config = api.create_host_config(
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true"],
        privileged=False,
        network_mode="none",
        ipc_mode="private",
        read_only=True,
        tmpfs={WORK: _folder_options(limits), TEMPORARY: _folder_options(limits)},
        shm_size=min(_SHARED_MEMORY, limits.disk),
        mem_limit=limits.memory,
        memswap_limit=limits.memory,
        nano_cpus=round(limits.cpus * 1e9),
        pids_limit=limits.processes,
        ulimits=[_ulimit("nofile", limits.open_files), _ulimit("core", 0)],
        oom_score_adj=500,
        log_config=LogConfig(type="none"),
        auto_remove=True,
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


def _folder_options(limits: Limits) -> str:
    return (
        f"rw,nosuid,nodev,noexec,size={limits.disk},nr_inodes={_MOST_FILES},mode=0700,uid={USER},gid={USER}"
    )
