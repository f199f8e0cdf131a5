"""Finding the Docker engine, and what is said when there is none."""

import os
from pathlib import Path

import docker
import pytest

from infra.embedded import Unavailable
from infra.embedded.docker import clear_stale_pids, ensure_engine, reach


def test_a_running_engine_is_used_as_it_is(docker_engine: docker.DockerClient) -> None:
    client = ensure_engine(lambda step: pytest.fail(f"nothing was to be done, but: {step}"))
    assert client.info()["ID"] == docker_engine.info()["ID"]
    client.close()


def test_an_engine_that_was_named_and_does_not_answer_is_named_in_the_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    assert reach() is None
    with pytest.raises(Unavailable, match=r"none\.sock.*apt-get install docker\.io"):
        ensure_engine(lambda _: None)


def test_only_pid_files_of_dead_engines_are_removed(tmp_path: Path) -> None:
    mine, dead, reused = (tmp_path / name for name in ("mine", "dead", "reused"))
    name = Path("/proc/self/comm").read_text().strip()
    mine.write_text(f"{os.getpid()}\n")
    dead.write_text("4194305")
    reused.write_text("1")
    clear_stale_pids({mine: name, dead: "dockerd", reused: "dockerd", tmp_path / "absent": "dockerd"})
    assert [file.exists() for file in (mine, dead, reused)] == [True, False, False]
