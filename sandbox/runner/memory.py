"""Whether the kernel ended a process of this container for want of memory."""

_COUNTERS = (
    "/sys/fs/cgroup/memory.events",  # version 2
    "/sys/fs/cgroup/memory/memory.oom_control",  # version 1
)


def kills() -> int:
    """How many processes so far; 0 where it can't be read."""
    for path in _COUNTERS:
        try:
            with open(path) as file:
                counters = dict(line.split() for line in file)
        except OSError:
            continue
        return int(counters.get("oom_kill", 0))
    return 0
