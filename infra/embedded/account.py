"""The system user that the embedded servers run as when we are root (PostgreSQL refuses to be root)."""

import os
import pwd
import subprocess
from dataclasses import dataclass

from infra.embedded import Unavailable

NAME = "flowtape"


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int


def service_account() -> Account | None:
    """The account to switch to, created where it is missing; None when we aren't root."""
    if os.geteuid() != 0:
        return None
    try:
        return _look_up()
    except KeyError:
        _create()
    try:
        return _look_up()
    except KeyError:
        raise Unavailable(
            f"create the system user {NAME} first: useradd --system --user-group {NAME}"
        ) from None


def _look_up() -> Account:
    entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> None:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    shell = ["--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run(["useradd", *options, *shell, NAME], check=False, capture_output=True)
    except FileNotFoundError:
        raise Unavailable(f"useradd is missing; create a system user named {NAME}") from None
