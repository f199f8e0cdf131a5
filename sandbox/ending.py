"""How a step ended, as the worker sees it."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from sandbox.model import Limits, Outcome, Usage
from sandbox.runner.verdict import size


class BadOutcome(ValueError):
    """What the runner said is no outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """``reusable``: the container is fine, as far as the worker knows."""

    outcome: Outcome
    message: str
    exit_code: int | None = None
    usage: Usage = field(default_factory=Usage)
    reusable: bool = False


_FROM_RUNNERS = frozenset(Outcome) - {Outcome.UNAVAILABLE}


def from_runner(payload: bytes) -> Ending:
    """Raises :class:`BadOutcome`."""
    try:
        said: dict[str, Any] = orjson.loads(payload)
        outcome = Outcome(said["outcome"])
        code = said["exit_code"]
        usage = Usage(peak_memory=int(said["peak_memory"]), cpu_time=float(said["cpu_time"]))
        message = str(said["message"])
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise BadOutcome(f"an outcome that is none: {error!r}") from error
    if outcome not in _FROM_RUNNERS or not isinstance(code, int | None):
        raise BadOutcome(f"the outcome {outcome} with exit code {code!r}")
    return Ending(outcome=outcome, message=message, exit_code=code, usage=usage, reusable=True)


def too_long(limits: Limits, usage: Usage, *, reusable: bool) -> Ending:
    message = f"The code ran longer than its time limit of {limits.wall_time:g} s (limits.wall_time)."
    return Ending(outcome=Outcome.TIME_LIMIT, message=message, usage=usage, reusable=reusable)


def too_much(limits: Limits) -> Ending:
    message = f"The code returned more than its result limit of {size(limits.result)} (limits.result)."
    return Ending(outcome=Outcome.RESULT_LIMIT, message=message)
