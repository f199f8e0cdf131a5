"""Sessions, in PostgreSQL."""

from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from web.api.ports import Login

_FORGET_OLD = "DELETE FROM sessions WHERE user_id = %s AND expires_at < now()"
_OPEN = """
INSERT INTO sessions (id, user_id, secret_hash, expires_at)
VALUES (%s, %s, %s, now() + make_interval(secs => %s))
"""
_ROTATE = """
UPDATE sessions s
SET secret_hash = %s, refreshed_at = now(), expires_at = now() + make_interval(secs => %s)
FROM users u
WHERE s.id = %s AND s.secret_hash = %s AND s.ended_at IS NULL AND s.expires_at > now()
  AND u.id = s.user_id AND u.is_active
RETURNING s.user_id
"""
_END = """
UPDATE sessions s SET ended_at = now()
FROM users u JOIN projects p ON p.personal_of = u.id
WHERE s.id = %s AND s.ended_at IS NULL AND s.expires_at > now() AND u.id = s.user_id
RETURNING u.id AS user_id, p.id AS project_id, u.password_hash, u.is_active
"""


class PostgresSessions:
    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool

    async def open(self, session_id: UUID, user_id: UUID, secret_hash: bytes, seconds: int) -> None:
        async with self._pool.connection() as conn:
            await conn.execute(_FORGET_OLD, [user_id])
            await conn.execute(_OPEN, [session_id, user_id, secret_hash, seconds])

    async def rotate(self, session_id: UUID, old: bytes, new: bytes, seconds: int) -> UUID | None:
        async with self._pool.connection() as conn:
            row = await (await conn.execute(_ROTATE, [new, seconds, session_id, old])).fetchone()
        return row[0] if row else None

    async def end(self, session_id: UUID) -> Login | None:
        async with self._pool.connection() as conn, conn.cursor(row_factory=class_row(Login)) as cursor:
            return await (await cursor.execute(_END, [session_id])).fetchone()
