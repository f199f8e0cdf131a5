"""What expressions may look at besides the item at hand."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workers.ports import Item


class Warn(Protocol):
    def __call__(self, parameter: str, item: int, path: str, why: str = ..., /) -> None:
        """Something was not there; or it is ``why``, and JSON has no word for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One run of one node, as its expressions see it."""

    execution_id: str
    workflow_id: str
    workflow_name: str
    run_index: int
    timezone: str
    """The workflow's, by its name in the tz database; what dates are in."""
    items_of: Callable[[str], Awaitable[Sequence[Item]]]
    """A node's output by the node's name. Raises :class:`workers.ports.NodeError` where there is none."""
    matching: Callable[[str, int, int], Awaitable[Sequence[Item | str]]]
    """A node's items, by its name, that so many items of the input came from, beginning with an index; or why
    there is none. Raises :class:`workers.ports.NodeError` as above."""
    whole_input: Callable[[], Awaitable[Sequence[Item]]]
    """All input items of this run, whichever chunk is at hand."""
    warn: Warn
    variables: Mapping[str, Any] = field(default_factory=dict)
    execution: Mapping[str, Any] = field(default_factory=dict)
    """What else there is in ``$execution`` besides its id."""

    def values(self) -> dict[str, Any]:
        """By the names that plain paths begin with."""
        return {
            "$vars": self.variables,
            "$execution": {"id": self.execution_id, **self.execution},
            "$workflow": {"id": self.workflow_id, "name": self.workflow_name},
            "$runIndex": self.run_index,
        }
