"""No more executions at the same time than a key has slots; whoever has waited longest goes next."""

import asyncio
import contextlib
import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from commands.ports import Append, Run, VersionConflict
from domain.execution import events as e
from domain.ids import new_id
from domain.tape import Cause, Fact
from infra.run_queue import PostgresRunQueue, fire_timers, wake_called
from infra.slots import PostgresSlots
from infra.store.event_store import PostgresEventStore
from tests.conftest import Database
from tests.infra.rows import Rows, room
from tests.projections.stories import over
from workers.engine.ports import Claim, SlotAnswer

KEY = "a workflow: and a key"


class Ground:
    """One worker that claims, and a tape on which executions end."""

    def __init__(
        self, store: PostgresEventStore, queue: PostgresRunQueue, slots: PostgresSlots, rows: Rows
    ) -> None:
        self.store, self.queue, self.slots, self.rows = store, queue, slots, rows
        self.cause = Cause(project_id=new_id(), actor="worker:one")

    async def claimed(self, count: int, priority: int = 1) -> list[UUID]:
        """Executions that this worker works on, oldest first."""
        made = self.rows.fill(count, priority=priority)
        taken = {claim.execution_id for claim in await self.queue.claim(room(count))}
        return [execution_id for execution_id in made if execution_id in taken]

    async def append(
        self, execution_id: UUID, event: object, *, dequeue: bool = False, expected: int | None = None
    ) -> None:
        enqueue = None if dequeue else Run(execution_id=execution_id, priority=1)
        append = Append(
            stream_id=execution_id,
            expected=expected,
            facts=[Fact(event=event)],
            cause=self.cause,
            enqueue=enqueue,
            dequeue=dequeue,
        )
        await self.store.append(append)

    async def end(self, execution_id: UUID) -> None:
        await self.append(execution_id, over(), dequeue=True)

    async def ask(self, execution_id: UUID, limit: int = 1, **how: Any) -> SlotAnswer:
        return await self.slots.acquire(execution_id, KEY, limit, **how)

    async def acquire(self, execution_id: UUID, limit: int = 1) -> bool:
        return await self.ask(execution_id, limit) == "acquired"

    def left(self) -> int:
        return len(self.rows.run("SELECT 1 FROM concurrency"))


@pytest.fixture
def ground(
    store: PostgresEventStore, queue: PostgresRunQueue, pool: AsyncConnectionPool, rows: Rows
) -> Ground:
    return Ground(store, queue, PostgresSlots(pool, queue.owner), rows)


async def test_as_many_as_the_limit_and_the_next_is_parked(ground: Ground) -> None:
    first, second, third = await ground.claimed(3)
    assert [await ground.acquire(each, 2) for each in (first, second, third)] == [True, True, False]
    assert await ground.acquire(first, 2), "it has its slot already"
    assert ground.rows.ready() == set()
    owners = ground.rows.run("SELECT owner IS NULL FROM run_queue WHERE execution_id = %s", third)
    assert owners == [(True,)]


async def test_other_keys_are_free(ground: Ground) -> None:
    first, second = await ground.claimed(2)
    assert await ground.slots.acquire(first, "one", 1) == "acquired"
    assert await ground.slots.acquire(second, "another", 1) == "acquired"


async def test_the_end_of_one_wakes_whoever_has_waited_longest(ground: Ground) -> None:
    first, second, third = await ground.claimed(3)
    for each in (first, second, third):
        await ground.acquire(each)
    await ground.end(first)
    assert ground.rows.ready() == {second}
    [claim] = await ground.queue.claim(room(9))
    assert (claim.execution_id, claim.after_loss) == (second, False)
    assert await ground.acquire(second)
    await ground.end(second)
    assert ground.rows.ready() == {third}


async def test_nobody_overtakes_those_who_wait(ground: Ground) -> None:
    first, second, third = await ground.claimed(3)
    await ground.acquire(first)
    await ground.acquire(second)
    await ground.end(first)
    assert not await ground.acquire(third), "the slot is the second one's, although it hasn't come yet"


async def test_the_end_of_a_parked_one_frees_nothing(ground: Ground) -> None:
    first, second, third = await ground.claimed(3)
    for each in (first, second, third):
        await ground.acquire(each)
    await ground.end(second)
    assert ground.rows.ready() == set()
    await ground.end(first)
    assert ground.rows.ready() == {third}
    assert ground.left() == 1


async def test_one_that_leaves_stays_its_owners_and_is_forgotten(ground: Ground) -> None:
    first, second = await ground.claimed(2)
    await ground.acquire(first)
    assert await ground.ask(second, otherwise="leave") == "left"
    assert ground.left() == 1
    await ground.end(first)
    assert await ground.ask(second, otherwise="leave") == "acquired"


async def test_one_that_only_asks_stays_its_owners_and_keeps_its_place(ground: Ground) -> None:
    first, second, third = await ground.claimed(3)
    await ground.acquire(first)
    assert await ground.ask(second, otherwise="keep") == "asked"
    assert await ground.ask(third) == "parked"
    await ground.end(first)
    assert ground.rows.ready() == set(), "its turn, and somebody works on it"
    assert await ground.ask(second) == "acquired"


async def test_who_runs_within_another_shares_its_slot(ground: Ground) -> None:
    holder, called, of_called, other = await ground.claimed(4)
    await ground.acquire(holder)
    assert await ground.ask(called, within=[holder]) == "shared"
    assert await ground.ask(of_called, within=[called, holder]) == "shared"
    assert await ground.ask(other, within=[new_id()]) == "parked"
    await ground.end(called)
    assert ground.rows.ready() == set()
    await ground.end(holder)
    assert ground.rows.ready() == {other}


async def test_a_caller_without_a_slot_of_the_key_has_none_to_share(ground: Ground) -> None:
    holder, caller, called = await ground.claimed(3)
    await ground.acquire(holder)
    await ground.slots.acquire(caller, "another key", 1)
    assert await ground.ask(called, within=[caller]) == "parked"


async def test_urgent_ones_go_before_those_who_have_waited_longer(ground: Ground) -> None:
    first, second = await ground.claimed(2)
    [urgent] = await ground.claimed(1, priority=0)
    for each in (first, second, urgent):
        await ground.acquire(each)
    await ground.end(first)
    assert ground.rows.ready() == {urgent}


async def test_another_limit_counts_from_the_next_time_on(ground: Ground) -> None:
    first, second, third, fourth = await ground.claimed(4)
    for each in (first, second):
        assert await ground.acquire(each, 2)
    assert not await ground.acquire(third, 1)
    await ground.end(first)
    assert ground.rows.ready() == set(), "the limit is one by now, and the second has that slot"
    assert await ground.acquire(fourth, 3)
    assert ground.rows.ready() == {third}


async def test_the_limit_is_what_the_newest_says_not_who_comes_again(ground: Ground) -> None:
    first, second, third = await ground.claimed(3)
    await ground.acquire(first, 1)
    await ground.acquire(second, 1)
    assert await ground.ask(third, 2, otherwise="keep") == "asked"
    assert ground.rows.ready() == {second}
    [claim] = await ground.queue.claim(room(1))
    assert await ground.acquire(claim.execution_id, 1)
    assert ground.rows.run("SELECT DISTINCT most FROM concurrency") == [(2,)]


async def test_the_older_ones_are_all_but_so_many_of_the_newest_before_it(ground: Ground) -> None:
    executions = await ground.claimed(4)
    for each in executions:
        await ground.acquire(each, 2)
    first, second, third, fourth = executions
    assert await ground.slots.older(first, 0) == []
    assert await ground.slots.older(third, 0) == [second, first]
    assert await ground.slots.older(fourth, 1) == [second, first]
    await ground.end(first)
    assert await ground.slots.older(fourth, 1) == [second]


async def test_who_lost_the_execution_gets_no_slot_for_it(ground: Ground) -> None:
    [one] = await ground.claimed(1)
    await ground.end(one)
    assert await ground.ask(one) == "lost"
    [two] = await ground.claimed(1)
    ground.rows.run("UPDATE run_queue SET owner = 'somebody else'")
    assert await ground.ask(two) == "lost"
    assert ground.left() == 0


async def test_a_cancel_on_its_way_into_the_park_is_not_missed(ground: Ground) -> None:
    first, second = await ground.claimed(2)
    await ground.acquire(first)
    await ground.append(second, e.CancelRequested(by="somebody"))
    assert not await ground.acquire(second)
    assert ground.rows.ready() == {second}


async def test_a_parked_one_has_its_deadline(ground: Ground, database: Database) -> None:
    first, second = await ground.claimed(2)
    await ground.acquire(first)
    await ground.slots.acquire(second, KEY, 1, wake_at=datetime.now(UTC))
    with psycopg.connect(database.url, autocommit=True) as conn:
        assert fire_timers(conn) == [second]
    assert ground.rows.ready() == {second}


async def test_what_is_dropped_frees_its_slot(ground: Ground) -> None:
    ground.rows.fill(2)
    first, second = await ground.queue.claim(room(2))
    await ground.acquire(first.execution_id)
    await ground.acquire(second.execution_id)
    await ground.queue.drop(first)
    assert ground.rows.ready() == {second.execution_id}


async def test_a_wake_up_that_got_lost_is_made_good_by_the_sweep(ground: Ground, database: Database) -> None:
    first, second, waits = await ground.claimed(3)
    await ground.acquire(first, 2)
    await ground.acquire(waits, 2)
    assert not await ground.acquire(second, 2)
    await ground.end(first)
    ground.rows.run("UPDATE run_queue SET ready_at = 'infinity', owner = NULL")
    with psycopg.connect(database.url, autocommit=True) as conn:
        assert wake_called(conn) == [second]
        assert wake_called(conn) == []


async def test_ten_thousand_parked_are_no_burden_to_whoever_ends(ground: Ground) -> None:
    first, second = await ground.claimed(2)
    await ground.acquire(first)
    ground.rows.run(
        "INSERT INTO concurrency (execution_id, project_id, priority, key, most, asked_at, parked)"
        " SELECT gen_random_uuid(), %s, 1, %s, 1, now() + n * interval '1 s', true"
        " FROM generate_series(1, 10000) AS n",
        ground.cause.project_id,
        KEY,
    )
    await ground.acquire(second)
    await ground.end(first)
    assert ground.rows.ready() == {second}


async def test_however_it_crosses_nobody_is_forgotten_or_let_in_too_many(
    ground: Ground, database: Database, pool: AsyncConnectionPool
) -> None:
    """Workers that acquire and end, while others cancel: no deadlock, and in the end all have run once."""
    limits = {"a": 2, "b": 1}
    key_of = {execution: random.choice("ab") for execution in ground.rows.fill(60)}
    running, most, ended = Counter[str](), Counter[str](), Counter[UUID]()

    async def work(name: str) -> None:
        queue = PostgresRunQueue(database.url, pool, name, lease_seconds=60)
        slots = PostgresSlots(pool, queue.owner)
        while len(ended) < len(key_of):
            claims = await queue.claim(room(4))
            await asyncio.gather(*(drive(slots, claim) for claim in claims))
            await asyncio.sleep(0)

    async def drive(slots: PostgresSlots, claim: Claim) -> None:
        key = key_of[claim.execution_id]
        if await slots.acquire(claim.execution_id, key, limits[key]) != "acquired":
            return
        running[key] += 1
        most[key] = max(most[key], running[key])
        await asyncio.sleep(random.random() / 100)
        running[key] -= 1
        await ground.end(claim.execution_id)
        ended[claim.execution_id] += 1

    async def disturb() -> None:
        while len(ended) < len(key_of):
            if some := [each for each in key_of if each not in ended]:
                await nudge(random.choice(some))

    async def nudge(execution_id: UUID) -> None:
        """As a cancel does it: an event, and a wake-up in the same transaction."""
        last = await ground.store.last(execution_id)
        if last is None or not isinstance(last.event, e.TERMINAL):
            with contextlib.suppress(VersionConflict):
                asked = e.CancelRequested(by="somebody")
                await ground.append(execution_id, asked, expected=last.version if last else 0)

    async with asyncio.timeout(60):
        await asyncio.gather(*(work(f"w{n}") for n in range(3)), disturb())
    assert set(ended.values()) == {1}
    assert len(ended) == len(key_of)
    assert most <= Counter(limits)
    assert ground.left() == 0
    [(deadlocks,)] = ground.rows.run(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    )
    assert deadlocks == 0
