"""How many events a second become rows: executions of ten ``data.set`` nodes with 300 bytes of data each."""

import time
from typing import Any

import psycopg

from domain.ids import new_id
from infra.embedded.postgres import Postgres
from infra.migrations import migrate
from projections.engine.catch_up import catch_up
from projections.groups import GROUPS
from tests.fixtures.folders import short_folder
from tests.projections.stories import claimed, completed, over, requested
from tests.projections.tape import Tape

EXECUTIONS = 3000
IN_FLIGHT = 16


def measure() -> float:
    """Events a second, on a PostgreSQL of its own with its usual settings."""
    with short_folder() as folder:
        server = Postgres(folder)
        try:
            logins = server.start()
            migrate(logins.owner_url)
            return measure_on(logins.url)
        finally:
            server.stop()


def measure_on(url: str, executions: int = EXECUTIONS) -> float:
    """The same on a migrated, empty database, as the application."""
    with psycopg.connect(url, autocommit=True) as conn:
        catch_up(conn, GROUPS)
        events = record(Tape(conn), executions)
        conn.execute("SET synchronous_commit = off")
        begun = time.perf_counter()
        catch_up(conn, GROUPS)
        return events / (time.perf_counter() - begun)


def record(tape: Tape, executions: int) -> int:
    """The tape as busy workers leave it: each execution's events in three appends, others' in between."""
    ids = [new_id() for _ in range(executions)]
    story = [[tape.row(new_id(), *event)[1:] for event in part] for part in _story()]
    for begin in range(0, executions, IN_FLIGHT):
        together = ids[begin : begin + IN_FLIGHT]
        for part in story:
            tape.append_raw([(stream, *event) for stream in together for event in part])
    return tape.head


def _story() -> list[list[tuple[Any, bytes | None]]]:
    nodes = [completed(f"set-{n}", {"main": [{"note": "x" * 240, "n": n}]}) for n in range(10)]
    return [[requested({"body": "x" * 280})], [(claimed(), None)], [*nodes, (over("set-9"), None)]]


if __name__ == "__main__":
    print(f"{measure():,.0f} events/s")
