"""Postgres commits, and the connection breaks before the answer arrives."""

import asyncio
from uuid import UUID

from commands.ports import Append
from domain.execution.events import CancelRequested
from domain.ids import new_id
from domain.tape import Cause, Fact
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.pool import make_pool
from tests.conftest import Database
from tests.fixtures.folders import short_folder
from tests.infra.store.proxy import Proxy

CAUSE = Cause(project_id=new_id(), actor="user:1")


def one_more(stream: UUID, expected: int) -> Append:
    facts = [Fact(event=CancelRequested(by=f"after {expected}"))]
    return Append(stream_id=stream, expected=expected, facts=facts, cause=CAUSE)


async def test_a_commit_whose_answer_was_lost_has_succeeded_and_is_stored_once(database: Database) -> None:
    stream = new_id()
    with short_folder() as folder:
        async with Proxy(database.url, folder) as proxy, make_pool(database.url) as pool:
            with await asyncio.to_thread(Tape, proxy.url) as tape:
                store = PostgresEventStore(pool, tape)
                await store.append(one_more(stream, 0))
                proxy.swallow_next_answer()
                appended = await store.append(one_more(stream, 1))
                assert proxy.swallowed
                assert appended.version == 2
                assert (await store.append(one_more(stream, 2))).version == 3
                assert [r.event.by for r in await store.load(stream)] == ["after 0", "after 1", "after 2"]
                store.close()
