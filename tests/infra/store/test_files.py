"""Files: whole or not at all, in pieces, and each in its project."""

import asyncio
import hashlib
import tracemalloc
from collections.abc import AsyncIterator
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from domain.files import NewFile, StoredFile
from domain.ids import derived_id, new_id
from infra.store.files import PIECE, FileGone, PostgresFiles
from tests.conftest import Database

PROJECT, OTHER, EXECUTION = new_id(), new_id(), new_id()
MEGABYTE = 1024 * 1024


@pytest.fixture
def files(pool: AsyncConnectionPool) -> PostgresFiles:
    return PostgresFiles(pool)


async def parts(*data: bytes) -> AsyncIterator[bytes]:
    for each in data:
        yield each


def new(name: str = "a.bin", file_id: UUID | None = None, execution_id: UUID | None = None) -> NewFile:
    return NewFile(
        file_id=file_id or new_id(),
        project_id=PROJECT,
        name=name,
        mime="application/octet-stream",
        execution_id=execution_id,
    )


async def content_of(files: PostgresFiles, stored: StoredFile, *range: int) -> bytes:
    return b"".join([piece async for piece in files.read(PROJECT, stored, *range)])


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
async def test_what_was_saved_comes_back(files: PostgresFiles, size: int) -> None:
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    stored = await files.save(new("Ünï ☂.csv"), parts(data[:7], data[7:100_000], data[100_000:]))
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert await content_of(files, stored) == data
    assert await files.find(PROJECT, [stored.file_id]) == [stored]
    assert stored.reference() == {
        "file_id": str(stored.file_id),
        "name": "Ünï ☂.csv",
        "mime": "application/octet-stream",
        "size": size,
    }


async def test_any_part_of_it_can_be_read(files: PostgresFiles) -> None:
    data = bytes(range(251)) * 10_000
    stored = await files.save(new(), parts(data))
    for start, stop in ((0, 1), (PIECE - 1, PIECE + 1), (PIECE, PIECE), (5, len(data) + 5), (len(data), 9)):
        assert await content_of(files, stored, start, stop) == data[start:stop]


async def test_neither_writing_nor_reading_holds_it_in_memory(files: PostgresFiles) -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(32):
            yield bytes(MEGABYTE)

    tracemalloc.start()
    stored = await files.save(new(), much())
    read = 0
    async for piece in files.read(PROJECT, stored):
        read += len(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 32 * MEGABYTE
    assert peak < 12 * MEGABYTE


async def test_one_that_breaks_off_leaves_nothing(files: PostgresFiles, database: Database) -> None:
    async def breaking_off() -> AsyncIterator[bytes]:
        yield bytes(2 * MEGABYTE)
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        await files.save(new(), breaking_off())
    with psycopg.connect(database.owner_url) as conn:
        counted = conn.execute("SELECT (SELECT count(*) FROM files), (SELECT count(*) FROM file_chunks)")
        assert counted.fetchone() == (0, 0)


async def test_the_same_file_is_stored_once_even_by_two_at_the_same_moment(
    files: PostgresFiles, database: Database
) -> None:
    again = derived_id("file", "x")
    both = await asyncio.gather(*(files.save(new(file_id=again), parts(bytes(PIECE + 5))) for _ in range(2)))
    assert both[0] == both[1]
    with psycopg.connect(database.owner_url) as conn:
        assert conn.execute("SELECT count(*) FROM file_chunks").fetchone() == (2,)


async def test_in_another_project_it_is_not_there(files: PostgresFiles) -> None:
    stored = await files.save(new(), parts(b"secret"))
    assert await files.find(OTHER, [stored.file_id]) == []
    with pytest.raises(FileGone):
        [piece async for piece in files.read(OTHER, stored)]
    assert await files.list(OTHER, limit=10) == []
    assert not await files.delete(OTHER, stored.file_id)
    assert await content_of(files, stored) == b"secret"


async def test_a_deleted_one_leaves_nothing(files: PostgresFiles, database: Database) -> None:
    stored = await files.save(new(), parts(b"abc"))
    assert await files.delete(PROJECT, stored.file_id)
    assert not await files.delete(PROJECT, stored.file_id)
    with pytest.raises(FileGone):
        await content_of(files, stored)
    with psycopg.connect(database.owner_url) as conn:
        assert conn.execute("SELECT count(*) FROM file_chunks").fetchone() == (0,)


async def test_they_are_listed_newest_first_a_page_at_a_time(files: PostgresFiles) -> None:
    saved = [
        await files.save(new(str(n), execution_id=EXECUTION if n % 2 else None), parts(b"")) for n in range(5)
    ]
    page = await files.list(PROJECT, limit=3)
    rest = await files.list(PROJECT, limit=3, before=(page[-1].created_at, page[-1].file_id))
    assert [file.name for file in page + rest] == ["4", "3", "2", "1", "0"]
    of_execution = await files.list(PROJECT, execution_id=EXECUTION, limit=9)
    assert [file.name for file in of_execution] == ["3", "1"]
    assert of_execution[0] == saved[3]


async def test_the_application_cant_change_one(files: PostgresFiles, database: Database) -> None:
    stored = await files.save(new(), parts(b"abc"))
    for statement in (
        "UPDATE files SET name = 'x'",
        "UPDATE file_chunks SET data = ''",
        "TRUNCATE file_chunks",
    ):
        with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute(statement.encode())
    assert await content_of(files, stored) == b"abc"
