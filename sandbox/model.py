"""What the sandbox is asked and what it answers. It knows nothing of workflows."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Any, Literal, Protocol

Language = Literal["python", "javascript", "bash"]
Stream = Literal["stdout", "stderr", "system"]

ItemBytes = bytes
"""A JSON array of items, ``{"json": {...}, "binary"?: {...}, "paired"?: ...}`` each; about 1 MB at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every limit of one step. Times in seconds, sizes in bytes."""

    wall_time: float = 60.0
    cpu_time: float = 60.0
    """Of all its processes together."""
    cpus: float = 1.0
    memory: int = 256 * 1024 * 1024
    processes: int = 64
    open_files: int = 256
    """Of each process."""
    output: int = 100 * 1024 * 1024
    """Bytes on stdout and stderr together; past it the step is killed."""
    log_lines: int = 10_000
    log_bytes: int = 5 * 1024 * 1024
    """Past either of these the log is cut with a notice, and the step goes on."""
    disk: int = 64 * 1024 * 1024
    """Of each writable folder. It counts as memory, too."""
    disk_files: int = 16_384
    """Files and folders in each writable folder."""
    result: int = 50 * 1024 * 1024
    files: int = 50 * 1024 * 1024
    """Bytes of all files in /data/in together, and of all that come back from /data/out."""
    connections: int = 64
    """At the same time."""
    traffic: int = 1024 * 1024 * 1024
    """Bytes over all connections in both directions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """Seen by the code as ``/data/in/<name>``; ``name`` may have folders in it."""

    name: str
    size: int
    read: Callable[[], AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """What the code left as ``/data/out/<name>``. ``content`` is a temporary file of the worker's own,
    at its beginning; whoever takes the result closes it."""

    name: str
    size: int
    content: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One piece of code to run over items.

    Python and JavaScript code is the body of a function (async in JavaScript); ``mode`` says whether
    it sees all ``items`` or is called for each ``item``. Bash gets each item's ``json`` as a line on stdin.
    """

    project: str
    """Steps of different projects never meet in a container."""
    language: Language
    code: str
    mode: Literal["all", "each"] = "all"
    group: str = ""
    """Steps of different groups of a project never meet in a process."""
    urgent: bool = False
    """Somebody looks on: it goes before the project's other steps."""
    environment: str | None = None
    """By name; the language's own where it is None."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    """What the code sees besides the items, as JSON. For JavaScript ``nodes`` (name → items) backs
    ``$('Name')``, and ``matching`` (name → ``{start, items, at}``) its members that follow an item back:
    ``at`` has, for each item of the input from the index ``start`` on, the index of one of ``items``, or why
    there is none."""
    env: Mapping[str, str] = field(default_factory=dict)
    """Environment variables; those that change how programs start are refused."""
    network: Sequence[str] = ()
    """``host:port`` each, ``*.host:port`` for all below a domain; with none there is no way out."""
    files: Sequence[InputFile] = ()
    limits: Limits = field(default_factory=Limits)


class Outcome(StrEnum):
    """Whose fault it was is never mixed: all but the last two are the step's own."""

    COMPLETED = "completed"
    NON_ZERO_EXIT = "non_zero_exit"
    CODE_ERROR = "code_error"
    """The code raised, or returned something that is not items."""
    SIGNALLED = "signalled"
    TIME_LIMIT = "time_limit"
    CPU_LIMIT = "cpu_limit"
    MEMORY_LIMIT = "memory_limit"
    PROCESS_LIMIT = "process_limit"
    OPEN_FILES_LIMIT = "open_files_limit"
    DISK_LIMIT = "disk_limit"
    OUTPUT_LIMIT = "output_limit"
    RESULT_LIMIT = "result_limit"
    FILES_LIMIT = "files_limit"
    REFUSED = "refused"
    """The step asked for what is not granted, or left in /data/out what is no plain file."""
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    """No Docker engine, or no image; nothing ran."""
    INTERNAL_ERROR = "internal_error"
    """Ours: the engine or a runner broke. The same step may succeed when it is run again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a step used: ``peak_memory`` in bytes, ``cpu_time`` in seconds; of all its processes."""

    peak_memory: int = 0
    cpu_time: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``chunks`` and ``files`` are there when it completed; each chunk has been checked to be items."""

    outcome: Outcome
    message: str
    chunks: list[ItemBytes] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """How many items each chunk has."""
    files: list[OutputFile] = field(default_factory=list)
    wall_time: float = 0.0
    usage: Usage = field(default_factory=Usage)
    paired: Literal["identity"] | None = None
    """Mode ``each``: output item i came from input item i."""
    exit_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One connection that a step asked for, once it is over or was refused."""

    host: str
    port: int
    address: str | None
    """The IP address that was connected to."""
    sent: int
    received: int
    refused: str | None = None
    """Why there was none."""


OnLine = Callable[[Stream, str], Awaitable[None]]
OnConnection = Callable[[Connection], Awaitable[None]]


async def unheard(connection: Connection) -> None:
    """For those who don't want to know."""


class Sandbox(Protocol):
    async def run(
        self,
        step: Step,
        items: AsyncIterator[ItemBytes],
        on_line: OnLine,
        on_connection: OnConnection = unheard,
    ) -> Result:
        """Run one step. Never raises for what the step did; a cancelled task kills the container."""

    async def close(self) -> None: ...
