"""The tar archives that images are built from. All in them belongs to root, and everybody may read it."""

import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sandbox.images import content
from sandbox.images.environment import Environment

_READABLE, _EXECUTABLE = 0o644, 0o755


def base_context() -> "Context":
    return {"Dockerfile": content.IMAGES / "base.Dockerfile", "packages.txt": content.PACKAGES}


def packages_context(environment: Environment, root: Path, folder: Path) -> "Context":
    """``root`` has what is copied over ``/``; ``folder`` is for files that are made here."""
    apt = folder / "apt.txt"
    apt.write_text("".join(f"{package}\n" for package in environment.apt))
    return {"Dockerfile": content.IMAGES / "packages.Dockerfile", "apt.txt": apt, "root": root}


def runner_context(environment: Environment, folder: Path) -> "Context":
    description = folder / "environment.json"
    description.write_bytes(content.description(environment))
    files = {
        f"flowtape/sandbox/runner/{path.relative_to(content.RUNNER)}": path for path in content.runner_files()
    }
    dockerfile = content.IMAGES / "runner.Dockerfile"
    return {"Dockerfile": dockerfile, "flowtape/environment.json": description, **files}


Context = Mapping[str, Path]
"""Names in the archive, and the files and folders that go there."""


@contextmanager
def packed(context: Context) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as archive:
        with tarfile.open(fileobj=archive, mode="w") as tar:
            for name, path in context.items():
                tar.add(path, name, filter=_of_root)
        archive.seek(0)
        yield archive


def _of_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = _EXECUTABLE if member.isdir() or member.mode & 0o100 else _READABLE
    return member
