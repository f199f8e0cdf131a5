"""The environments as they are now, for a process that runs long."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sandbox.environments.catalogue import read_environments
from sandbox.environments.environment import BadEnvironment, Environment


class Environments:
    """Those of the folders that are right; read anew when a file has come, gone or changed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self._seen: list[tuple[str, int, int]] | None = None
        self._found: Mapping[str, Environment] = {}
        self._problems: Sequence[BadEnvironment] = ()

    def current(self) -> Mapping[str, Environment]:
        self._look()
        return self._found

    def problems(self) -> Sequence[BadEnvironment]:
        """What is wrong with the others."""
        self._look()
        return self._problems

    def _look(self) -> None:
        """Before each step: it must be cheap."""
        seen = sorted(state for folder in self.folders for state in _files(folder))
        if seen != self._seen:
            self._found, self._problems = read_environments(self.folders)
            self._seen = seen


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Path, time of change in ns and size of each that may be an environment."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".toml"):
                yield _state(entry)


def _state(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    try:
        stat = entry.stat()
    except OSError:  # gone since it was listed, or a link to nowhere
        return entry.path, 0, 0
    return entry.path, stat.st_mtime_ns, stat.st_size
