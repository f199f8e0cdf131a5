"""Whoever reaches Docker's socket is root on the machine: official installations of others mount it into the
containers that run code, or into those that face the network.

Nothing of the machine is mounted into a container of ours, and no file that starts Flowtape mounts the
socket.
"""

import re
import subprocess
from pathlib import Path

from docker import DockerClient

from sandbox.hardening import hardened
from sandbox.leftovers import INSTANCE
from sandbox.pool.kinds import DEFAULT_SHAPE
from tests.sandbox.attacks.arena import ATTACKER, Arena
from tests.sandbox.running import Lines

ROOT = Path(__file__).parents[3]
MOUNTED = re.compile(r"docker\.sock\s*[:,]|source\s*[=:]\s*\S*docker\.sock|hostPath")
STARTING = ("*.yml", "*.yaml", "*Dockerfile*", "*.toml", "Makefile", "*.sh", ".ci/*", "*.json", "*.service")


async def test_no_container_has_anything_of_the_machine(arena: Arena, docker_engine: DockerClient) -> None:
    await arena.run("python", "return {}", lines=Lines(), project=ATTACKER)
    for container in docker_engine.containers.list(filters={"label": f"{INSTANCE}={arena.instance}"}):
        about = container.attrs
        assert about["Mounts"] == []
        host = about["HostConfig"]
        assert {host[name] or None for name in ("Binds", "VolumesFrom", "Devices", "CapAdd", "Links")} == {
            None
        }
        assert (host["Privileged"], host["NetworkMode"], host["PidMode"], host["UsernsMode"]) == (
            False, "none", "", "",
        )  # fmt: skip
        assert (host["ReadonlyRootfs"], host["CapDrop"], host["IpcMode"]) == (True, ["ALL"], "private")
        assert host["LogConfig"]["Type"] == "none"


def test_what_is_asked_for_mounts_nothing(docker_engine: DockerClient) -> None:
    settings = hardened(docker_engine.api, DEFAULT_SHAPE, {})
    assert "sock" not in str({**settings, "host_config": {**settings["host_config"], "SecurityOpt": []}})
    assert {"Binds", "Mounts", "VolumesFrom", "Devices", "CapAdd"} & settings["host_config"].keys() == set()


def test_no_file_that_starts_flowtape_mounts_the_socket() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--", *STARTING], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.split("\n") if name and "package-lock" not in name]
    texts = {path: path.read_text(errors="replace") for path in files if path.is_file()}
    assert texts or not (ROOT / ".git").exists()
    assert [str(path) for path, text in texts.items() if MOUNTED.search(text)] == []


def test_such_a_mount_would_be_seen() -> None:
    for line in ("- /var/run/docker.sock:/var/run/docker.sock", "source=/run/docker.sock,target=/x"):
        assert MOUNTED.search(line)
