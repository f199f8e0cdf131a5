"""What command handlers are given: the real tape in a database of the test's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from commands.context import Context
from domain.ids import new_id
from domain.tape import Cause
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.pool import make_pool
from tests.fixtures.postgres import Database
from workers.nodes.registry import Catalogue


class NobodyRings:
    """Commands on workflows start nothing."""

    def ring(self, execution_id: UUID) -> None:
        raise AssertionError(f"rang for {execution_id}")


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
async def store(database: Database) -> AsyncIterator[PostgresEventStore]:
    pool = make_pool(database.url)
    await pool.open()
    tape = Tape(database.url)
    store = PostgresEventStore(pool, tape)
    yield store
    store.close()
    tape.close()
    await pool.close()


@pytest.fixture
def context(store: PostgresEventStore) -> Context:
    return Context(store=store, doorbell=NobodyRings(), nodes=Catalogue(), clock=SystemClock())


@pytest.fixture
def cause() -> Cause:
    return Cause(project_id=new_id(), actor="user:ada")
