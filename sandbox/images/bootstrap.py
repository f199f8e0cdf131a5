"""A Debian root file system from packages, where there is no registry to take one from."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUITE = "bookworm"

_NOT_NEEDED = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*")
_MIRROR_SETTINGS = re.compile(
    r'^Acquire::(?:https?::proxy|check-valid-until|check-date)\b.* ".+";$', re.I | re.M
)


class BootstrapFailed(Exception):
    """mmdebstrap isn't here, may not run, or failed; the message says which."""


@contextmanager
def bootstrap(packages: list[str]) -> Iterator[str]:
    """The path of a tar archive with the packages installed; it is gone afterwards."""
    if shutil.which("mmdebstrap") is None:
        raise BootstrapFailed("install mmdebstrap (Debian, Ubuntu: apt-get install mmdebstrap)")
    if os.geteuid() != 0:
        raise BootstrapFailed("mmdebstrap has to run as root")
    with tempfile.TemporaryDirectory(prefix="flowtape-image-") as folder:
        archive = Path(folder) / "root.tar"
        done = subprocess.run(_command(packages, archive), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BootstrapFailed(f"mmdebstrap failed:\n{done.stderr[-2000:]}")
        yield str(archive)


def _command(packages: list[str], archive: Path) -> list[str]:
    return [
        "mmdebstrap",
        "--variant=essential",
        "--mode=root",
        f"--include={','.join(packages)}",
        *(f"--dpkgopt=path-exclude={pattern}" for pattern in _NOT_NEEDED),
        *(f"--aptopt={setting}" for setting in _mirror_settings()),
        SUITE,
        str(archive),
        *_sources(),
    ]


def _sources(folder: Path = Path("/etc/apt")) -> list[str]:
    """The machine's own files that name a mirror of the suite; with none, mmdebstrap takes Debian's."""
    files = [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]
    return [str(file) for file in files if file.suffix in (".list", ".sources") and _names_suite(file)]


def _names_suite(file: Path) -> bool:
    if not file.is_file():
        return False
    lines = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
    text = "\n".join(lines)
    return "/debian" in text and re.search(rf"\b{SUITE}\b", text) is not None


def _mirror_settings() -> list[str]:
    """How apt reaches the mirror on this machine: through a proxy, or one that keeps old lists."""
    if shutil.which("apt-config") is None:
        return []
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    return _MIRROR_SETTINGS.findall(dump)
