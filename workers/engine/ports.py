"""What the engine needs from outside; infra implements it."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from commands.context import Context
from commands.ports import Clock, EventStore, NodeCatalogue
from domain.execution.events import Output
from domain.files import NewFile, StoredFile
from sandbox.model import Sandbox
from workers.expressions.hosts import ExpressionHosts
from workers.ports import Chunk, HttpClient, Item, Paired


@dataclass(frozen=True, slots=True)
class Claim:
    """An execution that this worker may work on until its lease runs out."""

    execution_id: UUID
    project_id: UUID
    epoch: int
    """Counts the claims; a later one ends this one's right to append."""
    after_loss: bool = False
    """The owner before was lost, or could not drive it; not so where it was handed on in good order."""


LOWEST_PRIORITY = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a worker has room for. The first two have an entry for each priority, which never grow."""

    by_priority: Sequence[int]
    """So many more of this priority, or of a more urgent one."""
    of_a_project: Sequence[int]
    """So many of one project and this priority, those that it has already among them."""
    held: Counter[UUID]
    """How many each project has already."""

    @property
    def most(self) -> int:
        return max(self.by_priority)

    def is_used_up_by(self, claims: Sequence[Claim]) -> bool:
        """Whether there may be more that would have been claimed, of somebody at least."""
        with_them = self.held + Counter(claim.project_id for claim in claims)
        share = self.of_a_project[-1]
        return len(claims) >= self.by_priority[-1] or any(held >= share for held in with_them.values())


class RunQueue(Protocol):
    async def claim(self, room: Room) -> list[Claim]:
        """Take what is ready, by priority and fairly by project."""

    async def drop(self, claim: Claim) -> None:
        """There is nothing to do for it: it is over."""

    async def give_back_one(self, claim: Claim) -> None:
        """Let go of one that can't be driven at the moment; of one claimed anew meanwhile, don't."""

    async def give_back(self) -> None:
        """Let go of everything this worker holds, so that others take it at once."""


SlotAnswer = Literal["acquired", "shared", "parked", "asked", "left", "lost"]
"""``shared``: it runs within another that has one. ``lost``: it is somebody else's by now."""
Otherwise = Literal["park", "keep", "leave"]


class Slots(Protocol):
    """How many executions run at the same time under a key, which is unique in the whole installation."""

    async def acquire(
        self,
        execution_id: UUID,
        key: str,
        limit: int,
        *,
        otherwise: Otherwise = "park",
        within: Sequence[UUID] = (),
        wake_at: datetime | None = None,
    ) -> SlotAnswer:
        """One of the key's slots for an execution that this worker works on, now or since before; who waits
        is served by priority, then by how long it has waited. ``within``: the executions that wait for it.

        Otherwise it is parked: it is this worker's no more, and is ready again as soon as it has one, or is
        cancelled, or at ``wake_at``; or it keeps its place among those who wait; or it leaves.
        """

    async def older(self, execution_id: UUID, newest: int) -> list[UUID]:
        """Those that asked under the same key before it and are not over, without so many of the newest."""


class Payloads(Protocol):
    async def save(
        self, execution_id: UUID, project_id: UUID, chunks: Sequence[tuple[bytes, Chunk]]
    ) -> Output: ...

    async def load(self, payload_id: UUID) -> list[Chunk]: ...

    async def pairs(self, payload_id: UUID) -> list[tuple[int, Paired]]:
        """How many items each of its chunks has, and how they are paired."""

    async def items_at(self, payload_id: UUID, indexes: Collection[int]) -> dict[int, Item]: ...


class Files(Protocol):
    """Each call says in which project: nothing of another one is found or read."""

    async def save(self, new: NewFile, content: AsyncIterator[bytes]) -> StoredFile:
        """Durable once it returns; there whole or not at all. One that is there already stays."""

    async def find(self, project_id: UUID, file_ids: Collection[UUID]) -> list[StoredFile]: ...

    def read(self, project_id: UUID, file: StoredFile) -> AsyncIterator[bytes]: ...


class Links(Protocol):
    """Signed links by which somebody without an account makes a waiting node run go on, once."""

    def url(
        self, execution_id: UUID, node_id: str, run_index: int, action: str, until: datetime | None
    ) -> str:
        """``action``: webhook, approve or reject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all executions of one worker share."""

    worker: str
    store: EventStore
    queue: RunQueue
    slots: Slots
    payloads: Payloads
    files: Files
    nodes: NodeCatalogue
    clock: Clock
    hosts: ExpressionHosts
    http: HttpClient
    sandbox: Sandbox
    links: Links
    context: Context
    """For the commands by which executions start and stop each other."""
    base_url: str
    """Where people open the editor, for links to executions."""
