"""One run of code in parts: the steps that look for the items that fail share its time and its log."""

import asyncio
from dataclasses import replace
from typing import Literal

from sandbox.model import Step
from workers.ports import NodeContext, NodeError

Stream = Literal["stdout", "stderr", "system"]


class Parts:
    """Its limits are those of the whole run, however many steps there are."""

    def __init__(self, context: NodeContext, step: Step) -> None:
        self._context = context
        self._step = step
        self._ends = asyncio.get_running_loop().time() + step.limits.wall_time
        self._lines, self._bytes = step.limits.log_lines, step.limits.log_bytes

    def step(self) -> Step:
        """The next one, with the time that is left. Raises :class:`NodeError` where there is none."""
        left = self._ends - asyncio.get_running_loop().time()
        if left <= 0:
            whole = f"{self._step.limits.wall_time:g} s"
            message = (
                f"looking for the items that fail took longer than its {whole}; raise timeout_s of the node"
            )
            raise NodeError("timeout", message)
        return replace(self._step, limits=replace(self._step.limits, wall_time=left))

    async def log(self, stream: Stream, line: str) -> None:
        """Nothing more is kept past the run's limits; a last line says so."""
        if self._lines < 0 or self._bytes < 0:
            return
        self._lines -= 1
        self._bytes -= len(line)
        if self._lines < 0 or self._bytes < 0:
            await self._context.log("system", "The log of all parts of this run is cut here.")
        else:
            await self._context.log(stream, line)
