"""What the HTTP API needs from outside; infra implements it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.files import NewFile, StoredFile
from domain.tape import Recorded

Subscription = AsyncIterator[Recorded]
"""History first, then live: no gap, no duplicate. It doesn't end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What of the tape somebody wants to see: some streams, each past a position, and events of these topics
    in all of a project's streams. A position of None is as far as the tape has been read by now."""

    streams: Mapping[UUID, int | None]
    project: UUID | None = None
    topics: frozenset[str] = frozenset()
    project_after: int | None = None


class Tail(Protocol):
    """The one reader of the tape in this process."""

    @property
    def position(self) -> int:
        """How far it has read."""

    def subscribe(self, streams: Collection[UUID], after: int) -> AbstractAsyncContextManager[Subscription]:
        """These streams' events past a position."""

    def watch(self, watch: Watch) -> AbstractAsyncContextManager[Subscription]:
        """In the order of their positions, each once."""

    def on_topics(self, prefix: str, callback: Callable[[Recorded], None]) -> None:
        """Call for every event of any stream whose topic begins so, once it is on the tape."""


class Payloads(Protocol):
    """Large data of executions, on a connection of the read model."""

    async def items_of(
        self, conn: Any, payload_id: UUID, offset: int, limit: int
    ) -> list[dict[str, Any]]: ...

    async def pairs_of(self, conn: Any, payload_id: UUID) -> list[tuple[int, Any]]: ...


class Files(Protocol):
    """Each call says in which project: nothing of another one is found, read or deleted."""

    async def save(self, new: NewFile, content: AsyncIterator[bytes]) -> StoredFile:
        """Durable once it returns; there whole or not at all."""

    async def find(self, project_id: UUID, file_ids: Collection[UUID]) -> list[StoredFile]: ...

    def read(
        self, project_id: UUID, file: StoredFile, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]: ...

    async def list(
        self,
        project_id: UUID,
        *,
        execution_id: UUID | None = None,
        before: tuple[datetime | None, UUID | None] = (None, None),
        limit: int,
    ) -> list[StoredFile]:
        """Newest first, from behind this time and id on."""

    async def delete(self, project_id: UUID, file_id: UUID) -> bool:
        """Whether there was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: UUID
    email: str
    first_name: str
    last_name: str
    is_active: bool
    created_at: datetime

    @property
    def called(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A user who is active and signed in, and the project that they work in."""

    user: User
    project_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    id: UUID
    project_id: UUID
    email: str
    password_hash: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What signing in is checked against."""

    user_id: UUID
    project_id: UUID
    password_hash: str
    is_active: bool


class EmailTaken(Exception):
    """Another account has this address."""


class Accounts(Protocol):
    async def register(self, new: NewUser, before_commit: Callable[[], Awaitable[object]]) -> User:
        """Store the user and their personal project, unless ``before_commit`` raises. :class:`EmailTaken`."""

    async def find_login(self, email: str) -> Login | None: ...

    async def find_member(self, user_id: UUID, session_id: UUID) -> Member | None:
        """None as soon as the user is switched off or the session has ended."""

    async def names(self, user_ids: Collection[UUID]) -> dict[UUID, str]:
        """What to call these people: their names, or else their email addresses."""

    async def change_password(
        self,
        login: Login,
        password_hash: str,
        keep_session: UUID,
        before_commit: Callable[[], Awaitable[object]],
    ) -> bool:
        """Also ends all other sessions, unless ``before_commit`` raises. False where the password is not that
        of the login any more."""

    async def rename(self, user_id: UUID, first_name: str | None, last_name: str | None) -> User:
        """What is None stays."""


class Sessions(Protocol):
    """One per login. ``secret_hash`` is of the newest refresh token's secret; the secret is never stored."""

    async def open(self, session_id: UUID, user_id: UUID, secret_hash: bytes, seconds: int) -> None: ...

    async def rotate(self, session_id: UUID, old: bytes, new: bytes, seconds: int) -> UUID | None:
        """Replace the secret and return the user; None unless ``old`` is the newest and all is active."""

    async def end(self, session_id: UUID) -> Login | None:
        """Whose session it was, if it was still open."""


class Attempts(Protocol):
    """Counts login attempts across all web processes."""

    async def count(self, key: bytes, limit: int, seconds: int) -> int:
        """One more. The seconds to wait if that is beyond the limit, else 0."""

    async def forgive(self, key: bytes) -> None:
        """The attempt succeeded after all: one fewer."""

    async def clear(self, key: bytes) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a signed link is good for: one action on one node run, until then."""

    execution_id: UUID
    node_id: str
    run_index: int
    action: str
    """webhook, approve or reject."""
    until: datetime | None


class Links(Protocol):
    def read(self, token: str) -> Link | None:
        """What a token says; None unless it is one of ours, to the letter."""

    def url(
        self, execution_id: UUID, node_id: str, run_index: int, action: str, until: datetime | None
    ) -> str:
        """Makes this node run go on, with this action; until then, or without end."""


class Health(Protocol):
    async def missing(self) -> Sequence[str]:
        """What keeps this installation from serving, in words; empty when all is there."""
