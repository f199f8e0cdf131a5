"""Our append against plain binary-array inserts under the same lock, in turns, on one server."""

import time
from typing import Any
from uuid import UUID

import psycopg

from commands.ports import Append
from domain.execution.events import CancelRequested
from domain.ids import new_id
from domain.tape import Cause, Fact
from infra.embedded.postgres import Postgres
from infra.migrations import migrate
from infra.store.recorder import append_group
from tests.fixtures.folders import short_folder

STREAMS, EVENTS, BYTES = 50, 12, 400
ROUNDS = 30

_PLAIN = """INSERT INTO plain_events SELECT * FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[],
    %b::bigint[])"""
_TABLE = """
CREATE TABLE IF NOT EXISTS plain_events (
    originator_id uuid, originator_version bigint, topic text, state bytea, notification_id bigint,
    PRIMARY KEY (originator_id, originator_version));
CREATE UNIQUE INDEX IF NOT EXISTS plain_events_position ON plain_events (notification_id)
"""


def measure() -> tuple[float, float]:
    """Events per second, ours and plain, on a PostgreSQL of its own with its usual settings."""
    with short_folder() as folder:
        server = Postgres(folder)
        try:
            logins = server.start()
            migrate(logins.owner_url)
            return _measure_on(logins.url, logins.owner_url)
        finally:
            server.stop()


def _measure_on(url: str, owner_url: str) -> tuple[float, float]:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(_TABLE)
        owner.execute("GRANT INSERT ON plain_events TO flowtape_app")
    with psycopg.connect(url, autocommit=True) as conn:
        ours = plain = 0.0
        for number in range(ROUNDS):
            began = time.perf_counter()
            append_group(conn, _group())
            ours += time.perf_counter() - began
            began = time.perf_counter()
            _insert_plainly(conn, number)
            plain += time.perf_counter() - began
    events = ROUNDS * STREAMS * EVENTS
    return events / ours, events / plain


def _group() -> list[Append]:
    cause = Cause(project_id=new_id(), actor="worker:benchmark")
    event = CancelRequested(by="x" * (BYTES - 9))
    return [
        Append(stream_id=new_id(), expected=0, facts=[Fact(event=event) for _ in range(EVENTS)], cause=cause)
        for _ in range(STREAMS)
    ]


def _insert_plainly(conn: psycopg.Connection[Any], number: int) -> None:
    total = STREAMS * EVENTS
    ids: list[UUID] = [new_id() for _ in range(STREAMS)]
    with conn.transaction():
        conn.execute("SELECT position FROM log_head FOR UPDATE")
        conn.execute(
            _PLAIN,
            (
                [ids[n // EVENTS] for n in range(total)],
                [n % EVENTS + 1 for n in range(total)],
                ["execution.cancel_requested"] * total,
                [b"x" * BYTES] * total,
                [number * total + n for n in range(total)],
            ),
            prepare=True,
        )
