"""Fetches Python and npm packages outside of the image, which has neither pip nor npm."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sandbox.environments.environment import Environment
from sandbox.images.content import NODE_MODULES

PYTHON = "3.11"
"""Of the Debian that the images are made from."""
DIST_PACKAGES = f"/usr/local/lib/python{PYTHON}/dist-packages"

_NEWEST_GLIBC, _OLDEST_GLIBC = 36, 5
_EXTRAS = re.compile(r"\[.*\]")
_NODE_MACHINES = {"x86_64": "x64", "aarch64": "arm64"}


class FetchFailed(Exception):
    """pip or npm isn't here or failed; the message ends with what it said."""


def fetch(environment: Environment, machine: str, root: Path) -> None:
    """Put what the environment adds to its base under ``root``, as it will lie under ``/``.

    ``machine`` is the engine's: x86_64 or aarch64. Raises :class:`FetchFailed`.
    """
    (root / DIST_PACKAGES[1:]).mkdir(parents=True)
    if environment.pip:
        _fetch_wheels(environment, machine, root / DIST_PACKAGES[1:])
    if environment.npm:
        pins = [pin for each in environment.chain for pin in each.npm]
        _fetch_npm(pins, machine, root / NODE_MODULES[1:])
    if environment.node:
        _fetch_node(environment.node, machine, root / "usr/local/bin/node")


def _fetch_wheels(environment: Environment, machine: str, target: Path) -> None:
    """Wheels only: nothing of a package runs here. What the base has keeps its version."""
    glibc = (f"manylinux_2_{minor}_{machine}" for minor in range(_NEWEST_GLIBC, _OLDEST_GLIBC - 1, -1))
    platforms = [*glibc, *(f"manylinux{year}_{machine}" for year in ("2014", "2010", "1"))]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-compile", "--only-binary=:all:", "--implementation=cp", f"--python-version={PYTHON}"]
    command += [f"--platform={platform}" for platform in platforms]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
        pins = [pin for each in environment.chain[:-1] for pin in each.pip]
        constraints.write("\n".join(_EXTRAS.sub("", pin) for pin in pins))
        constraints.flush()
        _run([*command, f"--constraint={constraints.name}", f"--target={target}", "--", *environment.pip])
    shutil.rmtree(target / "bin", ignore_errors=True)


def _fetch_npm(pins: list[str], machine: str, target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="flowtape-npm-") as folder:
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        command += ["--os=linux", f"--cpu={_node_machine(machine)}", "--libc=glibc"]
        _run([*command, f"--prefix={folder}", "--", *pins])
        modules = Path(folder) / "node_modules"
        (modules / ".package-lock.json").unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(modules, target, symlinks=True)


def _fetch_node(version: str, machine: str, target: Path) -> None:
    package = f"node-linux-{_node_machine(machine)}"
    with tempfile.TemporaryDirectory(prefix="flowtape-node-") as folder:
        _fetch_npm([f"{package}@{version}"], machine, Path(folder) / "node_modules")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(folder) / "node_modules" / package / "bin/node", target)
        target.chmod(0o755)


def _node_machine(machine: str) -> str:
    try:
        return _NODE_MACHINES[machine]
    except KeyError:
        raise FetchFailed(f"there is no Node.js package for {machine} machines") from None


def _run(command: list[str]) -> None:
    program = "pip" if command[0] == sys.executable else command[0]
    if shutil.which(command[0]) is None:
        raise FetchFailed(f"{program} is missing; install Node 20 or newer, which has it")
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    if done.returncode != 0:
        raise FetchFailed(f"{program} failed:\n{(done.stderr or done.stdout)[-2000:]}")
