"""The environments as they are now, for a process that runs long."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.environments.catalogue import read_environments
from sandbox.environments.environment import Environment


class Environments:
    """Those of the folders that are right; read anew when a file has come, gone or changed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._seen: list[tuple[str, int, int]] | None = None
        self._found: Mapping[str, Environment] = {}

    def current(self) -> Mapping[str, Environment]:
        seen = [_state(path) for folder in self._folders for path in sorted(folder.glob("*.toml"))]
        if seen != self._seen:
            self._found, _ = read_environments(self._folders)
            self._seen = seen
        return self._found


def _state(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:  # gone since it was listed, or a link to nowhere
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size
