"""What goes into the images, and the names that follow from it."""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

IMAGES = Path(__file__).parent
RUNNER = IMAGES.parent / "runner"
PACKAGES = IMAGES / "packages.txt"
REPOSITORY = "flowtape-sandbox"
BASE_REPOSITORY = "flowtape-sandbox-base"

_SOURCES = frozenset((".py", ".js"))


def packages() -> list[str]:
    return PACKAGES.read_text().split()


def base_tag() -> str:
    """``flowtape-sandbox-base:<hash of the package list>``."""
    return f"{BASE_REPOSITORY}:{_hash([PACKAGES, IMAGES / 'base.Dockerfile'])}"


def image_tag() -> str:
    """``flowtape-sandbox:<hash of package list and runner files>``."""
    dockerfiles = sorted(IMAGES.glob("*.Dockerfile"))
    return f"{REPOSITORY}:{_hash([PACKAGES, *dockerfiles, *_runner_files()])}"


def base_context() -> io.BytesIO:
    """The tar archive that the base image is built from."""
    return _tar({"Dockerfile": IMAGES / "base.Dockerfile", "packages.txt": PACKAGES})


def runner_context() -> io.BytesIO:
    """The tar archive that the image is built from, given the base."""
    files = {f"sandbox/runner/{path.relative_to(RUNNER)}": path for path in _runner_files()}
    return _tar({"Dockerfile": IMAGES / "runner.Dockerfile", **files})


def _runner_files() -> list[Path]:
    return sorted(path for path in RUNNER.rglob("*") if path.suffix in _SOURCES)


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(IMAGES.parent)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _tar(files: dict[str, Path]) -> io.BytesIO:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name, info in _members(files):
            with files[name].open("rb") as file:
                tar.addfile(info, file)
    archive.seek(0)
    return archive


def _members(files: dict[str, Path]) -> Iterator[tuple[str, tarfile.TarInfo]]:
    for name, path in files.items():
        info = tarfile.TarInfo(name)
        info.size = path.stat().st_size
        info.mode = 0o644
        yield name, info
