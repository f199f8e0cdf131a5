"""Steps find what their environment promises, and are refused what it lacks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox
from sandbox.environments import SHIPPED, choose, load_environments
from sandbox.images import content, ensure_image, exists, image_for
from sandbox.model import Language, Outcome
from sandbox.pool.settings import PoolSettings
from tests.sandbox.running import Bench

OWN = """
title = "Own"
base = "javascript"
languages = ["python", "javascript", "bash"]
apt = ["tree"]
pip = ["six==1.17.0"]
npm = ["is-odd@3.0.1"]
preload = ["six"]
"""


async def test_python_has_httpx_and_dateutil(bench: Bench) -> None:
    code = """
import httpx, dateutil.parser
return {"at": dateutil.parser.parse("4 May 2021").isoformat(), "httpx": httpx.__version__}
"""
    assert await bench.jsons("python", code) == [{"at": "2021-05-04T00:00:00", "httpx": "0.28.1"}]


async def test_what_only_connections_need_is_preloaded_where_steps_have_some(bench: Bench) -> None:
    async def preloaded(network: list[str]) -> list[bool]:
        code = "import sys; return {'httpx': 'httpx' in sys.modules}"
        project = "connected" if network else "alone"
        found = [await bench.jsons("python", code, network=network, project=project) for _ in range(2)]
        return [json["httpx"] for [json] in found]

    assert await preloaded([]) == [False, False]
    assert await preloaded(["example.com:443"]) == [False, True]


async def test_data_has_numpy_and_pandas(bench: Bench) -> None:
    code = """
import numpy, pandas
frame = pandas.DataFrame([item["json"] for item in items])
return {"sum": int(frame.a.sum()), "mean": float(numpy.mean(frame.a))}
"""
    given = [{"a": 1}, {"a": 2}]
    assert await bench.jsons("python", code, given, environment="data") == [{"sum": 3, "mean": 1.5}]


async def test_bash_runs_where_python_does(bench: Bench) -> None:
    code = "jq -c '{twice: (.n * 2)}'"
    assert await bench.jsons("bash", code, [{"n": 2}], environment="data") == [{"twice": 4}]


async def test_what_an_environment_lacks_is_refused(bench: Bench) -> None:
    refused = await bench.run("javascript", "return items", environment="data")
    assert refused.outcome is Outcome.REFUSED
    assert refused.message == "The environment 'data' has no javascript. Those for javascript: javascript."
    unknown = await bench.run("bash", "true", environment="snake")
    assert unknown.outcome is Outcome.REFUSED
    assert unknown.message == "There is no environment 'snake'. Those for bash: bash, data, python."


@pytest.fixture
async def own(bench: Bench, docker_engine: DockerClient, tmp_path: Path) -> AsyncIterator[Bench]:
    """A bench that has an administrator's environment."""
    (tmp_path / "own.toml").write_text(OWN)
    environments = load_environments([SHIPPED, tmp_path])

    def image_of(name: str | None, language: Language) -> str:
        return image_for(choose(name, language, environments))

    tags = ensure_image(docker_engine, environments["own"], print), content.packages_tag(environments["own"])
    box = DockerSandbox(image_of, settings=PoolSettings(spares=0))
    yield Bench(box, docker_engine, bench.instance, image_of)
    await box.close()
    for tag in tags:
        if exists(docker_engine, tag):
            docker_engine.images.remove(tag)


async def test_an_administrators_environment_serves_each_language_of_its_file(own: Bench) -> None:
    python = "import six; return {'six': six.__version__}"
    javascript = "return { odd: require('is-odd')(3) }"
    bash = "tree --version | jq -Rc '{tree: .[0:6]}'"
    assert await own.jsons("python", python, environment="own") == [{"six": "1.17.0"}]
    assert await own.jsons("javascript", javascript, environment="own") == [{"odd": True}]
    assert await own.jsons("bash", bash, [{}], environment="own") == [{"tree": "tree v"}]
