"""What the plan wants done."""

from dataclasses import dataclass

from sandbox.pool.kinds import Kind


@dataclass(frozen=True, slots=True)
class Start:
    container: int
    host: int
    kind: Kind
    spare: bool


@dataclass(frozen=True, slots=True)
class Lease:
    ticket: int
    container: int


@dataclass(frozen=True, slots=True)
class End:
    """Kill it, remove it, and say that it is gone."""

    container: int


@dataclass(frozen=True, slots=True)
class Refuse:
    """No host can start a container for this step."""

    ticket: int
    error: Exception


Action = Start | Lease | End | Refuse
