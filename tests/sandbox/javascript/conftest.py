"""node.js as it is in the image, and a warm process for each test."""

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import ImageOf
from tests.sandbox.javascript.talking import Installed, Process


@pytest.fixture(scope="session")
def installed(
    docker_engine: DockerClient, images: ImageOf, tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    folder = tmp_path_factory.mktemp("javascript")
    container = docker_engine.containers.create(images(None, "javascript"), ["node"])
    try:
        for path in ("/usr/local/bin/node", "/usr/local/lib/node_modules"):
            pieces, _ = container.get_archive(path)
            with tarfile.open(fileobj=io.BytesIO(b"".join(pieces))) as archive:
                archive.extractall(folder, filter="tar")
    finally:
        container.remove()
    environment = folder / "environment.json"
    environment.write_text(json.dumps({"node_modules": str(folder / "node_modules")}))
    return Installed(folder / "node", environment, folder)


@pytest.fixture
def process(installed: Installed) -> Iterator[Process]:
    with installed.process() as process:
        yield process


@pytest.fixture
def folder(installed: Installed) -> Path:
    return installed.folder
