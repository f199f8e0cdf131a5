from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from projections.read_model import ReadModel
from tests.fixtures.postgres import Database
from tests.projections.tape import Tape


@pytest.fixture
def conn(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """As the application, in autocommit."""
    with psycopg.connect(database.url, autocommit=True) as conn:
        yield conn


@pytest.fixture
def tape(conn: psycopg.Connection[Any]) -> Tape:
    return Tape(conn)


@pytest.fixture
async def read_model(database: Database) -> AsyncIterator[ReadModel]:
    async with AsyncConnectionPool(database.url, min_size=1, max_size=4, open=False) as pool:
        model = ReadModel(pool)
        yield model
        await model.close()
