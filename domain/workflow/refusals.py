"""Why a workflow refuses; each says which rule broke, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.workflow.catalogue import Problem

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldRefused:
    """``loc`` is the path from the outermost value that was given to the field."""

    loc: Loc
    message: str

    def within(self, prefix: Loc) -> "FieldRefused":
        return FieldRefused((*prefix, *self.loc), self.message)


class DefinitionRefused(Exception):
    """It is malformed and can't be stored. ``code`` is stable, ``errors`` point at the fields."""

    MOST = 100

    def __init__(self, code: str, message: str, errors: Iterable[FieldRefused]) -> None:
        self.code = code
        self.errors = list(errors)[: self.MOST]
        first = f": {_shown(self.errors[0])}" if self.errors else ""
        super().__init__(message + first)


class DefinitionTooLarge(Exception):
    """It has more nodes or bytes than a definition may have."""


class WorkflowNotRunnable(Exception):
    """It is stored, but has problems that keep it from running."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("the workflow has problems that keep it from running")
        self.problems = list(problems)


class EditsConflict(Exception):
    """What the edits touch has changed since the version that they were made for."""


def _shown(error: FieldRefused) -> str:
    return f"{'.'.join(str(part) for part in error.loc)}: {error.message}"
