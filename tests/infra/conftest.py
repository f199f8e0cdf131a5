from collections.abc import AsyncIterator

import pytest
from psycopg_pool import AsyncConnectionPool

from infra.run_queue import PostgresRunQueue
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.pool import make_pool
from tests.conftest import Database
from tests.infra.rows import Rows


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[AsyncConnectionPool]:
    async with make_pool(database.url, 8) as pool:
        yield pool


@pytest.fixture
async def store(database: Database, pool: AsyncConnectionPool) -> AsyncIterator[PostgresEventStore]:
    with Tape(database.url) as tape:
        store = PostgresEventStore(pool, tape)
        yield store
        store.close()


@pytest.fixture
def queue(database: Database, pool: AsyncConnectionPool) -> PostgresRunQueue:
    """Of a worker whose leases nobody renews."""
    return PostgresRunQueue(database.url, pool, "one", lease_seconds=60)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database.url)
