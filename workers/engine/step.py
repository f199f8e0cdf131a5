"""An attempt at a node run, from its delivery on."""

from dataclasses import dataclass, field

from domain.execution import events as e
from workers.ports import Item, NodeError, Resumption


@dataclass(slots=True)
class Step:
    """An attempt at a node run."""

    started: e.NodeStarted
    resumption: Resumption | None = None
    """It was suspended, and goes on."""
    instead: tuple[str, list[Item] | None] | None = None
    """It isn't run: what leaves it instead (None: its input), and where that is from."""
    refusal: NodeError | None = None
    """It isn't run: it fails with this."""
    children: list[str] = field(default_factory=list)
    """The executions that it called before it was suspended."""
    shown: bool = False
    """NodeStarted is, or is about to be, on the tape."""
