"""Counts what there may be only so much of."""

from collections.abc import Iterator
from contextlib import contextmanager


class NoRoom(Exception):
    """There are as many as there may be."""


class Room:
    def __init__(self, places: int) -> None:
        self.places = places
        self._taken = 0

    @property
    def full(self) -> bool:
        return self._taken >= self.places

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises :class:`NoRoom` rather than waiting."""
        if self.full:
            raise NoRoom
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
