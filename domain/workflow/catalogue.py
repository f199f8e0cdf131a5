"""What the rules of a workflow need to know about the node types that are installed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What keeps a workflow from running, shown beside the field it concerns.

    ``data`` has what the message tells of, such as a type's name, for those who put it in words of their own.
    """

    node_id: str | None
    loc: list[str | int]
    message: str
    code: str
    data: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpressionFault:
    """Why a text can't hold expressions. ``fault`` is stable, ``mark`` is the place in the text."""

    message: str
    fault: str
    mark: str

    def data(self) -> dict[str, str | int | float]:
        return {"fault": self.fault, "mark": self.mark}


Gathers = Literal["each", "all", "loop"]
"""When a node runs: for each delivery; once for one delivery to each of its inputs (or what of them can still
arrive); or as a loop, in rounds: ``main`` begins it, and what comes in by ``back`` ends a round."""


class NodeCatalogue(Protocol):
    """The node types that are installed."""

    def __contains__(self, type_name: object) -> bool: ...

    def is_trigger(self, type_name: str) -> bool: ...

    def inputs_of(self, type_name: str, parameters: dict[str, Any]) -> Sequence[str]: ...

    def outputs_of(self, type_name: str, parameters: dict[str, Any]) -> Sequence[str]: ...

    def gathers(self, type_name: str, parameters: dict[str, Any]) -> Gathers: ...

    def problems_of(self, node_id: str, type_name: str, parameters: dict[str, Any]) -> list[Problem]:
        """What is wrong with a node's parameters; expressions are checked for syntax only, never run.

        ``loc`` is the path within the parameters.
        """

    def fault_of_expression(self, text: str) -> ExpressionFault | None:
        """What keeps a text from being read as one that may hold expressions; it is never run."""
