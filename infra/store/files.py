"""Files in PostgreSQL, in pieces: none is held whole in memory, neither written nor read."""

import hashlib
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from domain.files import NewFile, StoredFile

PIECE = 1024 * 1024
"""Bytes of each piece but the last."""

_PIECE = "INSERT INTO file_chunks (file_id, number, data) VALUES (%s, %s, %b) ON CONFLICT DO NOTHING"
_FILE = """
INSERT INTO files (file_id, project_id, execution_id, name, mime, size, sha256)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (file_id) DO NOTHING
"""
_FIND = """
SELECT file_id, execution_id, name, mime, size, sha256, created_at FROM files
WHERE project_id = %s AND file_id = ANY(%s)
"""
_READ = """
SELECT c.data FROM files f JOIN file_chunks c ON c.file_id = f.file_id AND c.number = %s
WHERE f.project_id = %s AND f.file_id = %s
"""
_OF_PROJECT = """
SELECT file_id, execution_id, name, mime, size, sha256, created_at FROM files
WHERE project_id = %s AND (created_at, file_id) < (coalesce(%s, 'infinity'::timestamptz), coalesce(%s, %s))
ORDER BY created_at DESC, file_id DESC LIMIT %s
"""
_OF_EXECUTION = """
SELECT file_id, execution_id, name, mime, size, sha256, created_at FROM files
WHERE execution_id = %s AND project_id = %s
  AND (created_at, file_id) < (coalesce(%s, 'infinity'::timestamptz), coalesce(%s, %s))
ORDER BY created_at DESC, file_id DESC LIMIT %s
"""
_DELETE = "DELETE FROM files WHERE project_id = %s AND file_id = %s"
_LAST_ID = UUID(int=2**128 - 1)


class FileGone(Exception):
    """It was deleted while it was read."""


class PostgresFiles:
    """Implements the file ports of the engine and of the API. Whoever asks says in which project: nothing of
    another one is found, read or deleted."""

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool

    async def save(self, new: NewFile, content: AsyncIterator[bytes]) -> StoredFile:
        """Durable once it returns; killed before, nothing is left. A file that is there already stays."""
        whole, size, number = hashlib.sha256(), 0, 0
        async with self._pool.connection() as conn, conn.transaction():
            async for piece in _pieces(content):
                whole.update(piece)
                size += len(piece)
                await conn.execute(_PIECE, (new.file_id, number, piece))
                number += 1
            said = (new.file_id, new.project_id, new.execution_id, new.name, new.mime)
            await conn.execute(_FILE, (*said, size, whole.hexdigest()))
            (stored,) = await _find(conn, new.project_id, [new.file_id])
        return stored

    async def find(self, project_id: UUID, file_ids: Collection[UUID]) -> list[StoredFile]:
        """Those that there are, in no order."""
        async with self._pool.connection() as conn:
            return await _find(conn, project_id, file_ids)

    async def read(
        self, project_id: UUID, file: StoredFile, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        """Its bytes from ``start`` up to ``stop``. Between two pieces no connection is held, so that a slow
        reader keeps nobody waiting. Raises :class:`FileGone`."""
        stop = file.size if stop is None else min(stop, file.size)
        while start < stop:
            number, offset = divmod(start, PIECE)
            async with self._pool.connection() as conn:
                row = await (await conn.execute(_READ, (number, project_id, file.file_id))).fetchone()
            if row is None:
                raise FileGone(f"the file {file.file_id} was deleted while it was read")
            piece = row[0][offset : offset + stop - start]
            start += len(piece)
            yield piece

    async def list(
        self,
        project_id: UUID,
        *,
        execution_id: UUID | None = None,
        before: tuple[datetime | None, UUID | None] = (None, None),
        limit: int,
    ) -> list[StoredFile]:
        """Newest first, from behind this time and id on."""
        place = (*before, _LAST_ID, limit)
        async with self._pool.connection() as conn, conn.cursor(row_factory=class_row(StoredFile)) as cursor:
            if execution_id:
                await cursor.execute(_OF_EXECUTION, (execution_id, project_id, *place))
            else:
                await cursor.execute(_OF_PROJECT, (project_id, *place))
            return await cursor.fetchall()

    async def delete(self, project_id: UUID, file_id: UUID) -> bool:
        """Whether there was one."""
        async with self._pool.connection() as conn:
            return bool((await conn.execute(_DELETE, (project_id, file_id))).rowcount)


async def _find(conn: AsyncConnection, project_id: UUID, file_ids: Collection[UUID]) -> list[StoredFile]:
    async with conn.cursor(row_factory=class_row(StoredFile)) as cursor:
        return await (await cursor.execute(_FIND, (project_id, list(file_ids)))).fetchall()


async def _pieces(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, in pieces of the one length."""
    waiting = bytearray()
    async for data in content:
        waiting += data
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)
