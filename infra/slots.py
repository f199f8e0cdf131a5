"""How many executions run at the same time under a key: slots, in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

_ACQUIRE = "SELECT acquire_slot(%s, %s, %s, %s, %s, %s)"
_OLDEST = """
SELECT execution_id FROM concurrency WHERE key = %s AND acquired_at IS NOT NULL ORDER BY acquired_at LIMIT 1
"""


class PostgresSlots:
    """For the executions that one owner works on. A slot goes with the execution that has it: the append
    that ends that one gives it to whoever has waited longest, in the same transaction."""

    def __init__(self, pool: AsyncConnectionPool, owner: str) -> None:
        self._pool = pool
        self._owner = owner

    async def acquire(
        self,
        execution_id: UUID,
        key: str,
        limit: int,
        *,
        park: bool = True,
        wake_at: datetime | None = None,
    ) -> bool:
        """Whether the execution has one of the key's slots, now or since before; whoever waits longer goes
        first. The key is unique in the whole installation.

        Without a slot, and with ``park``, the execution is parked: it is this owner's no more, and is ready
        again as soon as it has one, or is cancelled, or at ``wake_at``.
        """
        async with self._pool.connection() as conn:
            asked = (execution_id, self._owner, _storable(key), limit, park, wake_at)
            row = await (await conn.execute(_ACQUIRE, asked)).fetchone()
        return bool(row and row[0])

    async def oldest(self, key: str) -> UUID | None:
        """Who has had a slot longest."""
        async with self._pool.connection() as conn:
            row = await (await conn.execute(_OLDEST, (_storable(key),))).fetchone()
        return row[0] if row else None


def _storable(key: str) -> str:
    return key.replace("\0", "\u2400")
