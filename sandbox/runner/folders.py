"""The folders that a step may write to: whether they are full, and empty again after it."""

import itertools
import os
from collections.abc import Iterator
from typing import NamedTuple

WORK, TEMPORARY, INPUT, OUTPUT = "/work", "/tmp", "/data/in", "/data/out"
_OF_STEPS = (WORK, TEMPORARY, INPUT, OUTPUT)
_MAY_BE_FILLED = frozenset((WORK, TEMPORARY, OUTPUT))
_OF_KERNEL = ("/dev/shm", "/dev/mqueue")
"""Shared memory and message queues, which outlive the processes that made them."""
_ALL = 0o700


class Full(NamedTuple):
    folder: str
    of_files: bool
    """Rather than of bytes."""


class Folders:
    """Held open from before the first step on, so that no step can put others in their place."""

    def __init__(self) -> None:
        self._fds = {path: _open(path) for path in (*_OF_STEPS, *_OF_KERNEL) if os.path.isdir(path)}

    def __getitem__(self, path: str) -> int:
        """A descriptor of the folder. Raises KeyError where there is none."""
        return self._fds[path]

    def full(self) -> Full | None:
        """The first one that has no room for more, if any."""
        for path in _MAY_BE_FILLED & self._fds.keys():
            room = os.fstatvfs(self._fds[path])
            if not room.f_bavail or not room.f_favail:
                return Full(path, of_files=not room.f_favail)
        return None

    def empty(self) -> str:
        """Remove everything, however deep; then why the folders are not as new, or nothing."""
        for path, fd in self._fds.items():
            try:
                if path in _OF_STEPS:
                    os.fchmod(fd, _ALL)
                _empty(fd)
                if path in _OF_STEPS:
                    os.utime(fd)
                if os.listxattr(fd):
                    return f"{path} has extended attributes"
            except OSError as error:
                return f"{path} can't be emptied: {error}"
        return ""


def _open(path: str, within: int | None = None) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=within)


def _empty(top: int) -> None:
    secret = os.urandom(16).hex()
    unused = (f"{secret}-{number}" for number in itertools.count())
    while names := os.listdir(top):
        for name in names:
            if not _unlinked(top, name):
                _dissolve(top, name, unused)


def _dissolve(top: int, name: str, unused: Iterator[str]) -> None:
    """Remove a folder. Those in it move up first: they may be nested deeper than any path may be long."""
    os.chmod(name, _ALL, dir_fd=top)
    folder = _open(name, top)
    try:
        for inner in os.listdir(folder):
            if not _unlinked(folder, inner):
                os.chmod(inner, _ALL, dir_fd=folder)
                os.rename(inner, next(unused), src_dir_fd=folder, dst_dir_fd=top)
    finally:
        os.close(folder)
    os.rmdir(name, dir_fd=top)


def _unlinked(folder: int, name: str) -> bool:
    """False for a folder, which needs more."""
    try:
        os.unlink(name, dir_fd=folder)
    except IsADirectoryError:
        return False
    return True
