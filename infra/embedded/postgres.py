"""PostgreSQL from a wheel's programs: own cluster, unix socket only, passwords for everybody."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from infra.embedded import Unavailable
from infra.embedded.account import Account, service_account
from infra.embedded.binaries import postgres_programs
from infra.embedded.folders import data_folder, kept_secrets, own_folder, shared_folder, socket_folder
from infra.embedded.process import PLAIN_ENVIRONMENT, Launch, end

ADMIN, OWNER, APP = "flowtape_admin", "flowtape_owner", "flowtape_app"
DATABASE = "flowtape"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "96MB",
    "max_connections": "60",
    "jit": "off",
    "io_method": "sync",
    "max_worker_processes": "4",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "max_logical_replication_workers": "0",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "autovacuum_max_workers": "1",
    "autovacuum_worker_slots": "2",
    "wal_compression": "on",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}


@dataclass(frozen=True, slots=True)
class Logins:
    """``owner_url`` is for migrations and owns the database; ``url`` is the application's."""

    owner_url: str
    url: str
    admin_url: str


class Postgres:
    """One cluster in ``data_dir/postgres``. ``start`` is clean over whatever a killed server left."""

    def __init__(self, data_dir: Path, settings: Mapping[str, str] | None = None) -> None:
        self._account = service_account()
        root = data_folder(data_dir, self._account)
        self._home = shared_folder(root / "postgres", self._account)
        self._data = self._home / "data"
        self._sockets = socket_folder(self._home / "run", self._account)
        self._secrets = kept_secrets(root / "postgres.json", (ADMIN, OWNER, APP))
        self._settings = {**SETTINGS, "unix_socket_directories": str(self._sockets), **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Logins:
        """Start, and return once it accepts connections."""
        programs = postgres_programs(self._home, self._account)
        launch = self._launch(programs)
        launch.end_orphan()
        self._clear_leftovers()
        if not self._data.exists():
            self._initialise(programs)
        self._process = launch.start()
        launch.wait_until(self._is_ready, self._process)
        return Logins(self._url(OWNER, DATABASE), self._url(APP, DATABASE), self._url(ADMIN, "postgres"))

    def stop(self, seconds: float = 6) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self._process:
            end(self._process, signal.SIGINT, seconds)
            self._process = None

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    def _launch(self, programs: Path) -> Launch:
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        return Launch(
            command=[programs / "postgres", "-D", self._data, *options],
            folder=self._home,
            log=self._home / "postgres.log",
            pid_file=self._home / "postgres.pid",
            account=self._account,
            stop_signal=signal.SIGINT,
        )

    def _clear_leftovers(self) -> None:
        """Whoever wrote these is gone: the supervisor's lock and ``end_orphan`` have seen to that."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self._sockets.iterdir():
            leftover.unlink()

    def _initialise(self, programs: Path) -> None:
        """initdb into a folder beside, then rename: a half-written cluster is never taken for a whole one."""
        unfinished = self._home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        own_folder(unfinished, self._account)
        password = self._sockets / "password"
        password.write_text(self._secrets[ADMIN])
        if self._account:
            os.chown(password, self._account.uid, self._account.gid)
        try:
            _initdb(programs, unfinished, password, self._account)
            _add_roles(programs, unfinished, self._secrets, self._account)
        finally:
            password.unlink()
        unfinished.rename(self._data)

    def _is_ready(self) -> bool:
        """The eighth line of postmaster.pid is the server's own word for its state."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def _url(self, role: str, database: str) -> str:
        query = urlencode({"host": str(self._sockets)})
        return f"postgresql://{role}:{quote(self._secrets[role])}@/{database}?{query}"


def _initdb(programs: Path, data: Path, password: Path, account: Account | None) -> None:
    options = ["--username", ADMIN, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-instructions"]
    locale = ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
    command: list[str | Path] = [programs / "initdb", "-D", data, "--pwfile", password, *options, *locale]
    _run_as(account, command, cwd=data)


def _add_roles(programs: Path, data: Path, passwords: Mapping[str, str], account: Account | None) -> None:
    """Owner, application role and database, before anybody can connect: the server reads them from stdin."""
    lines = [
        f"CREATE ROLE {APP} LOGIN PASSWORD '{passwords[APP]}'",
        f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{passwords[OWNER]}'",
        f"GRANT {APP} TO {OWNER} WITH ADMIN OPTION",
        f"GRANT pg_signal_backend TO {OWNER}",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0",
    ]
    command: list[str | Path] = [
        programs / "postgres",
        "--single",
        "-D",
        data,
        "-c",
        "exit_on_error=on",
        "postgres",
    ]
    _run_as(account, command, cwd=data, stdin="\n".join(lines))


def _run_as(account: Account | None, command: Sequence[str | Path], cwd: Path, stdin: str = "") -> None:
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        input=stdin,
        cwd=cwd,
        env=PLAIN_ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        raise Unavailable(f"{Path(command[0]).name} could not prepare {cwd.parent}:\n{said}")
