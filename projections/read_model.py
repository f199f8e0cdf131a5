"""A consistent look at the read tables, that shows what the caller wrote before."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import repeat
from typing import Any, NamedTuple

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.groups import GROUPS
from projections.projected import Projected

PATIENCE_SECONDS = 2.0
_BEGIN = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE read.positions IN ACCESS SHARE MODE;
SELECT log_head.position, (SELECT min(position) FROM read.positions), (SELECT count(*) FROM read.positions)
FROM log_head
"""
"""The lock goes before the snapshot, so that no table is swapped for a rebuilt one under a reader's eyes."""
_NEVER_PROJECTED = (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)


class ReadModelBehind(Exception):
    """The projection has not got as far as the tape in time; trying again helps."""

    retry_after = 1
    """Seconds."""


class Look(NamedTuple):
    """How far the tape and all of the read tables have come, in one snapshot."""

    head: int
    position: int


class ReadModel:
    """Connections to read with, each inside one read-only transaction."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._projected = Projected(str(pool.conninfo))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[AsyncConnection[Any]]:
        """Shows at least everything that was on the tape when this was called.

        Raises :class:`ReadModelBehind` when that takes longer than 2 s.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        target: int | None = None
        for pause in _pauses():
            async with self._snapshot() as (conn, look):
                target = look.head if target is None and look else target
                if look and target is not None and look.position >= target:
                    yield conn
                    return
            await self._wait(target or 0, deadline, pause)

    @asynccontextmanager
    async def now(self) -> AsyncIterator[AsyncConnection[Any]]:
        """Shows whatever has been projected by now. Raises :class:`ReadModelBehind` if nothing ever was."""
        async with self._snapshot() as (conn, look):
            if look is None:
                raise ReadModelBehind("no projector has run yet; try again in a second")
            yield conn

    async def close(self) -> None:
        """Stop listening; the pool is its owner's to close."""
        await self._projected.close()

    async def _wait(self, target: int, deadline: float, pause: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise ReadModelBehind("what was just written can't be read yet; try again in a second")
        await self._projected.wait(target, min(left, pause))

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[tuple[AsyncConnection[Any], Look | None]]:
        async with self._pool.connection() as conn, _own_transactions(conn):
            try:
                yield conn, await _begin(conn)
            finally:
                await _end(conn)


def _pauses() -> Iterator[float]:
    """How long to rely on being told, before looking again: a word may be said before one listens."""
    yield from (0.01, 0.02, 0.05)
    yield from repeat(0.1)


async def _begin(conn: AsyncConnection[Any]) -> Look | None:
    """None where no projector ever ran."""
    try:
        cursor = await conn.execute(_BEGIN, prepare=False)
    except _NEVER_PROJECTED:
        return None
    while cursor.nextset():
        pass
    row = await cursor.fetchone()
    assert row is not None
    head, position, groups = row
    return Look(head, position if groups >= len(GROUPS) else -1)


async def _end(conn: AsyncConnection[Any]) -> None:
    if not conn.closed:
        await conn.execute("ROLLBACK")


@asynccontextmanager
async def _own_transactions(conn: AsyncConnection[Any]) -> AsyncIterator[None]:
    """We begin and end them ourselves: the beginning then costs no round trip of its own."""
    usual = conn.autocommit
    await conn.set_autocommit(True)
    try:
        yield
    finally:
        if not conn.closed:
            await conn.set_autocommit(usual)
