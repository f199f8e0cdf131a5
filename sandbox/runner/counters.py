"""What the kernel has counted of this container: control groups of version 2, or of version 1."""

import os
from typing import NamedTuple

_ROOT = "/sys/fs/cgroup"


class Reading(NamedTuple):
    """``cpu_time`` in seconds, memory in bytes; a counter that isn't there stays 0."""

    cpu_time: float
    memory: int
    peak_memory: int
    """The most there ever was, so it says something of a step only where it grew."""
    memory_kills: int
    """Processes that the kernel ended for want of memory."""
    forks_refused: int


class _Counter:
    """A number in one of several files, alone or behind a name. The file stays open."""

    def __init__(self, *places: tuple[str, bytes]) -> None:
        self._fd = -1
        for path, name in places:
            try:
                self._fd = os.open(f"{_ROOT}/{path}", os.O_RDONLY | os.O_CLOEXEC)
            except OSError:
                continue
            self._name = name
            return

    def read(self) -> int:
        if self._fd < 0:
            return 0
        text = os.pread(self._fd, 4096, 0)
        if not self._name:
            return int(text)
        return next(
            (int(line[1]) for line in map(bytes.split, text.splitlines()) if line[0] == self._name), 0
        )


class Counters:
    def __init__(self) -> None:
        self._microseconds = _Counter(("cpu.stat", b"usage_usec"))
        self._nanoseconds = _Counter(("cpuacct/cpuacct.usage", b""))
        self._memory = _Counter(("memory.current", b""), ("memory/memory.usage_in_bytes", b""))
        self._peak = _Counter(("memory.peak", b""), ("memory/memory.max_usage_in_bytes", b""))
        self._kills = _Counter(("memory.events", b"oom_kill"), ("memory/memory.oom_control", b"oom_kill"))
        self._refused = _Counter(("pids.events", b"max"), ("pids/pids.events", b"max"))
        self._limit = _Counter(("memory.max", b""), ("memory/memory.limit_in_bytes", b""))

    def read(self) -> Reading:
        return Reading(
            self._microseconds.read() / 1e6 + self._nanoseconds.read() / 1e9,
            self._memory.read(),
            self._peak.read(),
            self._kills.read(),
            self._refused.read(),
        )

    def memory_limit(self) -> int:
        """Of the container."""
        return self._limit.read()
