"""Connections for reading, shared by everything in one process."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool


async def _prepare(conn: AsyncConnection[Any]) -> None:
    await conn.set_autocommit(True)
    conn.prepare_threshold = 1


def make_pool(database_url: str, size: int = 4) -> AsyncConnectionPool:
    """Closed; ``await pool.open()``. Each connection is in autocommit and prepares what it runs twice."""
    return AsyncConnectionPool(
        database_url, min_size=1, max_size=size, open=False, configure=_prepare, timeout=10, max_idle=60
    )
