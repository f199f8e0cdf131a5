"""Each environment's image has what it promises, is named by its content, and is built from what is there."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docker import DockerClient

from sandbox.environments import SHIPPED, Environment, load_environments
from sandbox.images import ImageUnavailable, bootstrap, content, ensure_image, fetch, image_for
from sandbox.images.fetch import FetchFailed

SHIPPED_ENVIRONMENTS = load_environments([SHIPPED])
DEBIAN = (
    "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
)
INSTALLED = """
import json, importlib.metadata as metadata
print(json.dumps({each.name: each.version for each in metadata.distributions()}))
"""
NODE = """
const root = "/usr/local/lib/node_modules/"
const found = require("fs").readdirSync(root).filter((name) => name[0] !== ".")
const packages = found.map((name) => name + "@" + require(root + name + "/package.json").version)
console.log(JSON.stringify({ version: process.version, lts: process.release.lts, packages }))
"""
OWN = """
title = "Own"
base = "javascript"
languages = ["python", "javascript", "bash"]
apt = ["tree"]
pip = ["six==1.17.0"]
npm = ["is-odd@3.0.1"]
"""


def run(client: DockerClient, image: str, *command: str) -> str:
    """What it prints, as a step's user without a network, where nothing can be written."""
    container = client.containers.create(
        image, list(command), user="65532:65532", network_mode="none", read_only=True
    )
    try:
        container.start()
        status = container.wait()["StatusCode"]
        output: str = container.logs().decode()
    finally:
        container.remove(force=True)
    assert status == 0, output
    return output


@pytest.fixture(scope="module", params=SHIPPED_ENVIRONMENTS)
def shipped(request: pytest.FixtureRequest, docker_engine: DockerClient) -> Environment:
    environment = SHIPPED_ENVIRONMENTS[request.param]
    ensure_image(docker_engine, environment, print)
    return environment


@pytest.fixture
def own(tmp_path: Path) -> Environment:
    """An administrator's. :mod:`tests.sandbox.test_steps_in_environments` builds one."""
    (tmp_path / "own.toml").write_text(OWN)
    return load_environments([SHIPPED, tmp_path])["own"]


def test_it_says_what_it_is(docker_engine: DockerClient, shipped: Environment) -> None:
    said = json.loads(run(docker_engine, image_for(shipped), "cat", "/opt/flowtape/environment.json"))
    assert said["name"] == shipped.name
    assert said["languages"] == list(shipped.languages)
    assert said["node_modules"] == "/usr/local/lib/node_modules"
    assert set(shipped.preload) <= set(said["preload"])


def test_what_python_finds_is_what_is_pinned(docker_engine: DockerClient, shipped: Environment) -> None:
    found = json.loads(run(docker_engine, image_for(shipped), "python3", "-c", INSTALLED))
    pins = [pin for each in shipped.chain for pin in each.pip]
    assert sorted(f"{name}=={version}" for name, version in found.items()) == sorted(pins)


def test_what_is_preloaded_can_be_imported(docker_engine: DockerClient, shipped: Environment) -> None:
    modules = [module for each in shipped.chain for module in (*each.preload, *each.preload_network)]
    code = "".join(f"import {module}\n" for module in modules) + "print('all')"
    assert run(docker_engine, image_for(shipped), "python3", "-I", "-c", code) == "all\n"


def test_a_step_has_its_folders_and_no_way_to_more_rights(
    docker_engine: DockerClient, shipped: Environment
) -> None:
    image = image_for(shipped)
    assert run(docker_engine, image, "ls", "-d", "/work", "/data/in", "/data/out").split() == [
        "/data/in",
        "/data/out",
        "/work",
    ]
    search = "find / -xdev -perm /6000 2>/dev/null; getent passwd 65532"
    assert run(docker_engine, image, "bash", "-c", search) == "step:x:65532:65532::/work:/bin/bash\n"


def test_node_is_the_one_that_is_pinned_and_an_lts(docker_engine: DockerClient, images: object) -> None:
    environment = SHIPPED_ENVIRONMENTS["javascript"]
    found = json.loads(run(docker_engine, image_for(environment), "node", "-e", NODE))
    assert found["version"] == f"v{environment.node}"
    assert found["lts"]
    assert sorted(found["packages"]) == sorted(environment.npm)


def test_only_javascript_has_node(docker_engine: DockerClient, shipped: Environment) -> None:
    here = run(docker_engine, image_for(shipped), "bash", "-c", "command -v node || true")
    assert here == ("/usr/local/bin/node\n" if "javascript" in shipped.languages else "")


def test_bash_has_its_tools(docker_engine: DockerClient, shipped: Environment) -> None:
    tools = "curl jq gawk sed grep file gzip xz diff find"
    checks = f"for tool in {tools}; do $tool --version >/dev/null || exit 1; done; echo all"
    assert run(docker_engine, image_for(shipped), "bash", "-c", checks) == "all\n"


def test_data_computes(docker_engine: DockerClient, images: object) -> None:
    code = "import pandas; print(pandas.DataFrame({'a': [1, 2]}).a.to_numpy().sum())"
    image = image_for(SHIPPED_ENVIRONMENTS["data"])
    assert run(docker_engine, image, "python3", "-c", code) == "3\n"


def test_an_image_that_is_there_is_not_built_again(docker_engine: DockerClient, shipped: Environment) -> None:
    said: list[str] = []
    assert ensure_image(docker_engine, shipped, said.append) == image_for(shipped)
    assert said == []


@pytest.mark.parametrize(
    ("packages", "says"),
    [
        ({"apt": ("flowtape-is-no-package",)}, "Unable to locate package flowtape-is-no-package"),
        ({"pip": ("six==0.0.1",)}, "No matching distribution found for six==0.0.1"),
        ({"npm": ("is-odd@0.0.99",)}, "No matching version found for is-odd@0.0.99"),
    ],
)
def test_a_package_that_cannot_be_had_is_named(
    docker_engine: DockerClient, own: Environment, packages: dict[str, Any], says: str
) -> None:
    bare = replace(own, apt=(), pip=(), npm=())
    with pytest.raises(ImageUnavailable, match=says):
        ensure_image(docker_engine, replace(bare, **packages), print)


def test_versions_that_contradict_the_base_are_refused(
    docker_engine: DockerClient, images: object, own: Environment
) -> None:
    python = SHIPPED_ENVIRONMENTS["python"]
    older = replace(own, base=python, apt=(), npm=(), pip=("httpx==0.27.2",))
    with pytest.raises(ImageUnavailable, match=r"(?s)The packages of own can't be had.*conflict"):
        ensure_image(docker_engine, older, print)


def test_without_npm_or_for_a_machine_without_node_it_says_so(
    monkeypatch: pytest.MonkeyPatch, own: Environment, tmp_path: Path
) -> None:
    node = replace(own, pip=(), npm=(), node="24.21.0")
    with pytest.raises(FetchFailed, match=r"no Node\.js package for riscv64"):
        fetch.fetch(node, "riscv64", tmp_path / "a")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchFailed, match="npm is missing; install Node"):
        fetch.fetch(node, "x86_64", tmp_path / "b")


def test_the_name_follows_the_file_its_base_and_the_runner(
    monkeypatch: pytest.MonkeyPatch, own: Environment
) -> None:
    image, packages = image_for(own), content.packages_tag(own)
    assert own.base is not None
    assert image_for(replace(own, source=own.source + b"# later")) != image
    assert image_for(replace(own, base=replace(own.base, source=b""))) != image
    assert image_for(replace(own, name="other")) != image
    for less in (replace(own, apt=()), replace(own, pip=()), replace(own, npm=())):
        assert content.packages_tag(less) != packages
    runner = {**content.runner_files(), "main.py": b""}
    monkeypatch.setattr(content, "runner_files", lambda: runner)
    assert image_for(own) != image
    assert content.packages_tag(own) == packages


def test_every_file_of_the_runner_counts() -> None:
    names = content.runner_files().keys()
    assert "main.py" in names
    assert any(name.startswith("javascript/") for name in names)
    assert not [name for name in names if "__pycache__" in name]


def test_an_environment_that_adds_nothing_needs_no_layer_of_its_own(own: Environment) -> None:
    assert own.base is not None
    bare = replace(own, apt=(), pip=(), npm=())
    assert content.packages_tag(bare) == content.packages_tag(own.base)
    assert image_for(bare) != image_for(own.base)


def test_of_the_machines_sources_those_with_the_suite_are_used(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text("# deb http://mirror.example/debian bookworm main\n")
    (parts / "debian.sources").write_text(DEBIAN)
    (parts / "other.list").write_text("deb http://other.example/apt stable main\n")
    (parts / "newer.list").write_text("deb http://mirror.example/debian trixie main\n")
    (parts / "off.sources.disabled").write_text(DEBIAN)
    assert bootstrap._sources(tmp_path) == [str(parts / "debian.sources")]
