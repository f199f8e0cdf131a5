"""Whose a workflow or an execution is, by the first event of its stream: that never changes."""

from collections import OrderedDict
from typing import Literal
from uuid import UUID

from commands.errors import NotFound
from commands.ports import EventStore

Kind = Literal["workflow", "execution"]
_BEGINS = {"workflow.created": "workflow", "execution.requested": "execution"}


class Owners:
    """Asks the tape, not the read tables: what was only just made is there already."""

    MOST = 10_000

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._kept: OrderedDict[UUID, tuple[str, UUID]] = OrderedDict()

    async def check(self, kind: Kind, identity: UUID, project_id: UUID) -> None:
        """Raises :class:`NotFound` unless there is one of this kind in the project."""
        if await self._of(identity) != (kind, project_id):
            raise NotFound(kind, identity)

    async def _of(self, identity: UUID) -> tuple[str, UUID] | None:
        if identity not in self._kept:
            first = next(iter(await self._store.load(identity, upto=1)), None)
            if first is None or first.topic not in _BEGINS:
                return None
            self._kept[identity] = (_BEGINS[first.topic], first.project_id)
            if len(self._kept) > self.MOST:
                self._kept.popitem(last=False)
        self._kept.move_to_end(identity)
        return self._kept[identity]
