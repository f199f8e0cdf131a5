"""How a step ended, as the runner saw it."""

import signal
from typing import NamedTuple


class Verdict(NamedTuple):
    """``outcome`` is a value of the sandbox's closed list of outcomes."""

    outcome: str
    message: str
    exit_code: int | None = None


def size(number: int) -> str:
    """A limit as people write it: ``100 MB``."""
    megabytes = number / (1024 * 1024)
    return f"{megabytes:g} MB" if megabytes >= 1 else f"{number} bytes"


def too_much(limit: int) -> Verdict:
    return Verdict(
        "result_limit", f"The code returned more than its result limit of {size(limit)} (limits.result)."
    )


def of_exit(status: int, returns_by_exiting: bool, last_words: str) -> Verdict:
    """The verdict over a process that ended by itself; ``last_words`` is the end of its stderr."""
    code = _exit_code(status)
    said = f" It said last:\n{last_words}" if last_words else ""
    if code < 0:
        return Verdict("signalled", f"The code was ended by signal {_signal_name(-code)}.{said}", None)
    if code > 0:
        return Verdict("non_zero_exit", f"The code exited with status {code}.{said}", code)
    if returns_by_exiting:
        return Verdict("completed", "", 0)
    return Verdict("code_error", "The code ended its process before it returned anything.", 0)


def _exit_code(status: int) -> int:
    if status & 0x7F:
        return -(status & 0x7F)
    return status >> 8


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
