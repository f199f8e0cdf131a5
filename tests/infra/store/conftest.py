from collections.abc import AsyncIterator

import pytest
from psycopg_pool import AsyncConnectionPool

from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.pool import make_pool
from tests.conftest import Database


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[AsyncConnectionPool]:
    async with make_pool(database.url) as pool:
        yield pool


@pytest.fixture
async def store(database: Database, pool: AsyncConnectionPool) -> AsyncIterator[PostgresEventStore]:
    with Tape(database.url) as tape:
        store = PostgresEventStore(pool, tape)
        yield store
        store.close()
