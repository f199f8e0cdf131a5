"""Files into and out of a container, in pieces of one frame each."""

import struct
from collections.abc import AsyncIterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from sandbox.model import InputFile, OutputFile
from sandbox.runner.verdict import size

_NAME_LENGTH = struct.Struct(">H")
_LONGEST_NAME, _LONGEST_PART, _DEEPEST = 1024, 255, 32
_PIECE = 256 * 1024
_IN_MEMORY = 256 * 1024
"""A file that came back is kept in memory up to this size."""
_MOST_FILES = 1000


class BadFile(Exception):
    """Not to be accepted; the message says which file and why."""


class TooManyBytes(Exception):
    """More than ``limits.files``; the message says it."""


def problem_of_name(name: str) -> str | None:
    """Why it can't be the name of a file below a folder; None where it can."""
    parts = name.split("/")
    if not _is_printable(name):
        return "it has characters that are no text"
    if len(name.encode()) > _LONGEST_NAME or len(parts) > _DEEPEST:
        return f"it is longer than {_LONGEST_NAME} bytes or {_DEEPEST} folders"
    if any(part in ("", ".", "..") or len(part.encode()) > _LONGEST_PART for part in parts):
        return "it has to be a plain name, or folders and a name, without '.', '..' or an empty part"
    return None


def check_input(files: Sequence[InputFile], limit: int) -> None:
    """Raises :class:`BadFile` or :class:`TooManyBytes`."""
    names = [file.name for file in files]
    for name in names:
        if problem := problem_of_name(name):
            raise BadFile(f"The input file {name[:80]!r} can't be given to the code: {problem}.")
    folders = {"/".join(name.split("/")[:depth]) for name in names for depth in range(1, name.count("/") + 1)}
    for name in names:
        if names.count(name) > 1 or name in folders:
            raise BadFile(f"There are two input files {name[:80]!r}, or a folder of that name.")
    _check_size(sum(file.size for file in files), limit, "The input files have")


async def pieces(files: Sequence[InputFile], limit: int) -> AsyncIterator[bytes]:
    """The payloads of file frames. Raises :class:`TooManyBytes` where files are longer than they said."""
    total = 0
    for file in files:
        name = _named(file.name)
        yield name
        async for data in file.read():
            total += len(data)
            _check_size(total, limit, "The input files have")
            for start in range(0, len(data), _PIECE):
                yield name + data[start : start + _PIECE]


class Collected:
    """What comes out of a container, whose word is not believed: names and sizes are checked again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._total = 0
        self._files: dict[str, IO[bytes]] = {}

    def take(self, payload: bytes) -> None:
        """The payload of a file frame. Raises :class:`BadFile` or :class:`TooManyBytes`."""
        name, data = _split(payload)
        self._total += len(data)
        _check_size(self._total, self._limit, "The files in /data/out have")
        if name not in self._files:
            self._add(name)
        self._files[name].write(data)

    def files(self) -> list[OutputFile]:
        """From now on they belong to the caller."""
        found = []
        for name, content in self._files.items():
            length = content.tell()
            content.seek(0)
            found.append(OutputFile(name=name, size=length, content=content))
        self._files = {}
        return found

    def close(self) -> None:
        for content in self._files.values():
            content.close()
        self._files = {}

    def _add(self, name: str) -> None:
        if problem := problem_of_name(name):
            raise BadFile(f"The file {name[:80]!r} in /data/out is not accepted: {problem}.")
        if len(self._files) >= _MOST_FILES:
            raise BadFile(f"There are more than {_MOST_FILES} files in /data/out; pack them into one.")
        self._files[name] = cast("IO[bytes]", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 — the result's


def _check_size(total: int, limit: int, whose: str) -> None:
    if total > limit:
        raise TooManyBytes(f"{whose} more than the limit of {size(limit)} (limits.files).")


def _named(name: str) -> bytes:
    encoded = name.encode()
    return _NAME_LENGTH.pack(len(encoded)) + encoded


def _split(payload: bytes) -> tuple[str, bytes]:
    if len(payload) < _NAME_LENGTH.size:
        raise BadFile("The container sent a file without a name.")
    (length,) = _NAME_LENGTH.unpack_from(payload)
    end = _NAME_LENGTH.size + length
    try:
        return payload[_NAME_LENGTH.size : end].decode(), payload[end:]
    except UnicodeDecodeError as error:
        raise BadFile("A file in /data/out has a name that is not UTF-8; give it another one.") from error


def _is_printable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return bool(name) and not any(ord(each) < 32 or ord(each) == 127 for each in name) and "\\" not in name
