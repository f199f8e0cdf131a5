"""Without the engine a step ends with an outcome that says so, and never hangs."""

import asyncio
from dataclasses import replace
from pathlib import Path

from sandbox.docker_sandbox import DockerSandbox
from sandbox.leftovers import labels_of
from sandbox.model import Outcome, Result, Step
from sandbox.pool.settings import PoolSettings
from tests.sandbox.proxy import Proxy
from tests.sandbox.running import Bench, Lines, containers_of, in_chunks, until

NO_SPARES = PoolSettings(spares=0)


async def _run(box: DockerSandbox, code: str = "return {}", lines: Lines | None = None) -> Result:
    step = Step(project="p", language="python", code=code)
    return await box.run(step, in_chunks([]), (lines or Lines()).take)


async def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/no.sock"
    box = DockerSandbox(lambda name, language: "image", hosts=[url])
    result = await _run(box)
    assert result.outcome is Outcome.UNAVAILABLE
    assert f"Docker is not reachable at {url}; code nodes need it: run `flowtape doctor`" in result.message
    await box.close()


async def test_an_image_that_is_not_there_is_named(bench: Bench) -> None:
    box = DockerSandbox(lambda name, language: "flowtape-sandbox:missing")
    result = await _run(box)
    assert result.outcome is Outcome.UNAVAILABLE
    assert "The environment python is not built here: run `flowtape sandbox build python`" in result.message
    assert "flowtape-sandbox:missing" in result.message
    await box.close()


async def test_an_engine_that_stops_in_the_middle_is_our_fault(bench: Bench, tmp_path: Path) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    async with Proxy(tmp_path / "docker.sock") as proxy:
        box = DockerSandbox(bench.image_of, hosts=[proxy.url], labels=labels, settings=NO_SPARES)
        lines = Lines()
        running = asyncio.create_task(_run(box, "import time\nprint('first')\ntime.sleep(600)", lines))
        await lines.seen("first")
        proxy.cut()
        result = await running
        await box.close()
    assert result.outcome is Outcome.INTERNAL_ERROR
    assert f"The Docker engine at {proxy.url} stopped while the code ran" in result.message

    async def gone() -> bool:
        return not await asyncio.to_thread(containers_of, bench.client, f"test-{tmp_path}")

    await until(gone)


async def test_an_engine_that_comes_back_is_used_again(bench: Bench, tmp_path: Path) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    async with Proxy(tmp_path / "docker.sock") as proxy:
        box = DockerSandbox(bench.image_of, hosts=[proxy.url], labels=labels, settings=NO_SPARES)
        assert (await _run(box)).outcome is Outcome.COMPLETED
        proxy.cut()
        assert (await _run(box)).outcome in (Outcome.INTERNAL_ERROR, Outcome.UNAVAILABLE)
        assert {(await _run(box)).outcome for _ in range(3)} == {Outcome.UNAVAILABLE}
    async with Proxy(tmp_path / "docker.sock"):
        assert (await _run(box)).outcome is Outcome.COMPLETED
        await box.close()
    assert await asyncio.to_thread(containers_of, bench.client, f"test-{tmp_path}") == []


async def test_spares_come_back_with_the_engine(bench: Bench, tmp_path: Path) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    box = DockerSandbox(bench.image_of, hosts=[f"unix://{tmp_path}/docker.sock"], labels=labels)
    box.open(["python"])
    async with Proxy(tmp_path / "docker.sock"):

        async def spare() -> bool:
            return len(await asyncio.to_thread(containers_of, bench.client, f"test-{tmp_path}")) == 1

        await until(spare, within=60)
        await box.close()


async def test_everybody_who_waits_is_told(tmp_path: Path) -> None:
    box = DockerSandbox(lambda name, language: "image", hosts=[f"unix://{tmp_path}/no.sock"])
    results = await asyncio.gather(*(_run(box) for _ in range(50)))
    assert {result.outcome for result in results} == {Outcome.UNAVAILABLE}
    await box.close()


async def test_a_container_that_somebody_else_kills_is_our_fault(bench: Bench, tmp_path: Path) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    box = DockerSandbox(bench.image_of, labels=labels, settings=NO_SPARES)
    lines = Lines()
    running = asyncio.create_task(_run(box, "import time\nprint('first')\ntime.sleep(600)", lines))
    await lines.seen("first")
    (container,) = await asyncio.to_thread(containers_of, bench.client, f"test-{tmp_path}")
    await asyncio.to_thread(bench.client.api.kill, container)
    result = await running
    assert result.outcome is Outcome.INTERNAL_ERROR
    assert "went away" in result.message
    await box.close()


async def test_a_closed_sandbox_says_so_and_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    settings = replace(NO_SPARES, containers=1)
    box = DockerSandbox(bench.image_of, labels=labels, settings=settings)
    lines = Lines()
    running = asyncio.create_task(_run(box, "import time\nprint('first')\ntime.sleep(600)", lines))
    waiting = asyncio.create_task(_run(box))
    await lines.seen("first")
    await box.close()
    assert (await running).outcome is Outcome.INTERNAL_ERROR
    assert (await waiting).outcome is Outcome.UNAVAILABLE
    assert (await _run(box)).message == "The sandbox is shutting down."
    assert await asyncio.to_thread(containers_of, bench.client, f"test-{tmp_path}") == []
