"""Refusals that a caller can act on. Each carries what is needed to say which rule broke."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commands.ports import Problem


class Refused(Exception):
    """Base of all refusals; ``code`` is stable, the message is for people."""

    code = "refused"


class NotFound(Refused):
    """It doesn't exist, or it is somebody else's: the two are not told apart."""

    code = "not_found"

    def __init__(self, what: str, identity: object) -> None:
        super().__init__(f"there is no {what} {identity}")


class Stale(Refused):
    """What the caller changed has been changed by somebody else since."""

    code = "version_conflict"

    def __init__(self, current_version: int, events: Sequence[dict[str, Any]]) -> None:
        super().__init__(f"the workflow is at version {current_version} by now; load it and try again")
        self.current_version = current_version
        self.events = list(events)


@dataclass(frozen=True, slots=True)
class FieldError:
    loc: tuple[str | int, ...]
    message: str


class Invalid(Refused):
    """The request is malformed. ``errors`` points at the fields."""

    def __init__(self, code: str, message: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.errors = list(errors)


class NotRunnable(Refused):
    """The workflow is saved, but it has problems that keep it from running."""

    code = "not_runnable"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("the workflow can't run yet: " + "; ".join(p.message for p in problems[:3]))
        self.problems = list(problems)


class NothingLeft(Refused):
    """There is nothing of the caller's own to undo, or to redo."""

    def __init__(self, direction: str) -> None:
        super().__init__(f"there is nothing of yours to {direction} in this workflow")
        self.code = f"nothing_to_{direction}"


class TooLarge(Refused):
    code = "too_large"


class NotPossible(Refused):
    """What was asked for doesn't fit what the execution waits for, or it waits no more.

    ``waiting``: ``[{node_id, run_index, kind, message, until, actions}]``, what could be decided instead.
    """

    def __init__(self, code: str, message: str, waiting: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.waiting = list(waiting)
