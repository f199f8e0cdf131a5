"""The worker's sandbox: one Docker engine, containers labelled as this installation's and this worker's."""

import contextlib

from docker import DockerClient
from docker.errors import DockerException

from infra.settings import Settings
from sandbox.docker_sandbox import DockerSandbox
from sandbox.leftovers import labels_of, reap


def make_sandbox(settings: Settings) -> DockerSandbox:
    """What a killed predecessor left is removed. Without an engine code nodes fail and say so."""
    instance = str(settings.data_dir)
    with contextlib.suppress(DockerException, OSError):
        client = DockerClient(base_url=settings.docker_host, timeout=5) if settings.docker_host else None
        client = client or DockerClient.from_env(timeout=5)
        with contextlib.closing(client):
            reap(client, instance, settings.worker_name)
    return DockerSandbox(settings.docker_host, None, labels_of(instance, settings.worker_name))
