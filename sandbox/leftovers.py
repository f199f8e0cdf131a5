"""Containers that a killed worker may have left, and the labels that they are found by."""

from docker import DockerClient

from sandbox.engine import remove

INSTANCE, WORKER, PID = "flowtape.instance", "flowtape.worker", "flowtape.pid"


def labels_of(instance: str, worker: str) -> dict[str, str]:
    """``instance`` is the installation, ``worker`` the worker's name within it, the same after a restart."""
    return {INSTANCE: instance, WORKER: worker}


def reap(client: DockerClient, instance: str, worker: str) -> int:
    """Remove what an earlier incarnation of the worker left; how many. To be called before its first step."""
    wanted = [f"{INSTANCE}={instance}", f"{WORKER}={worker}"]
    found = client.api.containers(all=True, filters={"label": wanted}, quiet=True)
    for container in found:
        remove(container["Id"])(client)
    return len(found)
