"""A process is loaded while what it needs is still made ready, and waits at a gate until that is there."""

import os
from collections.abc import Mapping

VARIABLE = "FLOWTAPE_GATE"


class Gate:
    """Held by the supervisor. Children have its descriptor and :attr:`environment`."""

    def __init__(self) -> None:
        self.descriptor, self._ours = os.pipe()

    @property
    def environment(self) -> Mapping[str, str]:
        return {VARIABLE: str(self.descriptor)}

    def open(self) -> None:
        """Let all go on that wait, now and later."""
        os.close(self._ours)
        os.close(self.descriptor)


def wait_at_the_gate() -> None:
    """Return once what this process needs is there; at once where nobody said that it isn't."""
    if (descriptor := os.environ.pop(VARIABLE, None)) is not None:
        os.read(int(descriptor), 1)  # nothing is ever written: it ends when the gate opens
        os.close(int(descriptor))
