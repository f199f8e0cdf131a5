"""One reader of the tape's end feeds all subscriptions: no gap, no repeat."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from commands.ports import Append, EventStore
from domain.execution.events import CancelRequested, ExecutionCancelled
from domain.ids import new_id
from domain.tape import Cause, Fact, Recorded
from infra.store import tail as tail_module
from infra.store import watched
from infra.store.log import Log
from infra.store.tail import Tail
from tests.conftest import Database
from web.api.ports import Watch

END_THE_TAIL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND (query LIKE '%topic = ANY%' OR query LIKE 'LISTEN%' OR query LIKE '%FROM log_head%')"""
CAUSE = Cause(project_id=new_id(), actor="user:1")


@pytest.fixture
async def tail(database: Database, pool: AsyncConnectionPool) -> AsyncIterator[Tail]:
    async with Tail(database.url, Log(pool)) as tail:
        yield tail


async def say(store: EventStore, stream: UUID, *names: str) -> int:
    facts = [Fact(event=CancelRequested(by=name)) for name in names]
    append = Append(stream_id=stream, expected=None, facts=facts, cause=CAUSE)
    return (await store.append(append)).position


async def take(events: AsyncIterator[Recorded], number: int) -> list[str]:
    async with asyncio.timeout(20):
        return [(await anext(events)).event.by for _ in range(number)]


async def test_history_comes_first_then_what_is_appended(tail: Tail, store: EventStore) -> None:
    stream = new_id()
    await say(store, stream, "a", "b")
    async with tail.subscribe([stream], 0) as events:
        assert await take(events, 2) == ["a", "b"]
        await say(store, new_id(), "somebody else's")
        await say(store, stream, "c")
        assert await take(events, 1) == ["c"]


async def test_a_subscription_starts_after_the_position_it_names(tail: Tail, store: EventStore) -> None:
    stream = new_id()
    position = await say(store, stream, "a")
    await say(store, stream, "b")
    async with tail.subscribe([stream], position) as events:
        assert await take(events, 1) == ["b"]


async def test_nothing_is_missed_or_repeated_while_others_append(tail: Tail, store: EventStore) -> None:
    stream = new_id()
    numbers = count()

    async def write() -> None:
        for _ in range(60):
            await say(store, stream, str(next(numbers)))

    writing = asyncio.create_task(write())
    wanted = [str(n) for n in range(60)]
    for _ in range(10):
        async with tail.subscribe([stream], 0) as events:
            assert await take(events, 20) == wanted[:20]
        await asyncio.sleep(0)
    async with tail.subscribe([stream], 0) as events:
        assert await take(events, 60) == wanted
    await writing


async def test_listeners_to_a_topic_hear_of_every_stream_but_of_no_other_topic(
    tail: Tail, store: EventStore
) -> None:
    heard: list[Recorded] = []
    both = asyncio.Event()

    def hear(recorded: Recorded) -> None:
        heard.append(recorded)
        if len(heard) == 2:
            both.set()

    tail.on_topics("execution.cancel_requested", hear)
    one, two = new_id(), new_id()
    await say(store, one, "a")
    other = [Fact(event=ExecutionCancelled(leaves=[]))]
    await store.append(Append(stream_id=one, expected=1, facts=other, cause=CAUSE))
    await say(store, two, "b")
    async with asyncio.timeout(20):
        await both.wait()
    assert [r.stream_id for r in heard] == [one, two]


async def test_a_broken_connection_is_made_anew_and_nothing_is_missed(
    tail: Tail, store: EventStore, database: Database
) -> None:
    stream = new_id()
    async with tail.subscribe([stream], 0) as events:
        await say(store, stream, "before")
        assert await take(events, 1) == ["before"]
        with psycopg.connect(database.url, autocommit=True) as conn:
            ended = conn.execute(END_THE_TAIL).fetchall()
        assert ended
        await say(store, stream, "after")
        assert await take(events, 1) == ["after"]


async def test_several_streams_are_watched_each_from_its_own_place(tail: Tail, store: EventStore) -> None:
    one, two, three = new_id(), new_id(), new_id()
    await say(store, one, "1a")
    await say(store, two, "2a")
    place = await say(store, three, "3a")
    await say(store, two, "2b")
    head = await say(store, three, "3b")
    while tail._position < head:  # noqa: ASYNC110 — nobody tells
        await asyncio.sleep(0.01)
    async with tail.watch(Watch(streams={one: 0, two: None, three: place})) as events:
        assert await take(events, 2) == ["1a", "3b"]
        await say(store, two, "2c")
        await say(store, one, "1b")
        assert await take(events, 2) == ["2c", "1b"]


@pytest.mark.parametrize("batch", [1, 500])
async def test_a_projects_events_of_some_topics_are_watched_in_order_with_the_rest(
    tail: Tail, store: EventStore, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(tail_module, "HISTORY_BATCH", batch)
    mine, others, elsewhere = new_id(), new_id(), new_id()
    await say(store, others, "too early")
    place = await say(store, mine, "a")
    await say(store, others, "b")
    foreign = Cause(project_id=new_id(), actor="user:2")
    facts = [Fact(event=CancelRequested(by="another project's"))]
    await store.append(Append(stream_id=elsewhere, expected=None, facts=facts, cause=foreign))
    cancelled = [Fact(event=ExecutionCancelled(leaves=[]))]
    await store.append(Append(stream_id=others, expected=None, facts=cancelled, cause=CAUSE))
    await say(store, mine, "c")
    watch = Watch(
        streams={mine: 0},
        project=CAUSE.project_id,
        topics=frozenset({"execution.cancel_requested"}),
        project_after=place,
    )
    async with tail.watch(watch) as events:
        assert await take(events, 3) == ["a", "b", "c"]
        await store.append(Append(stream_id=elsewhere, expected=None, facts=facts, cause=foreign))
        await say(store, mine, "d")
        await say(store, new_id(), "e")
        assert await take(events, 2) == ["d", "e"]
    assert not tail._streams
    assert not tail._projects


async def test_data_comes_with_streams_and_not_with_what_a_list_shows(tail: Tail, store: EventStore) -> None:
    mine, listed = new_id(), new_id()

    async def say_both() -> None:
        for stream in (mine, listed):
            facts = [Fact(event=CancelRequested(by="a"), data=b'"large"')]
            await store.append(Append(stream_id=stream, expected=None, facts=facts, cause=CAUSE))

    await say_both()
    topics = frozenset({"execution.cancel_requested"})
    watch = Watch(streams={mine: 0}, project=CAUSE.project_id, topics=topics, project_after=0)
    async with tail.watch(watch) as events, asyncio.timeout(20):
        recorded = [await anext(events) for _ in range(2)]
        await say_both()
        live = [await anext(events) for _ in range(2)]
    for some in (recorded, live):
        assert [(one.stream_id, one.data) for one in some] == [(mine, b'"large"'), (listed, None)]


async def test_whoever_is_slow_gets_all_and_holds_little(
    tail: Tail, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "MOST_EVENTS", 5)
    stream = new_id()
    async with tail.subscribe([stream], 0) as events:
        await say(store, stream, "first")
        assert await take(events, 1) == ["first"]
        [backlog] = tail._streams[stream]
        for burst in range(3):
            names = [f"{burst}.{number}" for number in range(20)]
            head = await say(store, stream, *names)
            while tail._position < head:  # noqa: ASYNC110 — nobody tells
                await asyncio.sleep(0.01)
            assert len(backlog._events) <= 5
            assert await take(events, 20) == names
