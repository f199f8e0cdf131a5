"""One sandbox for all tests of this folder, over the machine's Docker engine."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox
from sandbox.images import ensure_image
from sandbox.leftovers import INSTANCE, labels_of
from tests.sandbox.running import Bench


@pytest.fixture(scope="session")
def image(docker_engine: DockerClient) -> str:
    return ensure_image(docker_engine, print)


@pytest.fixture(scope="session")
async def bench(docker_engine: DockerClient, image: str) -> AsyncIterator[Bench]:
    instance = f"test-{uuid4()}"
    box = DockerSandbox(None, image, labels_of(instance, "worker"))
    yield Bench(box, docker_engine, instance)
    await box.close()
    left = await asyncio.to_thread(
        docker_engine.containers.list, all=True, filters={"label": f"{INSTANCE}={instance}"}
    )
    assert left == [], "containers of steps that are over"
