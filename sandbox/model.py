"""What the sandbox is asked and what it answers. It knows nothing of workflows."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol

Language = Literal["python", "javascript", "bash"]
Stream = Literal["stdout", "stderr", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every limit of one step. Times in seconds, sizes in bytes."""

    wall_time: float = 60.0
    cpus: float = 1.0
    memory: int = 256 * 1024 * 1024
    processes: int = 64
    open_files: int = 256
    output: int = 100 * 1024 * 1024
    """Bytes on stdout and stderr together; past it the step is killed."""
    log_lines: int = 10_000
    log_bytes: int = 5 * 1024 * 1024
    """Past either of these the log is cut with a notice, and the step goes on."""
    disk: int = 64 * 1024 * 1024
    result: int = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One piece of code to run over items.

    Python and JavaScript code is the body of a function (async in JavaScript); ``mode`` says whether
    it sees all ``items`` or is called for each ``item``. Bash gets each item's ``json`` as a line on stdin.
    """

    project: str
    language: Language
    code: str
    mode: Literal["all", "each"] = "all"
    environment: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    """What the code sees besides the items, as JSON: for JavaScript ``nodes`` backs ``$('Name')``."""
    limits: Limits = field(default_factory=Limits)


class Outcome(StrEnum):
    """Whose fault it was is never mixed: all but the last are the step's own."""

    COMPLETED = "completed"
    NON_ZERO_EXIT = "non_zero_exit"
    CODE_ERROR = "code_error"
    """The code raised, or returned something that is not items."""
    SIGNALLED = "signalled"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    RESULT_LIMIT = "result_limit"
    REFUSED = "refused"
    """The step asked for something that is not granted; it never ran."""
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    """No Docker engine, or no image; nothing ran."""
    INTERNAL_ERROR = "internal_error"
    """Ours: the engine or a runner broke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``items`` is present when completed: ``{"json": {...}, "binary"?: ..., "paired"?: ...}`` each."""

    outcome: Outcome
    message: str
    items: list[dict[str, Any]]
    wall_time: float
    paired: Literal["identity"] | None = None
    """Mode ``each``: output item i came from input item i."""
    exit_code: int | None = None


OnLine = Callable[[Stream, str], Awaitable[None]]


class Sandbox(Protocol):
    async def run(
        self, step: Step, items: AsyncIterator[Sequence[dict[str, Any]]], on_line: OnLine
    ) -> Result:
        """Run one step. Never raises for what the step did; a cancelled task kills the container."""

    async def close(self) -> None: ...
