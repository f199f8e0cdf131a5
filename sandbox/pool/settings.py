"""How large the pool may become and how long it keeps what it has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """Numbers of containers are for each Docker host; times in seconds. The defaults fit 2 cores and 4 GB."""

    containers: int = 12
    """Together, whatever they do; each may take its memory limit."""
    containers_of_project: int = 6
    """Fewer than all, so that a project in bulk leaves room."""
    kept: int = 1
    """So many more, together and for each project, for urgent steps: they don't wait for long ones to end."""
    spares: int = 1
    """Unowned containers of each environment that was used lately."""
    steps: int = 1000
    """So many steps in one container, then it is replaced."""
    age: float = 3600.0
    """So old, and it is replaced when its step is over."""
    owned_idle: float = 120.0
    """A project's container that has had no step for so long is removed."""
    spare_idle: float = 900.0
    """An environment that no step has asked for in so long has no spares any more."""
    refill_after: float = 0.5
    """A spare that was taken is replaced so much later: the step that took it shall have the processor."""
    spare_retry: float = 5.0
    """Where a spare could not be started, the next one is tried so much later."""
    turn: float = 1.0
    """A project keeps its last container at least so long while others wait without any, and one that is
    idle while others want a second one."""
    patience: float = 0.05
    """A step whose project has containers waits so long for one of them before another one is started."""
    long_step: float = 0.2
    """A step that runs so long is not worth waiting for, even when all cores are taken."""
    settling: float = 2.0
    """A container has so long to be ready again after a step."""
    starting: float = 30.0
    """A container has so long to be ready for its first step."""
