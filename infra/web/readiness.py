"""Whether all parts of this installation are there."""

import asyncio
from collections.abc import Sequence

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.migrations import scripts

_KINDS = """
SELECT DISTINCT kind FROM processes WHERE seen_at > now() - interval '10 seconds'
"""


class Readiness:
    def __init__(self, pool: AsyncConnectionPool, redis: Redis) -> None:
        self._pool = pool
        self._redis = redis

    async def missing(self) -> Sequence[str]:
        of_postgres, of_redis = await asyncio.gather(self._of_postgres(), self._of_redis())
        return [*of_postgres, *of_redis]

    async def _of_postgres(self) -> list[str]:
        try:
            async with self._pool.connection(timeout=2) as conn:
                if not await _is_migrated(conn):
                    return ["the database schema is not up to date: run flowtape up"]
                seen = {row[0] for row in await (await conn.execute(_KINDS)).fetchall()}
        except (psycopg.Error, PoolTimeout):
            return ["PostgreSQL can't be reached"]
        return [f"no {kind} is running" for kind in ("projector", "worker") if kind not in seen]

    async def _of_redis(self) -> list[str]:
        try:
            async with asyncio.timeout(2):
                await self._redis.ping()
        except (RedisError, OSError, TimeoutError):
            return ["Redis can't be reached"]
        return []


async def _is_migrated(conn: psycopg.AsyncConnection) -> bool:
    try:
        rows = await (await conn.execute("SELECT name FROM schema_migrations")).fetchall()
    except psycopg.errors.UndefinedTable:
        await conn.rollback()
        return False
    return {name for name, _ in scripts()} <= {row[0] for row in rows}
