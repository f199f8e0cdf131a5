"""Large data of executions: chunks, each stored once, read back in pages."""

from hashlib import sha256
from uuid import UUID

import psycopg
from psycopg_pool import AsyncConnectionPool

from domain.ids import new_id
from domain.json_text import dumps
from infra.store.payloads import PostgresPayloads
from tests.conftest import Database
from workers.ports import Chunk, Item

EXECUTION, PROJECT = new_id(), new_id()


def chunk(*numbers: int) -> tuple[bytes, Chunk]:
    items: list[Item] = [{"json": {"n": n, "text": "\x00 🦉", "big": 2**70}} for n in numbers]
    return dumps(items), Chunk(items, paired="identity")


async def test_what_was_saved_comes_back_with_its_lineage(pool: AsyncConnectionPool) -> None:
    payloads = PostgresPayloads(pool)
    saved = [chunk(1, 2), chunk(3)]
    output = await payloads.save(EXECUTION, PROJECT, saved)
    assert (output["items"], output["size"]) == (3, sum(len(raw) for raw, _ in saved))
    loaded = await payloads.load(_id(output["payload"]))
    assert [(c.items, c.paired) for c in loaded] == [(c.items, c.paired) for _, c in saved]


async def test_items_are_read_in_pages_across_chunks(pool: AsyncConnectionPool) -> None:
    payloads = PostgresPayloads(pool)
    output = await payloads.save(EXECUTION, PROJECT, [chunk(0, 1, 2), chunk(3, 4), chunk(5)])
    async with pool.connection() as conn:
        page = await payloads.items_of(conn, _id(output["payload"]), 2, 3)
        beyond = await payloads.items_of(conn, _id(output["payload"]), 6, 3)
    assert ([item["json"]["n"] for item in page], beyond) == ([2, 3, 4], [])


async def test_single_items_and_how_they_are_paired_are_read_alone(
    pool: AsyncConnectionPool, database: Database
) -> None:
    payloads = PostgresPayloads(pool)
    output = await payloads.save(EXECUTION, PROJECT, [chunk(0, 1, 2), chunk(3, 4), chunk(5)])
    assert await payloads.pairs(_id(output["payload"])) == [(n, "identity") for n in (3, 2, 1)]
    with psycopg.connect(database.owner_url) as conn:
        conn.execute("DELETE FROM payload_chunks WHERE hash = %s", [sha256(chunk(3, 4)[0]).hexdigest()])
    for wanted in ({5, 0, 2}, {1}):
        items = await payloads.items_at(_id(output["payload"]), wanted)
        assert {index: item["json"]["n"] for index, item in items.items()} == {n: n for n in wanted}


async def test_equal_chunks_of_an_execution_are_stored_once(
    pool: AsyncConnectionPool, database: Database
) -> None:
    payloads = PostgresPayloads(pool)
    await payloads.save(EXECUTION, PROJECT, [chunk(1), chunk(1), chunk(2)])
    await payloads.save(EXECUTION, PROJECT, [chunk(2)])
    with psycopg.connect(database.url) as conn:
        assert conn.execute("SELECT count(*) FROM payload_chunks").fetchone() == (2,)


async def test_of_dropped_data_there_is_nothing_to_read(pool: AsyncConnectionPool) -> None:
    async with pool.connection() as conn:
        assert await PostgresPayloads(pool).items_of(conn, new_id(), 0, 10) == []


def _id(text: str | None) -> UUID:
    assert text is not None
    return UUID(text)
