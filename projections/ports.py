"""What queries need from outside; infra implements it."""

from typing import Any, Protocol
from uuid import UUID

from psycopg import AsyncConnection

Item = dict[str, Any]


class Payloads(Protocol):
    """Data that is too large to stand in an event."""

    async def items_of(
        self, conn: AsyncConnection[Any], payload_id: UUID, offset: int, limit: int
    ) -> list[Item]:
        """At most ``limit`` items from the ``offset``-th on; none where the data was dropped."""


class Pairings(Protocol):
    """How the items of such data are paired with what they came from."""

    async def pairs_of(self, conn: AsyncConnection[Any], payload_id: UUID) -> list[tuple[int, Any]]:
        """How many items each of its chunks has, and how they are paired."""
