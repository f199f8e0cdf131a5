"""Which limit a step ran into, and what is said of it: the limit, its value, and how it is called."""

import re
from typing import Any

from sandbox.runner.counters import Reading
from sandbox.runner.folders import Full
from sandbox.runner.verdict import Verdict, size

SAID_BY_STEPS = ("memory_limit", "open_files_limit", "process_limit", "disk_limit")
"""A step's own process may say these of itself: an error told it so."""
_FAILED = frozenset(("code_error", "non_zero_exit", "signalled", *SAID_BY_STEPS))
_NO_DESCRIPTORS = re.compile(r"too many open files|EMFILE", re.I)


def output(limits: dict[str, Any]) -> Verdict:
    most = size(limits["output"])
    return Verdict("output_limit", f"The code printed more than its output limit of {most} (limits.output).")


def cpu_time(limits: dict[str, Any]) -> Verdict:
    most = f"{limits['cpu_time']:g} s"
    return Verdict("cpu_limit", f"The code used more than its CPU time limit of {most} (limits.cpu_time).")


def input_files(limits: dict[str, Any]) -> Verdict:
    room = f"{size(limits['disk'])} (limits.disk) and {limits['disk_files']:,} files (limits.disk_files)"
    return Verdict("files_limit", f"The input files don't fit into /data/in: it holds at most {room}.")


def judge(
    verdict: Verdict, limits: dict[str, Any], before: Reading, after: Reading, full: Full | None
) -> Verdict:
    """The limit behind a failure, where there is one. A step that completed stayed within its limits."""
    if verdict.outcome not in _FAILED:
        return verdict
    if _is_memory(verdict) or after.memory_kills > before.memory_kills:
        return _limited("memory_limit", _memory(limits), verdict)
    if verdict.outcome == "process_limit" or after.forks_refused > before.forks_refused:
        return _limited("process_limit", _processes(limits), verdict)
    if verdict.outcome == "open_files_limit" or _NO_DESCRIPTORS.search(verdict.message):
        return _limited("open_files_limit", _open_files(limits), verdict)
    if full or verdict.outcome == "disk_limit":
        return _limited("disk_limit", disk(limits, full), verdict)
    return verdict


def _is_memory(verdict: Verdict) -> bool:
    heap_full = verdict.outcome == "signalled" and "JavaScript heap out of memory" in verdict.message
    return heap_full or verdict.outcome == "memory_limit"


def _limited(outcome: str, message: str, verdict: Verdict) -> Verdict:
    """What the code said itself stays below, but for a signal, which says nothing more."""
    said = "" if verdict.outcome == "signalled" else f"\n\n{verdict.message}"
    return Verdict(outcome, f"{message}{said}", verdict.exit_code)


def _memory(limits: dict[str, Any]) -> str:
    return f"The code needed more than its memory limit of {size(limits['memory'])} (limits.memory)."


def _processes(limits: dict[str, Any]) -> str:
    most = limits["processes"]
    return f"The code started more than its limit of {most} processes and threads (limits.processes)."


def _open_files(limits: dict[str, Any]) -> str:
    most = limits["open_files"]
    return f"A process of the code opened more than its limit of {most} files (limits.open_files)."


def disk(limits: dict[str, Any], full: Full | None) -> str:
    folder = full.folder if full else "a folder"
    if full and full.of_files:
        return (
            f"The code filled {folder}: it holds at most {limits['disk_files']:,} files (limits.disk_files)."
        )
    return f"The code filled {folder}: it holds at most {size(limits['disk'])} (limits.disk)."
