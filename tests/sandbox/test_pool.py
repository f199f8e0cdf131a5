"""The pool over real containers: what is kept warm, for whom, and for how long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from docker.errors import APIError, NotFound

from sandbox.docker_sandbox import DockerSandbox
from sandbox.leftovers import labels_of
from sandbox.model import Limits, Outcome
from sandbox.pool.settings import PoolSettings
from tests.sandbox.running import Bench, until

LEAVE = "open('/work/mine', 'w').write('x')\nreturn {}"


@dataclass
class Own:
    """A sandbox of the test's own, and its containers."""

    box: DockerSandbox
    bench: Bench

    async def count(self, wanted: int) -> None:
        async def reached() -> bool:
            return len(await self.bench.containers()) == wanted

        await until(reached)

    async def python(self, project: str = "a", code: str = "return {}", limits: Limits | None = None) -> None:
        await self.bench.jsons("python", code, project=project, limits=limits or Limits())


MakeOwn = Callable[[PoolSettings], Awaitable[Own]]


@pytest.fixture
async def make(bench: Bench) -> AsyncIterator[MakeOwn]:
    made: list[DockerSandbox] = []

    async def make(settings: PoolSettings) -> Own:
        instance = f"test-{uuid4()}"
        box = DockerSandbox(bench.image_of, labels=labels_of(instance, "worker"), settings=settings)
        made.append(box)
        return Own(box, Bench(box, bench.client, instance, bench.image_of))

    yield make
    for box in made:
        await box.close()


async def test_a_project_keeps_its_container_and_nobody_else_gets_it(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0))
    for _ in range(3):
        await own.python("a", LEAVE)
    (first,) = await own.bench.containers()
    await own.python("b")
    assert len(await own.bench.containers()) == 2
    await own.python("a")
    assert first in await own.bench.containers()


async def test_other_limits_of_a_container_need_another_one(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0))
    await own.python()
    await own.python(limits=Limits(memory=128 * 1024 * 1024))
    assert len(await own.bench.containers()) == 2
    await own.python(limits=Limits(wall_time=5, result=1000))
    assert len(await own.bench.containers()) == 2


async def test_a_step_with_network_has_containers_of_its_own(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0))
    await own.python()
    await own.bench.jsons("python", "return {}", project="a", network=["example.com:443"])
    assert len(await own.bench.containers()) == 2


async def test_spares_stand_ready_and_are_taken_and_refilled(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=1))
    own.box.open(["python", "bash"])
    await own.count(2)
    spares = set(await own.bench.containers())
    await own.python("a")
    await own.count(3)
    assert spares <= set(await own.bench.containers())


async def test_a_container_is_replaced_after_its_steps(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0, steps=2))
    await own.python()
    first = await own.bench.containers()
    await own.python()
    await own.count(0)
    await own.python()
    assert await own.bench.containers() != first


async def test_what_is_idle_or_old_is_removed(make: MakeOwn) -> None:
    for settings in (PoolSettings(spares=0, owned_idle=0.3), PoolSettings(spares=0, age=0.3)):
        own = await make(settings)
        await own.python()
        await own.count(0)


async def test_spares_that_nobody_wants_are_removed(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=1, spare_idle=1.5))
    own.box.open(["bash"])
    await own.count(1)
    await own.count(0)


async def test_a_container_that_dies_while_idle_is_noticed(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0))
    await own.python()
    (container,) = await own.bench.containers()

    async def killed() -> bool:
        try:
            await asyncio.to_thread(own.bench.client.api.kill, container)
        except NotFound:  # on a busy machine it may have been replaced already
            return True
        except APIError:  # it doesn't run yet
            return False
        return True

    await until(killed)
    await own.count(0)
    await own.python()


async def test_a_spare_that_dies_is_replaced(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=1))
    own.box.open(["bash"])
    await own.count(1)
    (container,) = await own.bench.containers()

    async def runs() -> bool:
        found = await asyncio.to_thread(own.bench.client.api.inspect_container, container)
        return bool(found["State"]["Running"])

    await until(runs)
    await asyncio.to_thread(own.bench.client.api.kill, container)

    async def replaced() -> bool:
        return await own.bench.containers() not in ([], [container])

    await until(replaced)


async def test_a_full_pool_serves_every_project(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0, containers=2, containers_of_project=1, turn=0.2))
    bulk = [own.bench.run("bash", "sleep 0.1", project=project) for project in "ab" for _ in range(8)]
    others = [own.bench.run("bash", "true", project=project) for project in "cde"]
    results = await asyncio.gather(*bulk, *others)
    assert {result.outcome for result in results} == {Outcome.COMPLETED}
    assert len(await own.bench.containers()) <= 2


async def test_a_step_that_leaves_processes_costs_its_container(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0))
    code = "import os\nif os.fork() == 0:\n    os.setsid()\n    import time\n    time.sleep(600)\nreturn {}"
    await own.python("a", code)
    await own.count(0)
    await own.python("a")


async def test_a_step_that_had_to_be_ended_costs_its_container(make: MakeOwn) -> None:
    own = await make(PoolSettings(spares=0))
    code = "import time\ntime.sleep(600)"
    result = await own.bench.run("python", code, project="a", limits=Limits(wall_time=0.5))
    assert result.outcome is Outcome.TIME_LIMIT
    assert result.usage.peak_memory > 1_000_000
    await own.count(0)
    await own.python("a")
