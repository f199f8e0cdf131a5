"""Which steps may share a container."""

from dataclasses import dataclass

from sandbox.model import Limits


@dataclass(frozen=True, slots=True)
class Shape:
    """The limits of a container that can't be changed while it runs."""

    cpus: float
    memory: int
    processes: int
    open_files: int
    disk: int
    disk_files: int

    @classmethod
    def of(cls, limits: Limits) -> "Shape":
        return cls(
            limits.cpus,
            limits.memory,
            limits.processes,
            limits.open_files,
            limits.disk,
            limits.disk_files,
        )


DEFAULT_SHAPE = Shape.of(Limits())


@dataclass(frozen=True, slots=True)
class Kind:
    """What a container is made of; it belongs to nobody yet."""

    image: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Key:
    """Steps with the same key may follow each other in a container; all others never meet."""

    project: str
    kind: Kind
    network: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a step asks the pool for. One that has served ``group`` is preferred; None: any will do."""

    key: Key
    group: str | None = None
    urgent: bool = False
    """Goes before the others, and has room that is kept for such."""
