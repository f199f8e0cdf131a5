"""Several Docker hosts: the least loaded healthy one gets the next container."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox
from sandbox.leftovers import labels_of
from sandbox.model import Outcome, Result, Step
from sandbox.pool.settings import PoolSettings
from tests.sandbox.dockerd import Daemon, another_engine
from tests.sandbox.running import Bench, Lines, containers_of, in_chunks, until

SETTINGS = PoolSettings(spares=0, containers=2, containers_of_project=2)


@pytest.fixture(scope="module")
async def daemon(docker_engine: DockerClient, image: str) -> AsyncIterator[Daemon]:
    folder = Path(tempfile.mkdtemp(prefix="ftd-", dir="/tmp"))
    async with another_engine(folder) as daemon:
        await daemon.load(docker_engine, [image])
        yield daemon
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


@pytest.fixture
async def both(bench: Bench, daemon: Daemon, tmp_path: Path) -> AsyncIterator[DockerSandbox]:
    labels = labels_of(f"test-{tmp_path}", "worker")
    box = DockerSandbox(bench.image_of, hosts=[None, daemon.url], labels=labels, settings=SETTINGS)
    yield box
    await box.close()


async def test_containers_are_spread_over_the_hosts(
    bench: Bench, both: DockerSandbox, daemon: Daemon, tmp_path: Path
) -> None:
    results = await asyncio.gather(*(_run(both, project) for project in "abcd"))
    assert {result.outcome for result in results} == {Outcome.COMPLETED}
    assert await _counts(bench, daemon, tmp_path) == (2, 2)


async def test_a_host_that_stops_is_left_alone_and_used_again_when_it_is_back(
    bench: Bench, both: DockerSandbox, daemon: Daemon, tmp_path: Path
) -> None:
    for project in "abcd":
        assert (await _run(both, project)).outcome is Outcome.COMPLETED
    await daemon.stop()

    async def only_here() -> bool:
        outcomes = [(await _run(both, project)).outcome for project in "abcd"]
        assert set(outcomes) <= {Outcome.COMPLETED, Outcome.INTERNAL_ERROR}
        return set(outcomes) == {Outcome.COMPLETED}

    await until(only_here)
    assert len(await asyncio.to_thread(containers_of, bench.client, f"test-{tmp_path}")) == 2
    await daemon.start()

    async def spread_again() -> bool:
        await asyncio.gather(*(_run(both, project) for project in "abcd"))
        return await _counts(bench, daemon, tmp_path) == (2, 2)

    await until(spread_again, within=60)


async def test_an_engine_that_restarts_under_a_step_is_our_fault(
    bench: Bench, daemon: Daemon, tmp_path: Path
) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    box = DockerSandbox(bench.image_of, hosts=[daemon.url], labels=labels, settings=SETTINGS)
    lines = Lines()
    running = asyncio.create_task(_run(box, "a", "print('first')\nimport time\ntime.sleep(600)", lines))
    await lines.seen("first")
    await daemon.stop()
    assert (await running).outcome is Outcome.INTERNAL_ERROR
    assert (await _run(box, "a")).outcome is Outcome.UNAVAILABLE
    await daemon.start()
    assert (await _run(box, "a")).outcome is Outcome.COMPLETED
    await box.close()
    assert (await _counts(bench, daemon, tmp_path))[1] == 0


async def test_an_image_that_only_one_host_has_is_used_there(
    bench: Bench, daemon: Daemon, tmp_path: Path
) -> None:
    settings = replace(SETTINGS, containers=1)
    labels = labels_of(f"test-{tmp_path}", "worker")
    box = DockerSandbox(bench.image_of, hosts=[daemon.url, None], labels=labels, settings=settings)
    step = Step(project="a", language="bash", code="echo '{}'")
    assert (await box.run(step, in_chunks([]), Lines().take)).outcome is Outcome.COMPLETED
    assert await _counts(bench, daemon, tmp_path) == (1, 0)
    await box.close()


async def _run(
    box: DockerSandbox, project: str, code: str = "return {}", lines: Lines | None = None
) -> Result:
    step = Step(project=project, language="python", code=code)
    return await box.run(step, in_chunks([]), (lines or Lines()).take)


async def _counts(bench: Bench, daemon: Daemon, tmp_path: Path) -> tuple[int, int]:
    """Containers on the machine's engine, and on the second one."""

    def count() -> tuple[int, int]:
        second = DockerClient(base_url=daemon.url)
        found = tuple(len(containers_of(client, f"test-{tmp_path}")) for client in (bench.client, second))
        second.close()
        return found[0], found[1]

    return await asyncio.to_thread(count)
