"""What an owner stores only if nobody has told it anything in the meantime."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from commands.ports import Append, Run
from domain.execution.state import Execution, NodeRun
from domain.graph import Graph
from domain.ids import new_id
from domain.tape import Cause, Fact, Recorded
from infra.run_queue import PostgresRunQueue
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.pool import make_pool
from tests.conftest import Database
from tests.infra.rows import Rows, room
from tests.projections.stories import claimed, completed, paused, requested, resumed, started, waiting
from workers.engine.journal import Journal, Lost

OWNED = "SELECT owner IS NOT NULL, ready_at = 'infinity' FROM run_queue"


class Owned:
    """An execution that this owner has claimed and that waits for an approval; others may append to it."""

    def __init__(self, store: PostgresEventStore) -> None:
        self.store, self.id = store, new_id()
        self.cause = Cause(project_id=new_id(), actor="worker:one")
        self.heard: list[Recorded] = []

    async def begin(self, queue: PostgresRunQueue) -> "Owned":
        event, data = requested()
        await self.append(Fact(event=event, data=data))
        assert await queue.claim(room(1))
        await self.append(Fact(event=claimed()), Fact(event=waiting("set", "approval")), epoch=1)
        history = await self.store.load(self.id)
        self.execution = Execution.begin(history[0].event, Graph({}, [], [], {}), 1)
        for recorded in history[1:]:
            self.execution.evolve(recorded.event)
        self.journal = Journal(
            self.store,
            execution_id=self.id,
            execution=self.execution,
            cause=self.cause,
            epoch=1,
            version=len(history),
            on_foreign=self.heard.extend,
            before_timer=lambda: None,
        )
        return self

    @property
    def run(self) -> NodeRun:
        return self.execution.open["set", 0]

    def told(self) -> bool:
        return self.run.resumed is not None

    async def append(self, *facts: Fact, epoch: int | None = None) -> None:
        enqueue = Run(execution_id=self.id, priority=0)
        append = Append(
            stream_id=self.id, expected=None, facts=facts, cause=self.cause, epoch=epoch, enqueue=enqueue
        )
        await self.store.append(append)

    async def answer(self) -> None:
        await self.append(Fact(event=resumed("set", "approve")))

    async def tape(self) -> list[str]:
        return [recorded.topic.removeprefix("execution.") for recorded in await self.store.load(self.id)]


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database.url)


@pytest.fixture
async def owned(database: Database) -> AsyncIterator[Owned]:
    async with make_pool(database.url, 4) as pool:
        with Tape(database.url) as tape:
            store = PostgresEventStore(pool, tape)
            yield await Owned(store).begin(PostgresRunQueue(database.url, pool, "one", lease_seconds=60))
            store.close()


def event_of(story: Any) -> Any:
    return story[0] if isinstance(story, tuple) else story


async def test_where_nobody_came_a_wait_ends_by_itself_and_nobody_can_answer_any_more(owned: Owned) -> None:
    assert await owned.journal.commit_unless(owned.told, started("set"))
    assert (await owned.tape())[-1] == "node_started"
    assert owned.run.status == "running"


async def test_an_answer_that_came_first_keeps_a_wait_from_ending_by_itself(owned: Owned) -> None:
    await owned.answer()
    assert not await owned.journal.commit_unless(owned.told, started("set"))
    assert (await owned.tape())[-1] == "resumed"
    assert owned.run.resumed
    assert (owned.run.status, owned.run.resumed.action) == ("waiting", "approve")
    assert [recorded.topic for recorded in owned.heard] == ["execution.resumed"]


async def test_what_was_heard_before_keeps_it_from_ending_by_itself_as_well(owned: Owned) -> None:
    await owned.answer()
    await owned.journal.look()
    assert not await owned.journal.commit_unless(owned.told, started("set"))
    assert (await owned.tape())[-1] == "resumed"


async def test_an_execution_that_was_answered_meanwhile_is_not_let_go(owned: Owned, rows: Rows) -> None:
    """Let go behind the answer, it would wait for what has happened."""
    await owned.answer()
    assert not await owned.journal.commit_unless(owned.told, paused("set"), release=True)
    assert rows.run(OWNED) == [(True, False)]
    assert (await owned.tape())[-1] == "resumed"


async def test_one_that_nobody_has_answered_is_let_go(owned: Owned, rows: Rows) -> None:
    assert await owned.journal.commit_unless(owned.told, paused("set"), release=True)
    assert rows.run(OWNED) == [(False, True)]
    await owned.answer()
    assert rows.run(OWNED) == [(False, False)]


@pytest.mark.parametrize("answered", [True, False])
async def test_what_was_buffered_is_stored_either_way(owned: Owned, answered: bool) -> None:
    if answered:
        await owned.answer()
    owned.journal.add(event_of(completed("other", {"main": []})))
    assert await owned.journal.commit_unless(owned.told, started("set")) is not answered
    tape = await owned.tape()
    assert tape[3:] == (["resumed", "node_completed"] if answered else ["node_completed", "node_started"])


async def test_whoever_has_lost_the_execution_stores_nothing_and_the_audit_says_so(
    owned: Owned, rows: Rows
) -> None:
    await owned.append(Fact(event=claimed(2)), epoch=2)
    with pytest.raises(Lost):
        await owned.journal.commit_unless(owned.told, started("set"))
    assert (await owned.tape())[-1] == "claimed"
    assert rows.run("SELECT count(*) FROM tape_events WHERE topic = 'audit.late_result_refused'") == [(1,)]


async def test_a_run_that_goes_on_after_its_wait_remembers_what_came(owned: Owned) -> None:
    """Its worker may be lost before it has ended: the next one has to know what it was told."""
    await owned.answer()
    await owned.journal.look()
    owned.journal.add(started("set"))
    assert owned.run.status == "running"
    assert owned.run.waiting
    assert owned.run.resumed
    assert (owned.run.waiting.kind, owned.run.resumed.action) == ("approval", "approve")


async def test_another_attempt_knows_nothing_of_what_the_one_before_waited_for(owned: Owned) -> None:
    await owned.answer()
    await owned.journal.look()
    owned.journal.add(started("set", attempt=2))
    assert owned.run.waiting is None
    assert owned.run.resumed is None
