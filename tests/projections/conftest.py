from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

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
