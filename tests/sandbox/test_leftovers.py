"""A worker that is killed leaves no container."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.hardening import hardened
from sandbox.hosts import INCARNATION, Hosts
from sandbox.leftovers import Leftovers, labels_of
from sandbox.pool.kinds import DEFAULT_SHAPE
from tests.sandbox.proxy import Proxy
from tests.sandbox.running import containers_of, until

WORKER = """
import asyncio, sys
from sandbox.docker_sandbox import DockerSandbox
from sandbox.leftovers import labels_of
from sandbox.model import Step

async def none():
    return
    yield

async def show(stream, line):
    print(line, flush=True)

async def main():
    box = DockerSandbox(lambda name, language: sys.argv[2], labels=labels_of(sys.argv[1], "worker"))
    box.open(["python"])
    step = Step(project="p", language="python", code="print('first')\\nimport time\\ntime.sleep(600)")
    await box.run(step, none(), show)

asyncio.run(main())
"""


@pytest.fixture
def instance() -> str:
    return f"test-{uuid4()}"


@pytest.fixture
async def hosts(instance: str) -> AsyncIterator[Hosts]:
    hosts = Hosts([None], labels_of(instance, "one"))
    yield hosts
    await hosts.close()


async def test_a_killed_workers_containers_end_by_themselves(
    docker_engine: DockerClient, image: str, instance: str
) -> None:
    command = [sys.executable, "-c", WORKER, instance, image]
    worker = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
    )
    assert worker.stdout
    assert await worker.stdout.readline() == b"first\n"

    async def with_a_spare() -> bool:
        return len(await asyncio.to_thread(containers_of, docker_engine, instance)) == 2

    await until(with_a_spare)
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    await until(lambda: _none(docker_engine, instance))


async def test_what_an_earlier_incarnation_left_is_removed_once(
    docker_engine: DockerClient, image: str, instance: str, hosts: Hosts
) -> None:
    leftovers = Leftovers(hosts, labels_of(instance, "one"), None)
    make(docker_engine, image, instance, "one")
    make(docker_engine, image, instance, "one", started=False)
    make(docker_engine, image, instance, "one", incarnation=hosts.incarnation)
    make(docker_engine, image, instance, "another")
    make(docker_engine, image, f"{instance}-other", "one")
    assert await leftovers.sweep() == 2
    assert len(containers_of(docker_engine, instance)) == 2
    make(docker_engine, image, instance, "one")
    assert await leftovers.sweep() == 0, "by now it may be another worker of the same name"
    for each in (instance, f"{instance}-other"):
        for container in containers_of(docker_engine, each):
            docker_engine.api.remove_container(container, force=True)


async def test_what_dead_workers_left_is_removed_by_any_other(
    docker_engine: DockerClient, image: str, instance: str, hosts: Hosts
) -> None:
    async def is_alive(worker: str) -> bool:
        return worker in alive

    alive = {"two", "three"}
    leftovers = Leftovers(hosts, labels_of(instance, "one"), is_alive)
    for worker in ("two", "three"):
        make(docker_engine, image, instance, worker)
    assert await leftovers.sweep() == 0
    alive.remove("two")
    assert await leftovers.sweep() == 1
    alive.remove("three")
    assert await leftovers.sweep() == 1
    assert containers_of(docker_engine, instance) == []


async def test_a_host_that_was_away_is_swept_when_it_is_back(
    docker_engine: DockerClient, image: str, instance: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    socket = tmp_path_factory.mktemp("d") / "s"
    hosts = Hosts([f"unix://{socket}"], labels_of(instance, "one"))
    leftovers = Leftovers(hosts, labels_of(instance, "one"), None)
    make(docker_engine, image, instance, "one")
    assert await leftovers.sweep() == 0
    async with Proxy(socket):
        assert await leftovers.sweep() == 1
    await hosts.close()


def make(
    client: DockerClient,
    image: str,
    instance: str,
    worker: str,
    *,
    started: bool = True,
    incarnation: str = "earlier",
) -> None:
    labels = {**labels_of(instance, worker), INCARNATION: incarnation}
    settings = hardened(client.api, DEFAULT_SHAPE, labels)
    container = client.api.create_container(image, ["sleep", "600"], **settings)["Id"]
    if started:
        client.api.start(container)


async def _none(client: DockerClient, instance: str) -> bool:
    return not await asyncio.to_thread(containers_of, client, instance)
