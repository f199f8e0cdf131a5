"""Who is claimed next: by priority, and fairly by project, whatever stands in front."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from commands.ports import Append, Run
from domain.execution import events as e
from domain.ids import new_id
from domain.tape import Cause, Fact
from infra.run_queue import _CLAIM, PROJECTS, PostgresRunQueue, fire_timers, free_expired, rebuild_queue
from infra.slots import PostgresSlots
from infra.store.event_store import PostgresEventStore
from tests.conftest import Database
from tests.infra.rows import Rows, room
from tests.projections.stories import claimed, over, requested
from workers.engine.ports import Claim, Room


def ids(claims: list[Claim]) -> list[UUID]:
    return [claim.execution_id for claim in claims]


async def test_ten_thousand_of_one_project_do_not_keep_another_waiting(
    queue: PostgresRunQueue, rows: Rows
) -> None:
    crowd = rows.fill(10_000)
    few = [rows.fill(1)[0] for _ in range(3)]
    taken = ids(await queue.claim(room(5)))
    assert set(few) < set(taken)
    assert set(taken) - set(few) == set(crowd[:2])


async def test_turns_go_round_between_projects(queue: PostgresRunQueue, rows: Rows) -> None:
    one, two = rows.fill(20), rows.fill(3)
    taken = set(ids(await queue.claim(room(8))))
    assert taken == {*two, *one[:5]}


async def test_a_lower_number_goes_first_however_many_there_are(queue: PostgresRunQueue, rows: Rows) -> None:
    project = new_id()
    rows.fill(10_000, project, 3)
    webhook, manual = rows.fill(1, project, 1), rows.fill(1, project, 0)
    assert ids(await queue.claim(room(1))) == manual
    assert ids(await queue.claim(room(1))) == webhook


async def test_what_is_more_urgent_finds_more_room(queue: PostgresRunQueue, rows: Rows) -> None:
    bulk, webhook, manual = rows.fill(20, priority=3), rows.fill(20, priority=1), rows.fill(2, priority=0)
    graded = [6, 4, 3, 3, 3, 3, 3, 3, 3, 3]
    taken = ids(await queue.claim(room(6, by_priority=graded)))
    assert set(taken) == {*manual, *webhook[:2]}
    rows.run("DELETE FROM run_queue WHERE priority <= 1")
    assert set(ids(await queue.claim(room(6, by_priority=graded)))) == set(bulk[:3])
    manual = rows.fill(9, priority=0)
    assert set(ids(await queue.claim(room(2, by_priority=[2, 0, *[-1] * 8])))) == set(manual[:2])


async def test_a_project_is_left_some_places_and_no_more(queue: PostgresRunQueue, rows: Rows) -> None:
    crowd, other = new_id(), new_id()
    crowding, few = rows.fill(1000, crowd), rows.fill(3, other)
    share = [6] * 10
    taken = ids(await queue.claim(room(8, of_a_project=share)))
    assert set(taken) == {*crowding[:5], *few}
    rows.fill(9, other)
    taken = ids(await queue.claim(room(8, of_a_project=share, held=Counter({crowd: 5, other: 6}))))
    assert set(taken) == {crowding[5]}


async def test_a_claim_reads_little_however_many_are_queued(database: Database, rows: Rows) -> None:
    for _ in range(20):
        rows.fill(5_000, priority=3)
    with psycopg.connect(database.owner_url, autocommit=True) as conn:
        for analyzed in (False, True):
            if analyzed:
                conn.execute("VACUUM ANALYZE run_queue")
            plan, blocks = explained(conn, room(32))
            assert "Seq Scan" not in plan
            assert blocks < 2_000
            conn.execute("UPDATE run_queue SET owner = NULL")


def explained(conn: psycopg.Connection[Any], wanted: Room) -> tuple[str, int]:
    """The plan of a claim, and how many pages it read."""
    values = {
        "limit": wanted.most,
        "room": list(wanted.by_priority),
        "share": list(wanted.of_a_project),
        "projects": [new_id()],
        "held": [3],
        "owner": "one",
        "lease": 8.0,
    }
    row = conn.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {_CLAIM}".encode(), values).fetchone()
    assert row
    return json.dumps(row[0]), row[0][0]["Plan"]["Shared Hit Blocks"]


async def test_every_project_gets_its_turn_even_beyond_those_looked_at_once(
    queue: PostgresRunQueue, rows: Rows
) -> None:
    everybody = {rows.fill(1)[0] for _ in range(PROJECTS + 20)}
    taken = ids(await queue.claim(room(PROJECTS + 20)))
    assert len(taken) >= PROJECTS
    taken += ids(await queue.claim(room(PROJECTS)))
    assert set(taken) == everybody


async def test_what_is_not_ready_yet_is_left(queue: PostgresRunQueue, rows: Rows) -> None:
    ready, later, waiting = rows.fill(1), rows.fill(1), rows.fill(1)
    rows.run("UPDATE run_queue SET ready_at = now() + interval '1 hour' WHERE execution_id = ANY(%s)", later)
    rows.run("UPDATE run_queue SET ready_at = 'infinity' WHERE execution_id = ANY(%s)", waiting)
    assert ids(await queue.claim(room(9))) == ready


async def test_nothing_that_waits_is_looked_at(database: Database, rows: Rows) -> None:
    rows.fill(5_000)
    rows.run("UPDATE run_queue SET ready_at = 'infinity'")
    with psycopg.connect(database.owner_url, autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE run_queue")
        for index in ("run_queue_ready", "run_queue_unclaimed"):
            row = conn.execute("SELECT pg_relation_size(%s::regclass)", [index]).fetchone()
            conn.execute("REINDEX TABLE run_queue")
            row = conn.execute("SELECT pg_relation_size(%s::regclass)", [index]).fetchone()
            assert row == (8192,), f"{index} has more than its first page"


async def test_two_workers_never_take_the_same(
    database: Database, pool: AsyncConnectionPool, queue: PostgresRunQueue, rows: Rows
) -> None:
    everything = rows.fill(60) + rows.fill(60)
    other = PostgresRunQueue(database.url, pool, "other", lease_seconds=60)
    taken: list[UUID] = []
    while len(taken) < len(everything):
        for claims in await asyncio.gather(*(each.claim(room(7)) for each in (queue, other) * 2)):
            taken += ids(claims)
    assert sorted(taken) == sorted(everything)


@pytest.mark.parametrize("given_back", [False, True])
async def test_a_claim_after_one_that_was_lost_says_so(
    queue: PostgresRunQueue, rows: Rows, given_back: bool
) -> None:
    rows.fill(1)
    [first] = await queue.claim(room(1))
    assert (first.epoch, first.after_loss) == (1, False)
    await (queue.give_back() if given_back else queue.give_back_one(first))
    [second] = await queue.claim(room(1))
    assert (second.epoch, second.after_loss) == (2, not given_back)


async def test_leases_are_renewed_past_one_that_is_being_ended(
    queue: PostgresRunQueue, rows: Rows, database: Database
) -> None:
    """Waiting for it, they would hold what whoever ends several at once waits for."""
    rows.fill(2)
    ending, other = ids(await queue.claim(room(2)))
    rows.run("UPDATE run_queue SET lease_until = now() + interval '1 second'")
    with psycopg.connect(database.url) as end:
        end.execute("DELETE FROM run_queue WHERE execution_id = %s", [ending])
        queue.start(lambda: [ending, other])
        renewed = "SELECT 1 FROM run_queue WHERE execution_id = %s AND lease_until > now() + interval '30 s'"
        async with asyncio.timeout(20):
            while not rows.run(renewed, other):  # noqa: ASYNC110 — a thread renews them
                await asyncio.sleep(0.02)
    queue.stop()


async def test_a_lost_lease_is_handed_on_past_one_that_is_being_ended(
    queue: PostgresRunQueue, rows: Rows, database: Database
) -> None:
    rows.fill(2)
    ending, lost = ids(await queue.claim(room(2)))
    rows.run("UPDATE run_queue SET lease_until = now() - interval '1 second'")
    with psycopg.connect(database.url) as end, psycopg.connect(database.url, autocommit=True) as conn:
        conn.execute("SET lock_timeout = '10s'")
        end.execute("DELETE FROM run_queue WHERE execution_id = %s", [ending])
        assert free_expired(conn) == [lost]


async def test_a_timer_wakes_what_waits(queue: PostgresRunQueue, rows: Rows, database: Database) -> None:
    [due], [early] = rows.fill(1), rows.fill(1)
    rows.run("UPDATE run_queue SET ready_at = 'infinity'")
    rows.run("INSERT INTO timers VALUES (%s, now()), (%s, now() + interval '1 hour')", due, early)
    with psycopg.connect(database.url, autocommit=True) as conn:
        assert fire_timers(conn) == [due]
        assert fire_timers(conn) == []
    assert ids(await queue.claim(room(9))) == [due]


async def test_a_timer_leaves_alone_what_somebody_is_ending(
    queue: PostgresRunQueue, rows: Rows, database: Database
) -> None:
    """Locking the timer before the row of the queue, the two would wait for each other."""
    [ending] = rows.fill(1)
    rows.run("INSERT INTO timers VALUES (%s, now())", ending)
    with psycopg.connect(database.url) as end, psycopg.connect(database.url, autocommit=True) as conn:
        for either in (end, conn):
            either.execute("SET lock_timeout = '10s'")
        end.execute("DELETE FROM run_queue WHERE execution_id = %s", [ending])
        with conn.transaction():
            assert fire_timers(conn) == []
            assert end.execute("DELETE FROM timers WHERE execution_id = %s", [ending]).rowcount == 1


async def test_a_lost_queue_is_made_again_from_the_tape(
    store: PostgresEventStore, queue: PostgresRunQueue, rows: Rows, database: Database
) -> None:
    cause = Cause(project_id=new_id(), actor="user:1")
    begun, ended, waits = new_id(), new_id(), new_id()
    story: dict[UUID, list[Any]] = {begun: [claimed(7)], ended: [claimed(), over()], waits: []}
    for execution_id, events in story.items():
        first, data = requested({"nul": "\0"}, priority=2)
        facts = [Fact(event=first, data=data)]
        run = Run(execution_id=execution_id, priority=2)
        await store.append(Append(stream_id=execution_id, expected=0, facts=facts, cause=cause, enqueue=run))
        for event in events:
            is_end = isinstance(event, e.ExecutionCompleted)
            append = Append(
                stream_id=execution_id,
                expected=None,
                facts=[Fact(event=event)],
                cause=cause,
                epoch=7,
                dequeue=is_end,
            )
            await store.append(append)
    rows.run("DELETE FROM run_queue WHERE execution_id <> %s", waits)
    rows.run("UPDATE run_queue SET ready_at = 'infinity'")
    with psycopg.connect(database.url, autocommit=True) as conn:
        assert rebuild_queue(conn) == 2
    claims = {claim.execution_id: claim.epoch for claim in await queue.claim(room(9))}
    assert claims == {begun: 8, waits: 1}
    assert set(rows.projects([begun, waits])) == {cause.project_id}


async def test_a_queue_made_again_from_the_tape_keeps_the_pace_that_was_asked_for(
    store: PostgresEventStore, queue: PostgresRunQueue, rows: Rows, database: Database
) -> None:
    cause, now = Cause(project_id=new_id(), actor="user:1"), datetime.now(UTC)
    moments = {new_id(): now - timedelta(hours=1), new_id(): now + timedelta(hours=1)}
    for execution_id, moment in moments.items():
        event = replace(requested()[0], not_before=moment.isoformat())
        await store.append(Append(stream_id=execution_id, expected=0, facts=[Fact(event=event)], cause=cause))
    past, future = moments
    with psycopg.connect(database.url, autocommit=True) as conn:
        assert rebuild_queue(conn) == 2
    assert ids(await queue.claim(room(9))) == [past]
    [ready_at] = rows.run("SELECT ready_at FROM run_queue WHERE execution_id = %s", future)
    assert ready_at == (moments[future],)


async def test_slots_that_were_lost_are_made_again_from_the_tape(
    store: PostgresEventStore,
    queue: PostgresRunQueue,
    rows: Rows,
    pool: AsyncConnectionPool,
    database: Database,
) -> None:
    cause, slot = Cause(project_id=new_id(), actor="user:1"), e.Slot(key="k", limit=1)
    has_begun, is_parked, without = new_id(), new_id(), new_id()
    story: dict[UUID, list[Any]] = {
        has_begun: [replace(claimed(1), slot=slot), claimed(2)],
        is_parked: [e.ExecutionParked(slot=slot, message="nul \0")],
        without: [claimed(1)],
    }
    for execution_id, events in story.items():
        facts = [Fact(event=event) for event in (requested()[0], *events)]
        await store.append(Append(stream_id=execution_id, expected=0, facts=facts, cause=cause))
    with psycopg.connect(database.url, autocommit=True) as conn:
        assert rebuild_queue(conn) == 3
    assert rows.run("SELECT execution_id, key, most, acquired_at IS NOT NULL FROM concurrency") == [
        (has_begun, "k", 1, True)
    ]
    await queue.claim(room(9))
    slots = PostgresSlots(pool, queue.owner)
    assert await slots.acquire(is_parked, "k", 1) == "parked"
