"""Counting login attempts, in PostgreSQL."""

import math

from psycopg_pool import AsyncConnectionPool

_FORGET_OLD = """
DELETE FROM login_attempts WHERE key IN
    (SELECT key FROM login_attempts WHERE until < now() LIMIT 100 FOR UPDATE SKIP LOCKED)
"""
_COUNT = """
INSERT INTO login_attempts AS a (key, attempts, until) VALUES (%s, 1, now() + make_interval(secs => %s))
ON CONFLICT (key) DO UPDATE SET
    attempts = CASE WHEN a.until < now() THEN 1 ELSE a.attempts + 1 END,
    until = CASE WHEN a.until < now() THEN excluded.until ELSE a.until END
RETURNING attempts, extract(epoch FROM until - now())
"""


class PostgresAttempts:
    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool

    async def count(self, key: bytes, limit: int, seconds: int) -> int:
        async with self._pool.connection() as conn:
            await conn.execute(_FORGET_OLD)
            row = await (await conn.execute(_COUNT, [key, seconds])).fetchone()
        assert row
        attempts, left = row
        return max(1, math.ceil(left)) if attempts > limit else 0

    async def forgive(self, key: bytes) -> None:
        async with self._pool.connection() as conn:
            await conn.execute("UPDATE login_attempts SET attempts = attempts - 1 WHERE key = %s", [key])

    async def clear(self, key: bytes) -> None:
        async with self._pool.connection() as conn:
            await conn.execute("DELETE FROM login_attempts WHERE key = %s", [key])
