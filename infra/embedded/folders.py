"""Folders of the embedded servers: private, yet within reach of the account that they run as."""

import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from infra.embedded import Unavailable
from infra.embedded.account import Account

SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432.lock"


def shared_folder(path: Path, account: Account | None) -> Path:
    """A folder of ours that the account may pass through, and nobody else.

    A folder that others may enter already is left as it is: it may not be ours alone.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None and not _may_enter(path, account):
        os.chown(path, -1, account.gid)
        path.chmod(0o710)
    return path


def data_folder(path: Path, account: Account | None) -> Path:
    """The data folder itself. Raises :class:`Unavailable` where it, or the way to it, is closed to us."""
    path = path.absolute()
    try:
        shared_folder(path, account)
    except OSError as error:
        raise Unavailable(
            f"cannot use {path}: {error.strerror}; set FLOWTAPE_DATA_DIR to another folder"
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise Unavailable(f"cannot write to {path}; set FLOWTAPE_DATA_DIR to another folder")
    for parent in path.parents if account else ():
        if account and not _may_enter(parent, account):
            raise Unavailable(
                f"the system user that PostgreSQL runs as cannot enter {parent}; "
                "set FLOWTAPE_DATA_DIR to a folder elsewhere, such as /var/lib/flowtape"
            )
    return path


def own_folder(path: Path, account: Account | None) -> Path:
    """A folder that belongs to the account, closed to everybody else."""
    path.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


def socket_folder(wanted: Path, account: Account | None) -> Path:
    """``wanted``, or a short stand-in under /tmp where a socket's path in it would be too long."""
    if len(os.fsencode(wanted)) + len(LONGEST_SOCKET_NAME) <= SOCKET_PATH_LIMIT:
        return own_folder(wanted, account)
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    short = Path(f"/tmp/flowtape-{digest}")
    if short.is_symlink() or (short.exists() and short.stat().st_uid not in _ours(account)):
        raise Unavailable(f"{short} belongs to somebody else; set FLOWTAPE_DATA_DIR to a shorter path")
    return own_folder(short, account)


def kept_secrets(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Random passwords by name, made once and kept in a file that only we can read."""
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(32) for name in missing}
        write_private(path, json.dumps(known))
    return known


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole; mode 0600 from its first byte on."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)


def _may_enter(path: Path, account: Account) -> bool:
    entry = path.stat()
    if entry.st_uid == account.uid:
        return bool(entry.st_mode & stat.S_IXUSR)
    if entry.st_gid == account.gid:
        return bool(entry.st_mode & stat.S_IXGRP)
    return bool(entry.st_mode & stat.S_IXOTH)


def _ours(account: Account | None) -> set[int]:
    return {os.geteuid()} | ({account.uid} if account else set())
