"""Bash: a fresh process, from a script of the code."""

import os
import signal
from collections.abc import Mapping

from sandbox.runner.processes.oom import first_to_go
from sandbox.runner.processes.process import Process, open_pipes

_BASH = "/bin/bash"
_IGNORED_BY_PYTHON = (signal.SIGPIPE, signal.SIGXFSZ)


def start_bash(code: str, folder: int, name: str, env: Mapping[str, str]) -> Process:
    """``folder`` is a descriptor of the one that the script goes to, ``name`` its path."""
    _write(code, folder)
    ours, theirs = open_pipes()
    process = Process(ours)
    actions = [(os.POSIX_SPAWN_DUP2, pipe, fd) for fd, pipe in enumerate(theirs[:3])]
    with first_to_go():
        pid = os.posix_spawn(
            _BASH,
            ["bash", f"{name}/code"],
            {**os.environ, **env},
            file_actions=actions,
            setsid=True,
            setsigdef=_IGNORED_BY_PYTHON,
        )
    theirs.close()
    process.started(pid)
    return process


def _write(code: str, folder: int) -> None:
    script = os.open("code", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder)
    with open(script, "w", encoding="utf-8") as file:
        file.write(code)
