"""``flowtape sandbox``, and what ``make up`` does about images."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import DockerClient

from infra.cli import images as command
from infra.embedded.images import ensure_images
from infra.environments import environments_of
from infra.settings import Settings, settings
from sandbox.environments import SHIPPED, load_environments
from sandbox.images import exists, image_for, packages_tag
from sandbox.images.prune import prune

BARE = 'title = "Bare [red]bash"\nbase = "bash"\n'
"""It adds nothing, so that its image is built at once."""
ODD = 'title = "Odd"\nbase = "javascript"\nnpm = ["is-odd@3.0.1"]\n'
BROKEN = 'title = "Broken"\nbase = "bash"\npips = []\n'


@pytest.fixture
def folder(tmp_path: Path, docker_engine: DockerClient, images: object) -> Iterator[Path]:
    """The administrator's."""
    folder = tmp_path / "environments"
    folder.mkdir()
    yield folder
    added = load_environments([SHIPPED, folder]).values() if not (folder / "broken.toml").exists() else ()
    for environment in added:
        if environment.path.parent == folder and exists(docker_engine, image_for(environment)):
            docker_engine.images.remove(image_for(environment))


def flowtape(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    ours = {"FLOWTAPE_DATA_DIR": str(folder.parent), "COLUMNS": "120", **more}
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", *arguments],
        env={**os.environ, **ours},
        check=False,
        capture_output=True,
        text=True,
    )


def test_an_environment_is_built_and_listed(folder: Path) -> None:
    (folder / "bare.toml").write_text(BARE)
    tag = image_for(load_environments([SHIPPED, folder])["bare"])
    before = _row(flowtape(folder, "sandbox", "list").stdout, "bare")
    assert before == f"bare Bare [red]bash bash {tag} not built"
    built = flowtape(folder, "sandbox", "build", "bare")
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.splitlines() == ["  adding the runner to the image of bare", f"✓ bare: {tag}"]
    listed = flowtape(folder, "sandbox", "list")
    assert listed.returncode == 0
    assert _row(listed.stdout, "bare").endswith(" MB")
    assert flowtape(folder, "sandbox", "build").stdout.count("✓") == 5


def test_the_folder_is_a_setting(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "odd.toml").write_text(ODD)
    assert "odd" not in flowtape(folder, "sandbox", "list").stdout
    given = {"FLOWTAPE_ENVIRONMENTS": str(elsewhere)}
    assert "odd" in flowtape(folder, "sandbox", "list", **given).stdout
    elsewhere.rename(tmp_path / "gone")
    said = flowtape(folder, "doctor", **given).stdout
    assert f"{elsewhere} is no folder" in said
    assert "unset FLOWTAPE_ENVIRONMENTS" in said


def test_an_unknown_name_is_refused_with_those_that_there_are(folder: Path) -> None:
    done = flowtape(folder, "sandbox", "build", "snake")
    assert done.returncode == 1
    assert done.stderr == (
        "flowtape: there is no environment 'snake'; possible are bash, data, javascript, python\n"
    )


def test_a_file_that_is_wrong_is_named_by_each_command(folder: Path) -> None:
    (folder / "broken.toml").write_text(BROKEN)
    problem = f"{folder}/broken.toml: unknown key 'pips'"
    for arguments in (["build", "broken"], ["build"], ["list"], ["prune"]):
        done = flowtape(folder, "sandbox", *arguments, COLUMNS="300")
        assert done.returncode == 1
        assert problem in done.stderr
    assert problem in flowtape(folder, "doctor", COLUMNS="300").stdout


def test_a_package_that_cannot_be_had_fails_that_environment_only(folder: Path) -> None:
    (folder / "odd.toml").write_text(ODD.replace("3.0.1", "0.0.99"))
    done = flowtape(folder, "sandbox", "build", COLUMNS="300")
    assert done.returncode == 1
    assert "✗ odd: The packages of odd can't be had: npm failed" in done.stderr
    assert done.stdout.count("✓") == 4


def test_without_an_engine_each_command_says_how_to_get_one(folder: Path) -> None:
    away = {"DOCKER_HOST": f"unix://{folder}/none.sock"}
    for arguments in (["build"], ["list"], ["prune"]):
        done = flowtape(folder, "sandbox", *arguments, **away)
        assert done.returncode == 1
        assert f"no Docker engine answers at unix://{folder}/none.sock" in done.stderr
        assert "apt-get install docker.io" in done.stderr


def test_each_of_several_hosts_has_to_have_the_images(folder: Path) -> None:
    """The second is the first under another address."""
    (folder / "bare.toml").write_text(BARE)
    two = {"SANDBOX_HOSTS": "unix:///var/run/docker.sock,unix:///run/docker.sock"}
    built = flowtape(folder, "sandbox", "build", "bare", **two)
    assert built.stdout.count("✓ bare") == 2
    one_away = {"SANDBOX_HOSTS": f"unix:///var/run/docker.sock,unix://{folder}/none.sock"}
    assert "none.sock" in flowtape(folder, "sandbox", "list", **one_away).stderr
    started = _prepare(folder, **one_away)
    assert started.returncode == 0
    assert f"no Docker engine answers at unix://{folder}/none.sock" in started.stdout
    all_away = {"SANDBOX_HOSTS": f"unix://{folder}/one.sock,unix://{folder}/two.sock"}
    stopped = _prepare(folder, **all_away)
    assert stopped.returncode == 1
    assert f"unix://{folder}/one.sock or unix://{folder}/two.sock" in stopped.stderr


def test_pruning_keeps_what_environments_need(
    folder: Path,
    docker_engine: DockerClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All other images are kept: somebody may need them."""
    (folder / "bare.toml").write_text(BARE)
    old = image_for(load_environments([SHIPPED, folder])["bare"])

    def prune_at_most_old(client: DockerClient, keep: set[str]) -> list[str]:
        there = {tag for image in client.images.list() for tag in image.tags}
        return prune(client, keep | there - {old})

    monkeypatch.setattr(command, "prune", prune_at_most_old)
    monkeypatch.setattr(command, "settings", lambda: Settings(data_dir=folder.parent))
    assert command.build_images(["bare"]) == 0
    command.prune_images()
    assert exists(docker_engine, old)
    (folder / "bare.toml").write_text(BARE + "# changed\n")
    command.prune_images()
    assert not exists(docker_engine, old)
    assert capsys.readouterr().out.splitlines()[-2:] == ["there is nothing to remove", f"removed {old}"]


def test_a_start_updates_an_administrators_environment_but_does_not_build_it_first(
    folder: Path, docker_engine: DockerClient
) -> None:
    (folder / "bare.toml").write_text(BARE)
    (folder / "odd.toml").write_text(ODD)
    (folder / "broken.toml").write_text(BROKEN)
    environments = environments_of(settings().model_copy(update={"data_dir": folder.parent})).current()
    assert not exists(docker_engine, packages_tag(environments["odd"]))
    said: list[str] = []
    ready = ensure_images(docker_engine, environments.values(), said.append)
    assert ready == ["bash", "data", "javascript", "python", "bare"]
    assert said == [
        "adding the runner to the image of bare",
        "the environment odd is not built; that does: flowtape sandbox build odd",
    ]
    assert f"left out: {folder}/broken.toml" in _prepare(folder).stdout
    (folder / "broken.toml").unlink()


def _prepare(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.supervisor.prepare", "engine"],
        env={**os.environ, "FLOWTAPE_DATA_DIR": str(folder.parent), **more},
        check=False,
        capture_output=True,
        text=True,
    )


def _row(table: str, name: str) -> str:
    [row] = [line for line in table.splitlines() if line.split()[:1] == [name]]
    return " ".join(row.split())
