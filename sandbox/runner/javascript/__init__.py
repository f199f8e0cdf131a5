"""How the process that runs JavaScript steps is started."""

import os

_HERE = os.path.dirname(os.path.abspath(__file__))
_FLAGS = (
    "--no-warnings",
    # Some of node's own functions must give way to those of a step's context.
    "--expose-internals",
    # For import() in code.
    "--experimental-vm-modules",
    # Of the process's own realm; contexts allow it.
    "--disallow-code-generation-from-strings",
    # What is young adds three times this to the heap.
    "--max-semi-space-size=4",
)


def command(heap: int, node: str = "/usr/local/bin/node", environment: str | None = None) -> list[str]:
    """``heap`` in bytes, below the container's memory; ``environment`` in place of the image's own file.

    The process reads frames from descriptor 3 and writes to 4.
    """
    size = f"--max-old-space-size={heap // (1024 * 1024)}"
    return [node, size, *_FLAGS, f"{_HERE}/main.js", *([environment] if environment else [])]
