"""The one reader of the tape's end in a process; everything live is fed from it.

It listens to the channel ``tape``, on which each append tells the new head, and falls back to a look each
second. A subscription first reads history, after it has been entered for what comes live: events that are
in both are told apart by their position, so there is neither a gap nor a repeat. Whoever is too slow for what
comes live goes back to reading history: nobody's events pile up here.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import tuple_row

from domain.tape import Recorded
from domain.topics import TOPICS
from infra.store.log import COLUMNS, Log, recorded
from infra.store.watched import Backlog, Wanted
from web.api.ports import Watch

log = logging.getLogger(__name__)

HISTORY_BATCH = 500
STRIDE = 5_000
"""Positions looked at in one query."""
LOOK_EVERY_SECONDS = 1.0
START_SECONDS = 5.0
ENVELOPE = 1_000
"""Bytes of memory that an event takes beside what it says."""
PAUSE_SECONDS = 0.002
"""Between two looks at a busy tape: what is appended meanwhile comes with the next."""

_OF_WATCHED = COLUMNS.replace("data", "CASE WHEN originator_id = ANY(%(streams)s) THEN data END AS data")
"""Whoever wants a topic, of whatever stream, does without the data."""
_WATCHED = f"""SELECT {_OF_WATCHED} FROM tape_events
    WHERE notification_id > %(after)s AND notification_id <= %(upto)s
      AND (originator_id = ANY(%(streams)s) OR topic = ANY(%(topics)s)) ORDER BY notification_id"""

Callback = Callable[[Recorded], None]


class Tail:
    """``async with Tail(url, log)``: reads while it is entered, from the tape's head as of then; survives
    Postgres going away, and starts when it comes if it isn't there."""

    def __init__(self, database_url: str, log: Log, pause: float = PAUSE_SECONDS) -> None:
        self._pause = pause
        self._url = database_url
        self._log = log
        self._position = 0
        self._reading_upto = 0
        self._streams: dict[UUID, set[Backlog]] = {}
        self._projects: dict[UUID, set[Backlog]] = {}
        self._project_topics: Counter[str] = Counter()
        self._callbacks: dict[str, list[Callback]] = {}
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def __aenter__(self) -> "Tail":
        self._task = asyncio.create_task(self._follow(), name="tail")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await self._ready.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def position(self) -> int:
        """How far the tape has been read."""
        return self._reading_upto

    def on_topics(self, prefix: str, callback: Callback) -> None:
        """Call for every event of any stream whose topic begins so, once it is on the tape."""
        for topic in TOPICS:
            if topic.startswith(prefix):
                self._callbacks.setdefault(topic, []).append(callback)

    def subscribe(
        self, streams: Collection[UUID], after: int | None
    ) -> AbstractAsyncContextManager[AsyncIterator[Recorded]]:
        """These streams' events past a position, history first, then live, without end.

        ``after=None``: only what is appended from now on. History is looked at only where there is some.
        """
        return self.watch(Watch(streams=dict.fromkeys(streams, after)))

    @asynccontextmanager
    async def watch(self, watch: Watch) -> AsyncIterator[AsyncIterator[Recorded]]:
        """The same of several streams past a position each, and of a project's events of some topics."""
        await self._ready.wait()
        now = self._reading_upto
        wanted = Wanted.of(watch, now)
        live = Backlog()
        places: list[tuple[dict[UUID, set[Backlog]], UUID]] = [
            *((self._streams, stream) for stream in wanted.streams),
            *((self._projects, project) for project in [watch.project] if project),
        ]
        self._project_topics.update(watch.topics)
        for watched, key in places:
            watched.setdefault(key, set()).add(live)
        try:
            yield self._events(wanted, live, now)
        finally:
            for watched, key in places:
                watched[key].discard(live)
                if not watched[key]:
                    del watched[key]
            self._project_topics.subtract(watch.topics)

    async def _events(self, wanted: Wanted, live: Backlog, now: int) -> AsyncIterator[Recorded]:
        """What is past ``now`` comes live, as long as it is taken quickly enough."""
        last = wanted.begin
        while True:
            async for event in self._history(wanted, last, now):
                last = event.position
                yield event
            last = max(last, now)
            while (events := await live.take()) is not None:
                for event in events:
                    if event.position > last and wanted.takes(event):
                        last = event.position
                        yield event
            live.empty()
            now = self._reading_upto

    async def _history(self, wanted: Wanted, after: int, upto: int) -> AsyncIterator[Recorded]:
        more = after < upto
        while more:
            batch = await self._log.read_watched(
                after,
                upto,
                HISTORY_BATCH,
                streams=wanted.streams,
                project=wanted.project,
                topics=wanted.topics,
                project_after=wanted.project_after,
            )
            for event in batch:
                after = event.position
                yield event
            more = len(batch) == HISTORY_BATCH

    async def _follow(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as conn:
                    await conn.execute("LISTEN tape")
                    conn.prepare_threshold = 0
                    await self._follow_on(conn)
            except psycopg.Error as error:
                log.warning("the tape can't be followed, trying again: %s", str(error).strip())
                await asyncio.sleep(0.5)

    async def _follow_on(self, conn: psycopg.AsyncConnection[Any]) -> None:
        if not self._ready.is_set():
            self._position = self._reading_upto = await _head(conn)
            self._ready.set()
        head = await _head(conn)
        while True:
            await self._catch_up(conn, head)
            await asyncio.sleep(self._pause)
            head = self._position
            async for note in conn.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1):
                head = max(head, int(note.payload))
            if head == self._position:
                head = await _head(conn)

    async def _catch_up(self, conn: psycopg.AsyncConnection[Any], head: int) -> None:
        while self._position < head:
            upto = self._reading_upto = min(head, self._position + STRIDE)
            if self._streams or self._projects or self._callbacks:
                await self._deliver(conn, upto)
            self._position = upto

    async def _deliver(self, conn: psycopg.AsyncConnection[Any], upto: int) -> None:
        async with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            topics = [*self._callbacks, *(+self._project_topics)]
            watched = {
                "after": self._position,
                "upto": upto,
                "streams": list(self._streams),
                "topics": topics,
            }
            await cursor.execute(_WATCHED, watched)
            for row in await cursor.fetchall():
                self._hand_out(recorded(row), ENVELOPE + len(row[4]) + len(row[5] or b""))

    def _hand_out(self, event: Recorded, size: int) -> None:
        backlogs = self._streams.get(event.stream_id, set())
        if event.topic in self._project_topics:
            backlogs = backlogs | self._projects.get(event.project_id, set())
        for backlog in backlogs:
            backlog.put(event, size)
        for callback in self._callbacks.get(event.topic, ()):
            try:
                callback(event)
            except Exception:
                log.exception("a listener to %s failed", event.topic)


async def _head(conn: psycopg.AsyncConnection[Any]) -> int:
    row = await (await conn.execute("SELECT position FROM log_head")).fetchone()
    return int(row[0]) if row else 0
