"""What the engine needs from outside; infra implements it."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from commands.context import Context
from commands.ports import Clock, EventStore, NodeCatalogue
from domain.execution.events import Output
from domain.files import NewFile, StoredFile
from sandbox.model import Sandbox
from workers.expressions.hosts import ExpressionHosts
from workers.ports import Chunk, HttpClient


@dataclass(frozen=True, slots=True)
class Claim:
    """An execution that this worker may work on until its lease runs out."""

    execution_id: UUID
    project_id: UUID
    epoch: int
    """Counts the claims; a later one ends this one's right to append."""
    after_loss: bool = False
    """The owner before was lost, or could not drive it; not so where it was handed on in good order."""


class RunQueue(Protocol):
    async def claim(self, limit: int) -> list[Claim]:
        """Take what is ready, by priority and fairly by project."""

    async def drop(self, claim: Claim) -> None:
        """There is nothing to do for it: it is over."""

    async def give_back_one(self, claim: Claim) -> None:
        """Let go of one that can't be driven at the moment; of one claimed anew meanwhile, don't."""

    async def wake(self, execution_id: UUID) -> None:
        """One that waits is to be looked at after all."""

    async def give_back(self) -> None:
        """Let go of everything this worker holds, so that others take it at once."""


class Payloads(Protocol):
    async def save(
        self, execution_id: UUID, project_id: UUID, chunks: Sequence[tuple[bytes, Chunk]]
    ) -> Output: ...

    async def load(self, payload_id: UUID) -> list[Chunk]: ...


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
