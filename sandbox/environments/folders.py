"""The environments as they are now, for a process that runs long."""

from collections.abc import Mapping, Sequence
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
        seen = [_state(path) for folder in self.folders for path in sorted(folder.glob("*.toml"))]
        if seen != self._seen:
            self._found, self._problems = read_environments(self.folders)
            self._seen = seen


def _state(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:  # gone since it was listed, or a link to nowhere
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size
