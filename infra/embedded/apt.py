"""Debian packages that a bare machine lacks."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from infra.embedded import Unavailable

Progress = Callable[[str], None]


def can_install() -> bool:
    """Whether we may: root, on Debian or one of its children."""
    return os.geteuid() == 0 and _is_debian(Path("/etc/os-release"))


def install(packages: Sequence[str], progress: Progress) -> None:
    """``apt-get install`` them. Raises :class:`Unavailable` with apt's own last words."""
    progress(f"installing {', '.join(packages)} with apt-get")
    _apt("update")
    _apt("install", "-y", "--no-install-recommends", *packages)


def _apt(*arguments: str) -> None:
    command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).splitlines()[-5:])
        raise Unavailable(f"{' '.join(command)} failed:\n{said}")


def _is_debian(release: Path) -> bool:
    if not release.exists():
        return False
    lines = (line.partition("=") for line in release.read_text().splitlines())
    values = {key: value.strip('"') for key, _, value in lines}
    family = {values.get("ID", ""), *values.get("ID_LIKE", "").split()}
    return bool(family & {"debian", "ubuntu"})
