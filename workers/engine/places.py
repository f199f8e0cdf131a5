"""How many executions a worker drives at the same time, and which of those that are ready come next."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from workers.engine.ports import LOWEST_PRIORITY, Room

INTERACTIVE, WEBHOOK = 0, 1


class Places:
    """``limit`` for all; beyond it some for webhooks and interactive executions, and some more for
    interactive ones alone: they find a place however long everything else takes. A project never has all of
    them, so that others do, too."""

    def __init__(self, limit: int) -> None:
        kept = max(1, limit // 8)
        extra = {INTERACTIVE: 2 * kept, WEBHOOK: kept}
        self._most = [limit + extra.get(priority, 0) for priority in range(LOWEST_PRIORITY + 1)]
        self._for_others = limit // 4
        self._limit = limit

    def room(self, driven: Iterable[UUID]) -> Room:
        """``driven``: the projects of the executions that have a place."""
        held = Counter(driven)
        return Room(
            by_priority=[most - held.total() for most in self._most],
            of_a_project=[most - self._for_others for most in self._most],
            held=held,
        )
