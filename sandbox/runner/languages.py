"""How each language's process is started."""

import json
import os
from collections.abc import Callable

from sandbox.runner.python_step import run_python

_HERE = os.path.dirname(os.path.abspath(__file__))
_NODE_SHARE_OF_MEMORY = 0.7
"""V8's heap limit: below the container's, so that garbage is collected before the kernel ends the process."""


def body_of(language: str, code: bytes, memory: int) -> Callable[[], object]:
    """What the step's process does; ``code`` is the payload of the CODE frame."""
    match language:
        case "python":
            return lambda: run_python(json.loads(code))
        case "javascript":
            return lambda: _run_javascript(memory)
        case "bash":
            return lambda: _run_bash(json.loads(code)["code"])
    raise ValueError(f"no such language: {language}")


def _run_javascript(memory: int) -> None:
    heap = int(memory * _NODE_SHARE_OF_MEMORY / (1024 * 1024))
    command = [
        "node",
        f"--max-old-space-size={heap}",
        "--no-warnings",
        "--experimental-vm-modules",
        f"{_HERE}/javascript/step.js",
    ]
    os.execvp(command[0], command)


def _run_bash(code: str) -> None:
    script = os.path.join(os.environ["TMPDIR"], "code")
    with open(script, "w") as file:
        file.write(code)
    os.execvp("bash", ["bash", script])
