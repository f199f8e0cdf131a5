"""What a subscriber to the tape wants to see, and what came for them while they were busy."""

import asyncio
from collections import deque
from dataclasses import dataclass
from uuid import UUID

from domain.tape import Recorded
from web.api.ports import Watch

MOST_EVENTS = 1_000
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """A watch that begins at places that are known."""

    streams: dict[UUID, int]
    project: UUID | None
    topics: frozenset[str]
    project_after: int

    @classmethod
    def of(cls, watch: Watch, now: int) -> "Wanted":
        streams = {stream: now if after is None else after for stream, after in watch.streams.items()}
        project_after = now if watch.project_after is None else watch.project_after
        return cls(streams, watch.project, watch.topics, project_after)

    @property
    def begin(self) -> int:
        projects = [self.project_after] if self.project else []
        return min([*self.streams.values(), *projects], default=0)

    def takes(self, event: Recorded) -> bool:
        after = self.streams.get(event.stream_id)
        if after is not None and event.position > after:
            return True
        ours = event.project_id == self.project and event.topic in self.topics
        return ours and event.position > self.project_after


class Backlog:
    """What came live and wasn't taken yet. It holds so much and no more: whoever is too slow for it is told,
    and reads the log instead, where everything is."""

    def __init__(self) -> None:
        self._events: deque[Recorded] = deque()
        self._size = 0
        self._overflowed = False
        self._something = asyncio.Event()

    def put(self, event: Recorded, size: int) -> None:
        """``size``: bytes, about."""
        self._something.set()
        if self._overflowed:
            return
        self._events.append(event)
        self._size += size
        if len(self._events) > MOST_EVENTS or self._size > MOST_BYTES:
            self.empty()
            self._overflowed = True

    async def take(self) -> list[Recorded] | None:
        """All that has come, at least one; None where it became too much."""
        while not self._events and not self._overflowed:
            self._something.clear()
            await self._something.wait()
        if self._overflowed:
            return None
        taken = list(self._events)
        self.empty()
        return taken

    def empty(self) -> None:
        self._events.clear()
        self._size, self._overflowed = 0, False
