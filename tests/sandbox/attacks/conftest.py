"""One arena for all attacks: they share its containers as far as they don't destroy them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.leftovers import labels_of
from sandbox.pool.settings import PoolSettings
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.running import containers_of

ONE_AT_A_TIME = PoolSettings(spares=0, containers=8, containers_of_project=1, patience=10.0)


@pytest.fixture(scope="session")
async def shared_arena(docker_engine: DockerClient, images: ImageOf) -> AsyncIterator[Arena]:
    instance = f"attacks-{uuid4()}"
    sandbox = DockerSandbox(images, labels=labels_of(instance, "worker"), settings=ONE_AT_A_TIME)
    yield Arena(sandbox, docker_engine, instance)
    await sandbox.close()
    assert await asyncio.to_thread(containers_of, docker_engine, instance) == []


@pytest.fixture
def arena(shared_arena: Arena) -> Iterator[Arena]:
    yield shared_arena
    shared_arena.close_files()
