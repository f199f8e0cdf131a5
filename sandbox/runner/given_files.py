"""Input files, as the worker sends them, and what a step leaves as files, as the worker gets them."""

import os
import stat
import struct
from collections.abc import Iterator

from sandbox.runner.verdict import Verdict, size

_NAME = struct.Struct(">H")
_PIECE = 256 * 1024
_FOLDER, _READABLE, _WRITABLE = 0o700, 0o444, 0o600
_DEEPEST = 32
"""Folders on the way to a file; the worker takes no more either."""
_BLOCK = 512
"""Bytes, as stat counts them."""


class NotTaken(Exception):
    """There is something in the output folder that isn't collected."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


def take_in(payload: bytes, folder: int) -> None:
    """A piece of an input file; pieces of one name append."""
    (length,) = _NAME.unpack_from(payload)
    name, data = payload[_NAME.size : _NAME.size + length].decode(), payload[_NAME.size + length :]
    *above, last = [part for part in name.split("/") if part not in ("", ".", "..")]
    opened = os.dup(folder)
    for part in above:
        if part not in os.listdir(opened):
            os.mkdir(part, _FOLDER, dir_fd=opened)
        inner = os.open(part, os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=opened)
        os.close(opened)
        opened = inner
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(last, flags, _WRITABLE, dir_fd=opened)
    with open(file, "wb") as writable:
        writable.write(data)
    os.close(opened)


def make_read_only(folder: int) -> None:
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            inner = os.open(name, os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            make_read_only(inner)
            os.close(inner)
            os.chmod(name, 0o555, dir_fd=folder)
        else:
            os.chmod(name, _READABLE, dir_fd=folder)


def collect(folder: int, most: int) -> Iterator[bytes]:
    """Payloads of file frames. Nothing runs any more that could change what is looked at.

    Raises :class:`NotTaken` for what is no plain file, and where it is more than ``most`` bytes.
    """
    left = [most]
    yield from _collect(folder, "", left, most)


def _collect(folder: int, path: str, left: list[int], most: int) -> Iterator[bytes]:
    os.fchmod(folder, _FOLDER)
    for raw in sorted(os.listdir(os.fsencode(f"/proc/self/fd/{folder}"))):
        name = _name(raw, path)
        found = os.stat(raw, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            os.chmod(raw, _FOLDER, dir_fd=folder)
            inner = os.open(raw, os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            try:
                yield from _collect(inner, f"{name}/", left, most)
            finally:
                os.close(inner)
            continue
        _check(name, found)
        left[0] -= found.st_size
        if left[0] < 0:
            message = f"The files in /data/out are more than their limit of {size(most)} (limits.files)."
            raise NotTaken(Verdict("files_limit", message))
        yield from _pieces(raw, name, folder)


def _name(raw: bytes, path: str) -> str:
    try:
        name = path + raw.decode()
    except UnicodeDecodeError:
        raise _refused(repr(raw), "its name is not UTF-8") from None
    if name.count("/") >= _DEEPEST:
        raise _refused(f"{path[:200]}…", f"it is below more than {_DEEPEST} folders")
    if len(name.encode()) > 1024 or any(ord(character) < 32 for character in name) or "\\" in name:
        raise _refused(repr(name[:200]), "its name has characters that aren't allowed, or is too long")
    return name


def _check(name: str, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise _refused(name, "it is a symbolic link")
    if not stat.S_ISREG(found.st_mode):
        raise _refused(name, "it is no plain file")
    if found.st_nlink != 1:
        raise _refused(name, "it is a hard link")
    if found.st_size > found.st_blocks * _BLOCK + 4096:
        raise _refused(name, "it is sparse: it says to be larger than it is")


def _pieces(raw: bytes, name: str, folder: int) -> Iterator[bytes]:
    encoded = name.encode()
    head = _NAME.pack(len(encoded)) + encoded
    yield head
    os.chmod(raw, _WRITABLE, dir_fd=folder)
    fd = os.open(raw, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    with open(fd, "rb") as file:
        while data := file.read(_PIECE):
            yield head + data


def _refused(name: str, why: str) -> NotTaken:
    message = f"/data/out/{name} is not taken: {why}. Leave plain files there only."
    return NotTaken(Verdict("refused", message))
