"""The domain's refusals as those that a caller of commands knows."""

from collections.abc import Iterator
from contextlib import contextmanager

from commands.errors import FieldError, Invalid, NotRunnable, TooLarge
from domain.workflow.refusals import DefinitionRefused, DefinitionTooLarge, Loc, WorkflowNotRunnable


@contextmanager
def refusing(within: Loc = ()) -> Iterator[None]:
    """``within`` is where in the request stands what the domain looked at."""
    try:
        yield
    except DefinitionRefused as refusal:
        errors = [FieldError((*within, *error.loc), error.message) for error in refusal.errors]
        raise Invalid(refusal.code, str(refusal), errors) from refusal
    except DefinitionTooLarge as refusal:
        raise TooLarge(str(refusal)) from refusal
    except WorkflowNotRunnable as refusal:
        raise NotRunnable(refusal.problems) from refusal
