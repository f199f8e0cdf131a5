"""The image is named by its content, and built from whatever mirror the machine has."""

from pathlib import Path

import pytest
from docker import DockerClient

from sandbox.images import bootstrap, content, ensure_image

DEBIAN = (
    "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
)


def test_an_image_that_is_there_is_not_built_again(docker_engine: DockerClient, image: str) -> None:
    said: list[str] = []
    assert ensure_image(docker_engine, said.append) == image == content.image_tag()
    assert said == []


def test_the_name_follows_the_runner_and_the_packages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    image, base = content.image_tag(), content.base_tag()
    runner = content.IMAGES.parent / "runner"
    without = [path for path in content._runner_files() if path != runner / "main.py"]
    monkeypatch.setattr(content, "_runner_files", lambda: without)
    assert content.image_tag() != image
    assert content.base_tag() == base


def test_of_the_machines_sources_those_with_the_suite_are_used(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text("# deb http://mirror.example/debian bookworm main\n")
    (parts / "debian.sources").write_text(DEBIAN)
    (parts / "other.list").write_text("deb http://other.example/apt stable main\n")
    (parts / "newer.list").write_text("deb http://mirror.example/debian trixie main\n")
    (parts / "off.sources.disabled").write_text(DEBIAN)
    assert bootstrap._sources(tmp_path) == [str(parts / "debian.sources")]
