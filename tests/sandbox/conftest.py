"""One sandbox for all tests of this folder, over the machine's Docker engine."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.leftovers import INSTANCE, labels_of
from sandbox.pool.settings import PoolSettings
from tests.sandbox.running import Bench


@pytest.fixture(scope="session")
def image(images: ImageOf) -> str:
    """Python's."""
    return images(None, "python")


@pytest.fixture(scope="session")
async def bench(docker_engine: DockerClient, images: ImageOf) -> AsyncIterator[Bench]:
    instance = f"test-{uuid4()}"
    box = DockerSandbox(images, labels=labels_of(instance, "worker"), settings=PoolSettings(spares=0))
    yield Bench(box, docker_engine, instance, images)
    await box.close()
    left = await asyncio.to_thread(
        docker_engine.containers.list, all=True, filters={"label": f"{INSTANCE}={instance}"}
    )
    assert left == [], "containers of a sandbox that was closed"


@pytest.fixture
async def alone(bench: Bench) -> AsyncIterator[Bench]:
    """A sandbox of the test's own, with one container at a time."""
    instance = f"test-{uuid4()}"
    settings = PoolSettings(spares=0, containers=1)
    box = DockerSandbox(bench.image_of, labels=labels_of(instance, "worker"), settings=settings)
    yield Bench(box, bench.client, instance, bench.image_of)
    await box.close()
