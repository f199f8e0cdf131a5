"""How many bytes a step may still move."""


class TrafficUsedUp(Exception):
    """The step's limit of bytes over all its connections is reached."""


class Traffic:
    """Bytes over all connections of a step, in both directions."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._left = limit

    @property
    def used_up(self) -> bool:
        return self._left <= 0

    def spend(self, size: int) -> None:
        """Raises :class:`TrafficUsedUp` where it is more than what is left; then nothing is left any more."""
        self._left -= size
        if self._left < 0:
            raise TrafficUsedUp(str(self))

    def __str__(self) -> str:
        return f"the step's connections moved more than their limit of {self._limit:,} bytes (limits.traffic)"
