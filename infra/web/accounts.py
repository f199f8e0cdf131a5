"""Users and their personal projects, in PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from uuid import UUID

from psycopg import AsyncConnection, errors
from psycopg.rows import class_row, dict_row
from psycopg_pool import AsyncConnectionPool

from web.api.ports import EmailTaken, Login, Member, NewUser, User

_REGISTER = """
INSERT INTO users (id, email, password_hash, first_name, last_name) VALUES (%s, %s, %s, %s, %s)
RETURNING id, email, first_name, last_name, is_active, created_at
"""
_PERSONAL_PROJECT = "INSERT INTO projects (id, name, personal_of) VALUES (%s, %s, %s)"
_OWNER = "INSERT INTO project_members (project_id, user_id, role) VALUES (%s, %s, 'owner')"
_LOGIN = """
SELECT u.id AS user_id, p.id AS project_id, u.password_hash, u.is_active
FROM users u JOIN projects p ON p.personal_of = u.id WHERE u.email = %s
"""
_MEMBER = """
SELECT u.id, u.email, u.first_name, u.last_name, u.is_active, u.created_at, p.id AS project_id
FROM sessions s
JOIN users u ON u.id = s.user_id
JOIN projects p ON p.personal_of = u.id
JOIN project_members m ON m.project_id = p.id AND m.user_id = u.id
WHERE s.id = %s AND s.user_id = %s AND s.ended_at IS NULL AND s.expires_at > now() AND u.is_active
"""
_NAMES = """
SELECT id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), email) FROM users WHERE id = ANY(%s)
"""
_RENAME = """
UPDATE users SET first_name = coalesce(%s, first_name), last_name = coalesce(%s, last_name) WHERE id = %s
RETURNING id, email, first_name, last_name, is_active, created_at
"""

_CHANGE_PASSWORD = "UPDATE users SET password_hash = %s WHERE id = %s AND password_hash = %s"
_END_OTHERS = "UPDATE sessions SET ended_at = now() WHERE user_id = %s AND id <> %s AND ended_at IS NULL"


class PostgresAccounts:
    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool

    async def register(self, new: NewUser, before_commit: Callable[[], Awaitable[object]]) -> User:
        try:
            async with self._transaction() as conn, conn.cursor(row_factory=class_row(User)) as cursor:
                row = [new.id, new.email, new.password_hash, new.first_name, new.last_name]
                user = await (await cursor.execute(_REGISTER, row)).fetchone()
                assert user
                await cursor.execute(_PERSONAL_PROJECT, [new.project_id, "Personal", new.id])
                await cursor.execute(_OWNER, [new.project_id, new.id])
                await before_commit()
                return user
        except errors.UniqueViolation as error:
            raise EmailTaken from error

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        async with self._pool.connection() as conn, conn.transaction():
            yield conn

    async def find_login(self, email: str) -> Login | None:
        async with self._pool.connection() as conn, conn.cursor(row_factory=class_row(Login)) as cursor:
            return await (await cursor.execute(_LOGIN, [email])).fetchone()

    async def find_member(self, user_id: UUID, session_id: UUID) -> Member | None:
        async with self._pool.connection() as conn, conn.cursor(row_factory=dict_row) as cursor:
            row = await (await cursor.execute(_MEMBER, [session_id, user_id])).fetchone()
        if row is None:
            return None
        project_id = row.pop("project_id")
        return Member(user=User(**row), project_id=project_id)

    async def names(self, user_ids: Collection[UUID]) -> dict[UUID, str]:
        async with self._pool.connection() as conn:
            return dict(await (await conn.execute(_NAMES, [list(user_ids)])).fetchall())

    async def change_password(
        self,
        login: Login,
        password_hash: str,
        keep_session: UUID,
        before_commit: Callable[[], Awaitable[object]],
    ) -> bool:
        async with self._transaction() as conn:
            known = [password_hash, login.user_id, login.password_hash]
            if (await conn.execute(_CHANGE_PASSWORD, known)).rowcount == 0:
                return False
            await conn.execute(_END_OTHERS, [login.user_id, keep_session])
            await before_commit()
        return True

    async def rename(self, user_id: UUID, first_name: str | None, last_name: str | None) -> User:
        async with self._pool.connection() as conn, conn.cursor(row_factory=class_row(User)) as cursor:
            user = await (await cursor.execute(_RENAME, [first_name, last_name, user_id])).fetchone()
        assert user
        return user
