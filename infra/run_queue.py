"""The run queue in Postgres: claims in batches, leases by the database's clock, fences by epoch."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool

from workers.engine.ports import Claim

log = logging.getLogger(__name__)

RENEW_EVERY_SECONDS = 2.0

_CLAIM = """
WITH candidates AS (
    SELECT execution_id, priority, ready_at, row_number() OVER (PARTITION BY priority, project_id
                                                                ORDER BY ready_at) AS turn
    FROM (SELECT execution_id, project_id, priority, ready_at FROM run_queue
          WHERE owner IS NULL AND ready_at <= now() ORDER BY priority, ready_at LIMIT 200) AS first
), picked AS (
    SELECT q.execution_id, q.lease_until IS NOT NULL AS after_loss
    FROM run_queue q JOIN candidates c USING (execution_id)
    WHERE q.owner IS NULL AND q.ready_at <= now()
    ORDER BY c.priority, c.turn, c.ready_at LIMIT %(limit)s FOR UPDATE OF q SKIP LOCKED
)
UPDATE run_queue q SET owner = %(owner)s, epoch = epoch + 1,
    lease_until = now() + make_interval(secs => %(lease)s)
FROM picked WHERE q.execution_id = picked.execution_id
RETURNING q.execution_id, q.project_id, q.epoch, picked.after_loss
"""
_RENEW = """
UPDATE run_queue SET lease_until = now() + make_interval(secs => %s)
WHERE owner = %s AND execution_id = ANY(%s)
"""
# Whoever claims next sees by the lease that stays behind that the owner was lost.
_FREE = "UPDATE run_queue SET owner = NULL, ready_at = least(ready_at, now()) WHERE "
_HAND_ON = "UPDATE run_queue SET owner = NULL, lease_until = NULL, ready_at = least(ready_at, now()) WHERE "
_OURS = "execution_id = %s AND owner = %s AND epoch = %s"
_EXPIRED = _FREE + "owner IS NOT NULL AND lease_until < now() RETURNING execution_id"
_UNCLAIMED = """
SELECT execution_id FROM run_queue WHERE owner IS NULL AND ready_at < now() - interval '1 second' LIMIT 1
"""
_DUE = """
WITH due AS (SELECT execution_id FROM timers WHERE fires_at <= now() ORDER BY fires_at LIMIT 500
             FOR UPDATE SKIP LOCKED),
gone AS (DELETE FROM timers USING due WHERE timers.execution_id = due.execution_id)
UPDATE run_queue q SET ready_at = now() FROM due WHERE q.execution_id = due.execution_id
RETURNING q.execution_id
"""


class PostgresRunQueue:
    """Implements :class:`workers.engine.ports.RunQueue` for one worker.

    A worker's name is held by an advisory lock while it lives. Whoever gets the lock of a name knows that
    its former holder is dead, and takes back what that one held without waiting for the leases to end.
    """

    def __init__(self, database_url: str, pool: AsyncConnectionPool, name: str, lease_seconds: float) -> None:
        self._url = database_url
        self._pool = pool
        self._name = f"{name}@{socket.gethostname()}"
        self._lease = lease_seconds
        self.owner = f"{self._name}/{os.getpid()}-{os.urandom(3).hex()}"
        self._stopped = threading.Event()
        self._driven: Callable[[], list[UUID]] = list
        self._thread = threading.Thread(target=self._keep_leases, name="leases", daemon=True)

    def start(self, driven: Callable[[], list[UUID]]) -> None:
        """``driven`` says whose leases to renew, from another thread. What is not among them although the
        queue says that we have it (a claim whose answer was lost) is handed on when its lease ends."""
        self._driven = driven
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=2)

    async def claim(self, limit: int) -> list[Claim]:
        wanted = {"limit": limit, "owner": self.owner, "lease": self._lease}
        async with self._pool.connection() as conn, conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            await cursor.execute(_CLAIM, wanted)
            return [Claim(*row) for row in await cursor.fetchall()]

    async def drop(self, claim: Claim) -> None:
        await self._run("DELETE FROM run_queue WHERE " + _OURS, claim.execution_id, self.owner, claim.epoch)

    async def give_back_one(self, claim: Claim) -> None:
        await self._run(_FREE + _OURS, claim.execution_id, self.owner, claim.epoch)

    async def wake(self, execution_id: UUID) -> None:
        await self._run(
            "UPDATE run_queue SET ready_at = now() WHERE execution_id = %s AND owner IS NULL", execution_id
        )

    async def give_back(self) -> None:
        await self._run(_HAND_ON + "owner = %s", self.owner)

    async def _run(self, statement: str, *values: Any) -> None:
        async with self._pool.connection() as conn:
            await conn.execute(statement.encode(), values)

    def _keep_leases(self) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as conn:
                    self._keep_leases_on(conn)
            except psycopg.Error as error:
                log.warning("leases can't be renewed, trying again: %s", str(error).strip())
                self._stopped.wait(0.5)

    def _keep_leases_on(self, conn: psycopg.Connection[Any]) -> None:
        named = False
        while not self._stopped.is_set():
            if not named and (named := self._hold_name(conn)):
                conn.execute(
                    (_FREE + "owner LIKE %s AND owner <> %s").encode(), [f"{self._name}/%", self.owner]
                )
            conn.execute(_RENEW, [self._lease, self.owner, self._driven()])
            self._stopped.wait(RENEW_EVERY_SECONDS if named else 0.5)

    def _hold_name(self, conn: psycopg.Connection[Any]) -> bool:
        row = conn.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [self._name]).fetchone()
        return bool(row and row[0])


def free_expired(conn: psycopg.Connection[Any]) -> list[UUID]:
    """Hand on what lost workers held; the executions that are free now."""
    return [row[0] for row in conn.execute(_EXPIRED.encode()).fetchall()]


def fire_timers(conn: psycopg.Connection[Any]) -> list[UUID]:
    """The waiting executions whose time has come, ready again."""
    return [row[0] for row in conn.execute(_DUE).fetchall()]


def unclaimed(conn: psycopg.Connection[Any]) -> list[UUID]:
    """One execution that is ready and that nobody has taken for a second, if there is any."""
    return [row[0] for row in conn.execute(_UNCLAIMED).fetchall()]
