"""What one run of code may use: the sandbox's limits that a node can change."""

from pydantic import Field

from sandbox.model import Limits, Outcome
from workers.nodes.base import Parameters

DEFAULT = Limits()
_MB = 1024 * 1024


class CodeLimits(Parameters):
    """Empty: the sandbox's default. Megabytes are of 1024 × 1024 bytes."""

    memory_mb: int | None = Field(None, title="Memory in MB", description="256 if empty.", ge=64, le=2048)
    cpu_s: float | None = Field(
        None,
        title="CPU seconds",
        description="As its timeout, at least 60, if empty.",
        gt=0,
        le=86_400,
    )
    processes: int | None = Field(
        None, title="Processes and threads", description="64 if empty.", ge=16, le=512
    )
    open_files: int | None = Field(
        None, title="Open files of a process", description="256 if empty.", ge=64, le=4096
    )
    disk_mb: int | None = Field(
        None,
        title="MB in each folder it can write to",
        description="64 if empty. They count as memory, too.",
        ge=1,
        le=1024,
    )
    disk_files: int | None = Field(
        None, title="Files in each folder it can write to", description="16,384 if empty.", ge=64, le=262_144
    )
    output_mb: int | None = Field(None, title="MB it may print", description="100 if empty.", ge=1, le=1024)
    result_mb: int | None = Field(None, title="MB it may return", description="50 if empty.", ge=1, le=100)
    files_mb: int | None = Field(
        None, title="MB of files it is given, and leaves", description="50 if empty.", ge=1, le=512
    )

    def of(self, wall_time: float) -> Limits:
        return Limits(
            wall_time=wall_time,
            cpu_time=self.cpu_s or max(DEFAULT.cpu_time, wall_time),
            memory=_bytes(self.memory_mb, DEFAULT.memory),
            processes=self.processes or DEFAULT.processes,
            open_files=self.open_files or DEFAULT.open_files,
            disk=_bytes(self.disk_mb, DEFAULT.disk),
            disk_files=self.disk_files or DEFAULT.disk_files,
            output=_bytes(self.output_mb, DEFAULT.output),
            result=_bytes(self.result_mb, DEFAULT.result),
            files=_bytes(self.files_mb, DEFAULT.files),
        )


def _bytes(megabytes: int | None, default: int) -> int:
    return default if megabytes is None else megabytes * _MB


def _raise(field: str) -> str:
    return f"raise {field} in the node's limits (at most {_most(field):,})"


def _most(field: str) -> int:
    return next(int(rule.le) for rule in CodeLimits.model_fields[field].metadata if hasattr(rule, "le"))


HINTS = {
    Outcome.TIME_LIMIT: "Raise timeout_s of the node if it needs longer.",
    Outcome.CPU_LIMIT: f"If it needs more, {_raise('cpu_s')}.",
    Outcome.MEMORY_LIMIT: f"Give it fewer items at a time, or {_raise('memory_mb')}.",
    Outcome.PROCESS_LIMIT: f"If it needs more, {_raise('processes')}.",
    Outcome.OPEN_FILES_LIMIT: f"Close what is no longer needed, or {_raise('open_files')}.",
    Outcome.DISK_LIMIT: f"Write less, or {_raise('disk_mb')}, or disk_files where there are too many.",
    Outcome.OUTPUT_LIMIT: f"Return items instead of printing them, or {_raise('output_mb')}.",
    Outcome.RESULT_LIMIT: f"Split the work over several nodes, or {_raise('result_mb')}.",
    Outcome.FILES_LIMIT: f"Give it smaller files, and leave less in /data/out, or {_raise('files_mb')}.",
}
"""How to raise the limit behind an outcome."""
