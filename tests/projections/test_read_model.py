"""Looks at the read tables: read your writes, and consistent."""

import asyncio
import time
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from domain.ids import new_id
from infra.store.pool import make_pool
from projections.engine.catch_up import catch_up
from projections.groups import GROUPS
from projections.projected import Projected
from projections.read_model import ReadModel, ReadModelBehind
from tests.fixtures.postgres import Database
from tests.projections.live import live_projector
from tests.projections.stories import claimed, over, requested
from tests.projections.tape import Tape

Conn = psycopg.Connection[Any]


async def executions(conn: psycopg.AsyncConnection[Any]) -> int:
    row = await (await conn.execute("SELECT count(*) FROM read.executions")).fetchone()
    return int(row[0]) if row else 0


async def test_nothing_is_shown_before_a_projector_ran(read_model: ReadModel) -> None:
    begun = time.monotonic()
    with pytest.raises(ReadModelBehind):
        async with read_model.fresh():
            pass
    assert time.monotonic() - begun > 1.9
    with pytest.raises(ReadModelBehind):
        async with read_model.now():
            pass


async def test_what_was_written_before_is_seen(database: Database, tape: Tape, read_model: ReadModel) -> None:
    with live_projector(database.url):
        for count in range(1, 30):
            tape.append(new_id(), requested(), claimed(), over())
            async with read_model.fresh() as conn:
                assert await executions(conn) == count


async def test_it_gives_up_after_two_seconds_while_now_shows_what_is_there(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    tape.append(new_id(), requested())
    catch_up(conn, GROUPS)
    tape.append(new_id(), requested())
    with pytest.raises(ReadModelBehind) as behind:
        async with read_model.fresh():
            pass
    assert behind.value.retry_after == 1
    async with read_model.now() as reading:
        assert await executions(reading) == 1


async def test_waiters_go_on_as_soon_as_it_was_projected(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    catch_up(conn, GROUPS)
    tape.append(new_id(), requested())

    async def look() -> int:
        async with read_model.fresh() as reading:
            return await executions(reading)

    waiters = [asyncio.create_task(look()) for _ in range(20)]
    await asyncio.sleep(0)
    assert not any(waiter.done() for waiter in waiters)
    await asyncio.to_thread(catch_up, conn, GROUPS)
    assert await asyncio.wait_for(asyncio.gather(*waiters), 1) == [1] * 20


async def test_being_told_wakes_a_waiter_long_before_its_time(conn: Conn, database: Database) -> None:
    projected = Projected(database.url)
    waiting = asyncio.create_task(projected.wait(7, 30))
    try:
        async with asyncio.timeout(10):
            while not waiting.done():
                conn.execute("SELECT pg_notify('projected', '6'), pg_notify('projected', '7')")
                await asyncio.wait([waiting], timeout=0.02)
    finally:
        await projected.close()


async def test_one_look_is_one_snapshot_and_only_for_reading(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:
        assert await executions(reading) == 0
        tape.append(new_id(), requested())
        catch_up(conn, GROUPS)
        assert await executions(reading) == 0
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await reading.execute("DELETE FROM read.executions")


async def test_it_works_on_the_pool_that_processes_use(database: Database, conn: Conn, tape: Tape) -> None:
    tape.append(new_id(), requested())
    catch_up(conn, GROUPS)
    pool: AsyncConnectionPool[Any] = make_pool(database.url, 1)
    async with pool:
        model = ReadModel(pool)
        for _ in range(4):
            async with model.fresh() as reading:
                assert await executions(reading) == 1
        async with pool.connection() as plain:
            assert plain.autocommit
            assert plain.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        await model.close()
