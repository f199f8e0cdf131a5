"""``flowtape doctor``: every real part, whether it is well, and how to mend it."""

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from infra.embedded import Unavailable
from infra.embedded.process import started_at
from infra.environments import environments_of
from infra.settings import settings

PAGE = Path(__file__).parents[2] / "web" / "ui" / "dist" / "index.html"


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    well: bool
    says: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """One finding per part; a check that breaks is a finding too."""
    settings()
    for part, check in CHECKS.items():
        try:
            yield check(part)
        except Exception as error:
            yield Finding(
                part, False, f"{type(error).__name__}: {error}", "this check itself broke; report it"
            )


def _python(part: str) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(part, sys.version_info >= (3, 11), version, "install Python 3.11 or newer")


def _data_folder(part: str) -> Finding:
    path = settings().data_dir
    if not path.exists():
        return Finding(part, True, f"{path} is made on the first start")
    if not os.access(path, os.W_OK):
        return Finding(part, False, f"{path} is not writable", "run as its owner, or set FLOWTAPE_DATA_DIR")
    for secret in (path / "demo.json", path / "postgres.json"):
        if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
            return Finding(part, False, f"others can read {secret}", f"chmod 600 {secret}")
    return Finding(part, True, str(path))


def _port(part: str) -> Finding:
    from infra.supervisor.guards import check_address

    address = f"{settings().host}:{settings().port}"
    if _supervisor():
        return Finding(part, True, f"{address} is ours")
    try:
        check_address(settings().host, settings().port)
    except Unavailable as error:
        return Finding(part, False, str(error), "stop what listens there, or set FLOWTAPE_PORT")
    return Finding(part, True, f"{address} is free")


def _postgres(part: str) -> Finding:
    given = settings().database_url
    if given is None:
        return _embedded(part, "postgres/run/.s.PGSQL.5432", "postgres/postgres.log")
    import psycopg

    try:
        with psycopg.connect(given.get_secret_value(), connect_timeout=5) as conn:
            return Finding(part, True, f"version {conn.info.server_version // 10000} at DATABASE_URL")
    except psycopg.OperationalError as error:
        return Finding(part, False, str(error).strip(), "check DATABASE_URL and that its server runs")


def _redis(part: str) -> Finding:
    given = settings().redis_url
    if given is None:
        return _embedded(part, "redis/run/redis.sock", "redis/redis.log")
    import redis

    try:
        with redis.Redis.from_url(given.get_secret_value(), socket_connect_timeout=5) as client:
            client.ping()
    except redis.RedisError as error:
        return Finding(part, False, str(error), "check REDIS_URL and that its server runs")
    return Finding(part, True, "answers at REDIS_URL")


def _embedded(part: str, socket_name: str, log: str) -> Finding:
    if not _supervisor():
        return Finding(part, True, "embedded; started by make up")
    path = settings().data_dir / socket_name
    with socket.socket(socket.AF_UNIX) as client:
        well = client.connect_ex(str(path)) == 0
    return Finding(
        part, well, f"embedded, at {path}", f"see {settings().data_dir / log}; restart with make up"
    )


def _docker(part: str) -> Finding:
    from infra.embedded.docker import address, reach

    versions = []
    for endpoint in settings().sandbox_endpoints:
        client = reach(endpoint)
        if client is None:
            mend = "apt-get install docker.io and start it, or set DOCKER_HOST; as root make up does it"
            return Finding(part, False, f"no engine answers at {address(endpoint)}", mend)
        with closing(client):
            versions.append(client.version()["Version"])
    return Finding(part, True, f"version {', '.join(versions)}")


def _images(part: str) -> Finding:
    """All environments are looked at; those that languages have of their own have to be built."""
    from infra.embedded.docker import reach
    from sandbox.environments import default_environment
    from sandbox.environments.environment import LANGUAGES
    from sandbox.images import exists, image_for

    found = environments_of(settings()).current()
    missing: set[str] = set()
    for endpoint in settings().sandbox_endpoints:
        client = reach(endpoint)
        if client is None:
            return Finding(part, False, "unknown without an engine", "see Docker engine")
        with closing(client):
            missing |= {name for name, each in found.items() if not exists(client, image_for(each))}
    built, names = f"{len(found) - len(missing)} of {len(found)} built", sorted(missing)
    says = f"{built}; not built: {', '.join(names)}" if names else built
    needed = {default_environment(language) for language in LANGUAGES}
    return Finding(part, needed.isdisjoint(missing), says, f"flowtape sandbox build {' '.join(names)}")


def _environments(part: str) -> Finding:
    environments = environments_of(settings())
    if problems := environments.problems():
        return Finding(part, False, "; ".join(map(str, problems)), "mend or remove the file")
    given = settings().environments
    if given and not given.is_dir():
        return Finding(part, False, f"{given} is no folder", "make it, or unset FLOWTAPE_ENVIRONMENTS")
    return Finding(part, True, ", ".join(environments.current()))


def _page(part: str) -> Finding:
    return Finding(part, PAGE.exists(), str(PAGE), "npm --prefix web/ui ci && npm --prefix web/ui run build")


def _node(part: str) -> Finding:
    found = shutil.which("node")
    return Finding(
        part, found is not None, found or "not found", "install Node 20; the page is built with it"
    )


def _processes(part: str) -> Finding:
    from infra.cli.client import Api

    if not _supervisor():
        return Finding(part, False, "not running", "make up")
    with Api(settings().base_url) as api:
        ready, said = api.is_ready()
    return Finding(part, ready, "ready" if ready else said, f"see the logs in {settings().data_dir / 'logs'}")


def _supervisor() -> bool:
    """Whether ``flowtape up`` runs on this data folder."""
    try:
        pid = int((settings().data_dir / "lock").read_text() or 0)
    except (OSError, ValueError):
        return False
    return started_at(pid) is not None and "flowtape" in Path(f"/proc/{pid}/cmdline").read_text()


CHECKS: dict[str, Callable[[str], Finding]] = {
    "Python": _python,
    "Node": _node,
    "Data folder": _data_folder,
    "Address": _port,
    "PostgreSQL": _postgres,
    "Redis": _redis,
    "Docker engine": _docker,
    "Environments": _environments,
    "Sandbox images": _images,
    "Page": _page,
    "Processes": _processes,
}
