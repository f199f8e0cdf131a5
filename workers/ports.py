"""What a node run sees of the engine."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol


Item = dict[str, Any]
"""``{"json": {...}, "binary"?: {...}}``."""

Paired = Literal["identity"] | list[list[int]] | None
"""Which input item each output item came from: the same index, ``[input, index]`` each, or unknown."""

Effect = Literal["pure", "idempotent", "effectful"]


@dataclass(slots=True)
class Chunk:
    """At most 1,000 items or about 1 MB of them, leaving by one port."""

    items: list[Item]
    port: str = "main"
    paired: Paired = None


class NodeError(Exception):
    """A node failed for a reason its user can mend. ``code`` is stable, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NodeContext(Protocol):
    """One run of one node."""

    execution_id: str
    workflow_id: str
    project_id: str
    node_id: str
    node_name: str
    run_index: int
    attempt: int
    timeout_s: float | None

    @property
    def idempotency_key(self) -> str:
        """``execution:node:run_index``: the same for every attempt of this run."""

    def chunks(self) -> AsyncIterator[list[Item]]:
        """The input, in chunks."""

    async def evaluate(self, items: Sequence[Item], offset: int = 0) -> list[Mapping[str, Any]]:
        """For each item, the parameters with their expressions evaluated (same order, same length).

        ``offset`` is the index of the first of them within the whole input. Where no parameter
        holds an expression, all entries are the same object. Raises :class:`NodeError`.
        """

    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        """A line for the execution's log; waits when the log is written faster than it is stored."""

    def warn(self, parameter: str, item: int, path: str) -> None:
        """A property that was not there; shown on the node's run."""


