"""How many executions run at the same time under a key: slots, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from workers.engine.ports import Otherwise, SlotAnswer

_ACQUIRE = "SELECT acquire_slot(%s, %s, %s, %s, %s, %s, %s)"
_OLDER = """
SELECT older.execution_id FROM concurrency mine JOIN concurrency older
    ON older.key = mine.key AND (older.asked_at, older.execution_id) < (mine.asked_at, mine.execution_id)
WHERE mine.execution_id = %s ORDER BY older.asked_at DESC, older.execution_id DESC OFFSET %s
"""


class PostgresSlots:
    """Implements :class:`workers.engine.ports.Slots` for one owner. A slot goes with the execution that has
    it: the append that ends that one gives it to the next, in the same transaction."""

    def __init__(self, pool: AsyncConnectionPool, owner: str) -> None:
        self._pool = pool
        self._owner = owner

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
        asked = (execution_id, self._owner, key, limit, list(within), otherwise, wake_at)
        async with self._pool.connection() as conn:
            row = await (await conn.execute(_ACQUIRE, asked)).fetchone()
        assert row
        answer: SlotAnswer = row[0]
        return answer

    async def older(self, execution_id: UUID, newest: int) -> list[UUID]:
        async with self._pool.connection() as conn:
            rows = await (await conn.execute(_OLDER, (execution_id, newest))).fetchall()
        return [row[0] for row in rows]
