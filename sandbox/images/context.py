"""The tar archives that images are built from. All in them belongs to root, and everybody may read it."""

import io
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sandbox.environments import Environment
from sandbox.images import content

Context = Mapping[str, bytes | Path]
"""Names in the archive, and the content of the file, or the file or folder itself."""
_READABLE, _EXECUTABLE = 0o644, 0o755


def base_context() -> Context:
    return {"Dockerfile": content.IMAGES / "base.Dockerfile", "packages.txt": content.PACKAGES}


def packages_context(environment: Environment, root: Path) -> Context:
    """``root`` has what is copied over ``/``."""
    apt = "".join(f"{package}\n" for package in environment.apt)
    return {"Dockerfile": content.IMAGES / "packages.Dockerfile", "apt.txt": apt.encode(), "root": root}


def runner_context(environment: Environment) -> Context:
    runner = {f"flowtape/sandbox/runner/{name}": source for name, source in content.runner_files().items()}
    description = content.description(environment)
    dockerfile = content.IMAGES / "runner.Dockerfile"
    return {"Dockerfile": dockerfile, "flowtape/environment.json": description, **runner}


@contextmanager
def packed(context: Context) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as archive:
        with tarfile.open(fileobj=archive, mode="w") as tar:
            for name, source in context.items():
                _add(tar, name, source)
        archive.seek(0)
        yield archive


def _add(tar: tarfile.TarFile, name: str, source: bytes | Path) -> None:
    if isinstance(source, Path):
        tar.add(source, name, filter=_of_root)
        return
    member = tarfile.TarInfo(name)
    member.size = len(source)
    tar.addfile(member, io.BytesIO(source))


def _of_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = _EXECUTABLE if member.isdir() or member.mode & 0o100 else _READABLE
    return member
