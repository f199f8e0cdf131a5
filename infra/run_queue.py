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

from workers.engine.ports import Claim, Room

log = logging.getLogger(__name__)

RENEW_EVERY_SECONDS = 2.0

PROJECTS = 64
"""Of each priority so many projects are looked at, beginning with another one each time."""

# For each priority, the projects that have something ready: from one to the next by index, however many
# executions each has; upwards from a random place, then from the beginning. Of each the oldest, in turns.
# More urgent ones find more room: whoever has a place by then among those that could be locked is taken.
_CLAIM = f"""
WITH RECURSIVE start AS MATERIALIZED (SELECT gen_random_uuid() AS place),
candidates AS (
    SELECT ready.execution_id, level, room, ready.ready_at,
           row_number() OVER (PARTITION BY level, project.id ORDER BY ready.ready_at) AS turn
    FROM start,
    unnest(%(room)s::int[], %(share)s::int[]) WITH ORDINALITY AS priorities (room, share, ordinal),
    LATERAL (SELECT ordinal::int - 1 AS level WHERE room > 0) AS priority, LATERAL (
        WITH RECURSIVE projects (id, wrapped) AS (
            SELECT place, false FROM start
            UNION ALL
            SELECT following.id, following.wrapped FROM projects AS before, start, LATERAL (
                (SELECT q.project_id AS id, before.wrapped FROM run_queue q
                 WHERE q.owner IS NULL AND q.ready_at < 'infinity' AND q.priority = level::smallint
                   AND q.project_id > before.id AND (NOT before.wrapped OR q.project_id <= place)
                 ORDER BY q.project_id LIMIT 1)
                UNION ALL
                (SELECT q.project_id, true FROM run_queue q
                 WHERE NOT before.wrapped AND q.owner IS NULL AND q.ready_at < 'infinity'
                   AND q.priority = level::smallint AND q.project_id <= place
                 ORDER BY q.project_id LIMIT 1)
                LIMIT 1
            ) AS following
        ) SELECT id FROM projects OFFSET 1 LIMIT {PROJECTS}
    ) AS project, LATERAL (
        SELECT q.execution_id, q.ready_at FROM run_queue q
        WHERE q.owner IS NULL AND q.ready_at < 'infinity' AND q.priority = level::smallint
          AND q.project_id = project.id AND q.ready_at <= now()
        ORDER BY q.ready_at LIMIT least(%(limit)s + 8, greatest(0, share - coalesce(
            (SELECT count FROM unnest(%(projects)s::uuid[], %(held)s::int[]) AS has (id, count)
             WHERE has.id = project.id), 0)))
    ) AS ready
), ranked AS MATERIALIZED (
    SELECT execution_id, room, row_number() OVER (ORDER BY level, turn, ready_at) AS place
    FROM candidates ORDER BY place LIMIT %(limit)s + 8
), locked AS MATERIALIZED (
    SELECT locked.execution_id, locked.after_loss, room, place FROM ranked, LATERAL (
        SELECT q.execution_id, q.lease_until IS NOT NULL AS after_loss FROM run_queue q
        WHERE q.execution_id = ranked.execution_id AND q.owner IS NULL AND q.ready_at <= now()
        FOR UPDATE SKIP LOCKED
    ) AS locked LIMIT %(limit)s
), picked AS (
    SELECT execution_id, after_loss
    FROM (SELECT *, row_number() OVER (ORDER BY place) AS nth FROM locked) AS numbered WHERE nth <= room
)
UPDATE run_queue q SET owner = %(owner)s, epoch = epoch + 1,
    lease_until = now() + make_interval(secs => %(lease)s)
FROM picked WHERE q.execution_id = picked.execution_id
RETURNING q.execution_id, q.project_id, q.epoch, picked.after_loss
"""
# What locks several rows passes over those that an append has locked, which may lock them in another order; a
# lease outlasts several rounds.
_RENEW = """
WITH ours AS (SELECT execution_id FROM run_queue WHERE owner = %s AND execution_id = ANY(%s)
              FOR UPDATE SKIP LOCKED)
UPDATE run_queue q SET lease_until = now() + make_interval(secs => %s) FROM ours
WHERE q.execution_id = ours.execution_id
"""
# Whoever claims next sees by the lease that stays behind that the owner was lost.
_FREE = "UPDATE run_queue SET owner = NULL, ready_at = least(ready_at, now()) WHERE "
_HAND_ON = "UPDATE run_queue SET owner = NULL, lease_until = NULL, ready_at = least(ready_at, now()) WHERE "
_OURS = "execution_id = %s AND owner = %s AND epoch = %s"
_DROP = f"""
WITH gone AS (DELETE FROM run_queue WHERE {_OURS} RETURNING execution_id)
SELECT free_slots(array(SELECT execution_id FROM gone))
"""
_EXPIRED = f"""
{_FREE} execution_id IN (SELECT execution_id FROM run_queue WHERE owner IS NOT NULL AND lease_until < now()
                         FOR UPDATE SKIP LOCKED)
RETURNING execution_id
"""
_UNCLAIMED = """
SELECT execution_id FROM run_queue
WHERE owner IS NULL AND ready_at < 'infinity' AND ready_at < now() - interval '1 second' LIMIT 1
"""
_CALLED = """
WITH called AS (
    SELECT q.execution_id FROM run_queue q JOIN concurrency c ON q.execution_id = c.execution_id
    WHERE c.parked AND c.acquired_at IS NOT NULL AND q.owner IS NULL AND q.ready_at = 'infinity'
    FOR UPDATE OF q SKIP LOCKED)
UPDATE run_queue q SET ready_at = now() FROM called WHERE q.execution_id = called.execution_id
RETURNING q.execution_id
"""
_REBUILD_SLOTS = """
INSERT INTO concurrency (execution_id, project_id, priority, key, most, asked_at, acquired_at)
SELECT q.execution_id, q.project_id, q.priority, slot ->> 'key', (slot ->> 'limit')::int,
       recorded_at, recorded_at
FROM run_queue q JOIN tape_events claimed
    ON claimed.originator_id = q.execution_id AND claimed.topic = 'execution.claimed',
LATERAL (SELECT convert_from(state, 'UTF8')::json -> 'slot' AS slot) AS said
WHERE json_typeof(slot) = 'object'
ON CONFLICT (execution_id) DO NOTHING
"""
_REBUILD = """
INSERT INTO run_queue (execution_id, project_id, priority, ready_at, epoch)
SELECT originator_id, project_id, (said ->> 'priority')::smallint,
       greatest(now(), (said ->> 'not_before')::timestamptz),
       coalesce((SELECT max(epoch) FROM tape_events e WHERE e.originator_id = begun.originator_id), 0)
FROM tape_events begun, LATERAL (SELECT convert_from(state, 'UTF8')::json AS said) AS read
WHERE topic = 'execution.requested' AND NOT EXISTS (
    SELECT FROM tape_events e WHERE e.originator_id = begun.originator_id AND e.topic IN
        ('execution.completed', 'execution.failed', 'execution.cancelled', 'execution.timed_out'))
ON CONFLICT (execution_id) DO UPDATE SET ready_at = least(run_queue.ready_at, excluded.ready_at)
"""
# As appends do: first the row of the queue, then that of the timer. Who has locked the first is at it.
_DUE = """
WITH due AS (SELECT t.execution_id FROM timers t JOIN run_queue q ON q.execution_id = t.execution_id
             WHERE t.fires_at <= now() ORDER BY t.fires_at LIMIT 500 FOR UPDATE OF q SKIP LOCKED),
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

    async def claim(self, room: Room) -> list[Claim]:
        wanted = {
            "limit": room.most,
            "room": list(room.by_priority),
            "share": list(room.of_a_project),
            "projects": list(room.held),
            "held": list(room.held.values()),
            "owner": self.owner,
            "lease": self._lease,
        }
        async with self._pool.connection() as conn, conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            await cursor.execute(_CLAIM, wanted)
            return [Claim(*row) for row in await cursor.fetchall()]

    async def drop(self, claim: Claim) -> None:
        await self._run(_DROP, claim.execution_id, self.owner, claim.epoch)

    async def give_back_one(self, claim: Claim) -> None:
        await self._run(_FREE + _OURS, claim.execution_id, self.owner, claim.epoch)

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
            conn.execute(_RENEW, [self.owner, self._driven(), self._lease])
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


def wake_called(conn: psycopg.Connection[Any]) -> list[UUID]:
    """The parked executions that were given a slot and that nobody woke for it."""
    return [row[0] for row in conn.execute(_CALLED).fetchall()]


def unclaimed(conn: psycopg.Connection[Any]) -> list[UUID]:
    """One execution that is ready and that nobody has taken for a second, if there is any."""
    return [row[0] for row in conn.execute(_UNCLAIMED).fetchall()]


def rebuild_queue(conn: psycopg.Connection[Any]) -> int:
    """Make the run queue again from the tape; returns how many executions are not over.

    All of them are looked at once by whoever claims them: those that wait go on waiting. Those that began
    with a slot have it again; those that were parked ask for one anew.
    """
    with conn.transaction():
        found = conn.execute(_REBUILD).rowcount
        conn.execute(_REBUILD_SLOTS)
    return found
