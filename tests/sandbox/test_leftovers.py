"""A worker that is killed leaves no container."""

import asyncio
import os
import signal
import sys
from uuid import uuid4

from docker import DockerClient

from sandbox.hardening import hardened
from sandbox.leftovers import labels_of, reap
from sandbox.model import Limits
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

step = Step(project="p", language="bash", code="echo first; sleep 600")
asyncio.run(DockerSandbox(None, sys.argv[2], labels_of(sys.argv[1], "worker")).run(step, none(), show))
"""


async def test_a_killed_workers_container_ends_by_itself(docker_engine: DockerClient, image: str) -> None:
    instance = f"test-{uuid4()}"
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WORKER,
        instance,
        image,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert worker.stdout
    assert await worker.stdout.readline() == b"first\n"
    assert len(await asyncio.to_thread(containers_of, docker_engine, instance)) == 1
    worker.send_signal(signal.SIGKILL)
    await worker.wait()

    async def gone() -> bool:
        return not await asyncio.to_thread(containers_of, docker_engine, instance)

    await until(gone)


def test_what_an_earlier_incarnation_left_is_removed(docker_engine: DockerClient, image: str) -> None:
    instance = f"test-{uuid4()}"
    for worker, started in (("one", True), ("one", False), ("another", False)):
        settings = hardened(docker_engine.api, Limits(), labels_of(instance, worker))
        container = docker_engine.api.create_container(image, ["sleep", "600"], **settings)["Id"]
        if started:
            docker_engine.api.start(container)
    assert reap(docker_engine, instance, "one") == 2
    assert len(containers_of(docker_engine, instance)) == 1
    assert reap(docker_engine, instance, "another") == 1
    assert reap(docker_engine, instance, "one") == 0
