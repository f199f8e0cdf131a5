"""What one group of read models is to the engine that feeds it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from projections.engine.tape import TapeRow

Apply = Callable[[Connection[Any], Sequence[TapeRow]], None]
"""Writes what the events change into the group's tables (their names unqualified), and does nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Read models that share one position, so that what one query shows is consistent."""

    name: str
    tables: tuple[str, ...]
    topics: frozenset[str]
    """Events with other topics only move the position."""
    schema: str
    """SQL that creates the tables, with unqualified names."""
    version: int
    """Raised when the same events give other rows: the tables are then built anew."""
    apply: Apply

    @property
    def shape(self) -> str:
        """Changes whenever tables that an older version made can't be used any more."""
        return hashlib.sha256(f"{self.version}\n{self.schema}".encode()).hexdigest()[:16]
