"""The append's promises, on a real Postgres."""

import asyncio
from uuid import UUID

import psycopg
import pytest

from commands.ports import Append, EventStore, Run, VersionConflict
from domain.execution.events import CancelRequested
from domain.ids import new_id
from domain.tape import Cause, Fact
from infra.store.log import Log
from infra.store.pool import make_pool
from tests.conftest import Database

PROJECT = new_id()
CAUSE = Cause(project_id=PROJECT, actor="user:1")


def facts(*names: str) -> list[Fact]:
    return [Fact(event=CancelRequested(by=name), data=name.encode()) for name in names]


def some(stream: UUID, expected: int | None, *names: str) -> Append:
    return Append(stream_id=stream, expected=expected, facts=facts(*names), cause=CAUSE)


async def test_events_come_back_in_order_with_their_data_and_envelope(store: EventStore) -> None:
    stream = new_id()
    appended = await store.append(some(stream, 0, "a", "b"))
    assert (appended.position, appended.version) == (2, 2)
    loaded = await store.load(stream)
    assert [(r.version, r.event.by, r.data, r.actor) for r in loaded] == [
        (1, "a", b"a", "user:1"),
        (2, "b", b"b", "user:1"),
    ]
    assert [r.version for r in await store.load(stream, after=1)] == [2]
    assert [r.version for r in await store.load(stream, upto=1)] == [1]


@pytest.mark.parametrize("wrong", [0, 1, 9])
async def test_another_version_than_the_expected_one_is_refused_and_burns_no_position(
    store: EventStore, wrong: int
) -> None:
    stream = new_id()
    await store.append(some(stream, 0, "a", "b"))
    with pytest.raises(VersionConflict) as refused:
        await store.append(some(stream, wrong, "c"))
    assert refused.value.current == 2
    assert (await store.append(some(stream, 2, "d"))).position == 3


async def test_of_appends_to_one_stream_at_the_same_moment_one_wins_and_the_others_are_refused(
    store: EventStore, database: Database
) -> None:
    stream = new_id()
    answers = await asyncio.gather(
        *(store.append(some(stream, 0, str(n))) for n in range(40)), return_exceptions=True
    )
    assert sum(isinstance(a, VersionConflict) for a in answers) == 39
    with psycopg.connect(database.url) as conn:
        row = conn.execute("SELECT count(*), max(notification_id) FROM tape_events").fetchone()
    assert row == (1, 1)


async def test_a_refused_append_refuses_what_follows_it_in_its_stream_but_nothing_else(
    store: EventStore,
) -> None:
    stream, other = new_id(), new_id()
    await store.append(some(stream, 0, "a"))
    answers = await asyncio.gather(
        store.append(some(stream, 0, "wrong")),
        store.append(some(stream, 1, "would fit if it were alone")),
        store.append(some(other, 0, "fits")),
        return_exceptions=True,
    )
    assert [type(a).__name__ for a in answers][2] == "Appended"
    assert isinstance(answers[0], VersionConflict)


async def test_positions_have_no_gaps_under_many_writers(store: EventStore, database: Database) -> None:
    streams = [new_id() for _ in range(30)]
    for version in (0, 2, 4):
        await asyncio.gather(*(store.append(some(s, version, "a", "b")) for s in streams))
    with psycopg.connect(database.url) as conn:
        rows = conn.execute("SELECT notification_id FROM tape_events ORDER BY 1").fetchall()
    assert [r[0] for r in rows] == list(range(1, 181))


async def test_an_append_repeated_because_its_answer_was_lost_has_succeeded(store: EventStore) -> None:
    stream = new_id()
    append = some(stream, 0, "a", "b")
    first = await store.append(append)
    assert await store.append(append) == first
    assert len(await store.load(stream)) == 2


async def test_without_an_expected_version_events_go_after_whatever_is_there(store: EventStore) -> None:
    stream = new_id()
    await asyncio.gather(*(store.append(some(stream, None, str(n))) for n in range(20)))
    assert [r.version for r in await store.load(stream)] == list(range(1, 21))


async def test_the_run_queue_row_comes_and_goes_with_the_events(
    store: EventStore, database: Database
) -> None:
    stream = new_id()
    enqueue = Run(execution_id=stream, priority=1)
    await store.append(Append(stream_id=stream, expected=0, facts=facts("a"), cause=CAUSE, enqueue=enqueue))
    with psycopg.connect(database.url, autocommit=True) as conn:
        queued = conn.execute("SELECT execution_id, project_id, priority FROM run_queue").fetchall()
        assert queued == [(stream, PROJECT, 1)]
        with pytest.raises(VersionConflict):
            await store.append(
                Append(stream_id=stream, expected=7, facts=facts("b"), cause=CAUSE, dequeue=True)
            )
        assert len(conn.execute("SELECT 1 FROM run_queue").fetchall()) == 1
        await store.append(Append(stream_id=stream, expected=1, facts=facts("b"), cause=CAUSE, dequeue=True))
        assert conn.execute("SELECT 1 FROM run_queue").fetchall() == []


@pytest.mark.parametrize(
    "statement", ["UPDATE tape_events SET topic = ''", "DELETE FROM tape_events", "TRUNCATE tape_events"]
)
def test_the_application_may_not_change_the_tape(database: Database, statement: str) -> None:
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute(statement.encode())


async def test_snapshots_are_found_up_to_a_version(store: EventStore) -> None:
    stream = new_id()
    await store.save_snapshot(stream, 1000, {"n": 1})
    await store.save_snapshot(stream, 2000, {"n": 2})
    assert await store.load_snapshot(stream) == (2000, {"n": 2})
    assert await store.load_snapshot(stream, upto=1999) == (1000, {"n": 1})
    assert await store.load_snapshot(stream, upto=999) is None


async def test_the_log_is_read_in_order_and_by_stream(store: EventStore, database: Database) -> None:
    one, two = new_id(), new_id()
    for name in ("a", "b"):
        await store.append(some(one, None, name))
        await store.append(some(two, None, name))
    async with make_pool(database.url) as pool:
        log = Log(pool)
        assert [r.position for r in await log.read_after(1, 2)] == [2, 3]
        assert [r.position for r in await log.read_watched(0, 9, 10, streams={two: 0})] == [2, 4]
        assert await log.head() == 4
