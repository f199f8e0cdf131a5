"""Without the engine a step ends with an outcome that says so, and never hangs."""

import asyncio
from pathlib import Path

from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox
from sandbox.leftovers import labels_of
from sandbox.model import Outcome, Result, Step
from tests.sandbox.proxy import Proxy
from tests.sandbox.running import Bench, Lines, containers_of, in_chunks, until


async def _run(box: DockerSandbox, code: str = "return {}", lines: Lines | None = None) -> Result:
    step = Step(project="p", language="python", code=code)
    return await box.run(step, in_chunks([]), (lines or Lines()).take)


async def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/no.sock"
    box = DockerSandbox(url, "image")
    result = await _run(box)
    assert result.outcome is Outcome.UNAVAILABLE
    assert f"Docker is not reachable at {url}; code nodes need it: run `flowtape doctor`" in result.message
    await box.close()


async def test_an_image_that_is_not_there_is_named(docker_engine: DockerClient) -> None:
    box = DockerSandbox(None, "flowtape-sandbox:missing")
    result = await _run(box)
    assert result.outcome is Outcome.UNAVAILABLE
    assert "image flowtape-sandbox:missing is not there: run `flowtape doctor`" in result.message
    await box.close()


async def test_an_engine_that_stops_in_the_middle_is_our_fault(
    docker_engine: DockerClient, image: str, tmp_path: Path
) -> None:
    labels = labels_of(f"test-{tmp_path}", "worker")
    async with Proxy(tmp_path / "docker.sock") as proxy:
        box = DockerSandbox(proxy.url, image, labels)
        lines = Lines()
        running = asyncio.create_task(_run(box, "import time\nprint('first')\ntime.sleep(600)", lines))
        await lines.seen("first")
        proxy.cut()
        result = await running
        await box.close()
    assert result.outcome is Outcome.INTERNAL_ERROR
    assert f"The Docker engine at {proxy.url} stopped while the code ran" in result.message

    async def gone() -> bool:
        return not await asyncio.to_thread(containers_of, docker_engine, f"test-{tmp_path}")

    await until(gone)


async def test_an_engine_that_comes_back_is_used_again(image: str, tmp_path: Path) -> None:
    async with Proxy(tmp_path / "docker.sock") as proxy:
        box = DockerSandbox(proxy.url, image)
        assert (await _run(box)).outcome is Outcome.COMPLETED
        proxy.cut()
        assert (await _run(box)).outcome is Outcome.UNAVAILABLE
    async with Proxy(tmp_path / "docker.sock"):
        assert (await _run(box)).outcome is Outcome.COMPLETED
        await box.close()


async def test_a_container_that_somebody_else_kills_is_our_fault(bench: Bench) -> None:
    await bench.no_containers()
    lines = Lines()
    running = asyncio.create_task(bench.run("bash", "echo first; sleep 600", lines=lines))
    await lines.seen("first")
    (container,) = await bench.containers()
    await asyncio.to_thread(bench.client.api.kill, container)
    result = await running
    assert result.outcome is Outcome.INTERNAL_ERROR
    assert "went away" in result.message


async def test_more_steps_than_places_wait_for_their_turn(bench: Bench, image: str) -> None:
    box = DockerSandbox(None, image, labels_of(bench.instance, "narrow"), at_once=1)
    results = await asyncio.gather(_run(box), _run(box), _run(box))
    assert {result.outcome for result in results} == {Outcome.COMPLETED}
    await box.close()
