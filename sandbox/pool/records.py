"""What the pool knows of a container, of a step that waits for one, and of a Docker host."""

from dataclasses import dataclass, field
from enum import Enum, auto

from sandbox.pool.kinds import Key, Kind, Wish

FIRST_REST, LONGEST_REST = 1.0, 30.0


class State(Enum):
    STARTING = auto()
    """Being created, or being warmed as a spare."""
    FREE = auto()
    """Ready, and nobody uses it."""
    BUSY = auto()
    """Leased to one step."""
    SETTLING = auto()
    """Its step is over; the runner is still clearing up after it."""
    ENDING = auto()
    """Being killed. It takes up room until it is gone."""


@dataclass(slots=True)
class Record:
    """One container. Without a key it is a spare."""

    id: int
    kind: Kind
    host: int
    born: float
    key: Key | None = None
    ticket: int | None = None
    """The waiting step that it was started for; it may end up with another one."""
    group: str | None = None
    state: State = State.STARTING
    since: float = 0.0
    """When it came into its state."""
    owned_since: float = 0.0
    steps: int = 0

    def become(self, state: State, now: float) -> None:
        self.state, self.since = state, now

    @property
    def project(self) -> str | None:
        return self.key.project if self.key else None


@dataclass(slots=True)
class Waiter:
    ticket: int
    wish: Wish
    since: float
    failed: dict[int, Exception] = field(default_factory=dict)
    """What each host said that could not start a container for it."""


@dataclass(slots=True)
class Host:
    """``rests_until``: it failed, and is left alone until then unless there is no other."""

    cores: int
    rests_until: float = 0.0
    failures: int = 0

    def fail(self, now: float) -> None:
        self.rests_until = now + min(FIRST_REST * 2**self.failures, LONGEST_REST)
        self.failures = min(self.failures + 1, 10)

    def succeed(self) -> None:
        self.rests_until, self.failures = 0.0, 0
