"""Read tables built anew are those that were there, and serve all the while."""

import asyncio
import random
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain import json_text
from domain.execution import events as e
from domain.ids import log_stream_of, new_id
from domain.workflow import events as w
from projections.engine.batch import Displaced, place_of, project
from projections.engine.catch_up import begun, catch_up, step
from projections.engine.columns import register_columns
from projections.engine.group import Group
from projections.engine.rebuild import rebuild
from projections.engine.tables import create_engine_tables, work_in
from projections.engine.tape import read_tape
from projections.executions.queries import get_execution
from projections.groups import GROUPS, group_named
from projections.read_model import ReadModel
from tests.fixtures.postgres import Database
from tests.projections.live import live_projector, until
from tests.projections.rows import parked, rows_of
from tests.projections.stories import (
    claimed,
    completed,
    failed,
    handled,
    many,
    over,
    paused,
    requested,
    resumed,
    retrying,
    started,
    waiting,
)
from tests.projections.tape import Tape

Conn = psycopg.Connection[Any]


def execution_story(execution: UUID) -> list[tuple[UUID, Any]]:
    line = json_text.dumps([["2025-11-22T12:00:00Z", "a", 0, "stdout", "hello"]])
    logged = (e.LogLinesCaptured(execution_id=str(execution), lines=1, size=5), line)
    caller = e.Caller(
        execution_id=str(new_id()),
        node_id="call",
        run_index=1,
        depth=2,
        manual=False,
        waits=True,
        of_error=False,
    )
    first = [
        requested({"n": 1}, caller=caller, forked=e.Fork(execution_id=str(new_id()), from_node="a")),
        e.ExecutionParked(slot=e.Slot(key="k", limit=1), message="one is under way"),
        claimed(),
        started("a"),
        started("b"),
        completed("a", {"main": [{"n": 1}]}),
    ]
    rest = [
        started("b", attempt=2),
        retrying("b", attempt=2),
        started("b", attempt=3),
        many("l", 5),
        waiting("c"),
        waiting("d", "approval", until="2030-01-01T00:00:00Z"),
        paused("c"),
        resumed("c", "retry"),
        started("c", attempt=2),
        resumed("d", "approve"),
        waiting("d", "time"),
        resumed("d", "child"),
        waiting("e", "call", children=[str(new_id())]),
        resumed("e", "skip"),
        completed("e", {"main": []}, origin="skipped"),
        waiting("f"),
        resumed("f", "continue"),
        handled("g", {"error": [{"error": "no"}]}),
        retrying("h"),
        failed("c", attempt=2),
    ]
    end = random.Random(execution.int).choice(
        [
            over("a"),
            e.ExecutionFailed(code="x", message="y", node_id="c", leaves=["a"]),
            e.ExecutionCancelled(leaves=[], reason="x \0"),
        ]
    )
    own = [(execution, event) for event in [*first, *rest, end]]
    return [*own[:4], (log_stream_of(execution), logged), *own[4:]]


def workflow_story(workflow: UUID) -> list[tuple[UUID, Any]]:
    trigger: dict[str, Any] = {"path": f"in/{workflow}/:id", "methods": ["POST", "GET"], "respond": "last"}
    added = w.NodeAdded(
        node_id="hook",
        type="trigger.webhook",
        name="Hook \0",
        position={"x": 0, "y": 0},
        parameters=trigger,
        settings={},
        disabled=False,
        credentials={},
    )
    events = [
        w.WorkflowCreated(name=f"W {workflow}", description=""),
        added,
        w.VersionPublished(version=2),
        w.WorkflowActivated(),
        w.NodeConfigured(node_id="hook", parameters={**trigger, "n": 2**70}),
        w.WorkflowDeactivated(),
        w.WorkflowActivated(),
        w.VersionPublished(version=5),
        w.WorkflowTagged(tags=["a", "\0"]),
        w.VersionPublished(version=2),
    ]
    return [(workflow, event) for event in events]


def record(tape: Tape, count: int = 6) -> None:
    """Stories that run into each other, the same ones each time."""
    chance = random.Random(7)
    stories = [iter(execution_story(new_id())) for _ in range(count)]
    stories += [iter(workflow_story(new_id())) for _ in range(count)]
    while stories:
        story = chance.choice(stories)
        if event := next(story, None):
            tape.append(event[0], event[1])
        else:
            stories.remove(story)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_rebuilt_equals_live(database: Database, conn: Conn, tape: Tape, group: Group) -> None:
    record(tape)
    poison = new_id()
    tape.append(poison, requested())
    tape.append_raw([(poison, "execution.claimed", b"?", None)])
    catch_up(conn, GROUPS)
    tape.append(poison, over())
    catch_up(conn, GROUPS)
    before, parked_before = rows_of(conn, GROUPS), parked(conn)
    assert all(before.values())
    assert rebuild(database.url, group) == tape.head
    assert rows_of(conn, GROUPS) == before
    assert parked(conn) == parked_before
    assert conn.execute("SELECT to_regclass('read_next.executions')").fetchone() == (None,)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_it_does_not_matter_where_batches_end(conn: Conn, tape: Tape, group: Group) -> None:
    record(tape, 3)
    catch_up(conn, GROUPS)
    together = rows_of(conn, [group])
    for limit in (1, 7):
        conn.execute("UPDATE read.positions SET position = 0")
        for table in group.tables:
            conn.execute(f"TRUNCATE read.{table}".encode())
        places = [begun(conn, group)]
        while step(conn, places, limit):
            pass
        assert rows_of(conn, [group]) == together


async def test_readers_and_the_live_projector_go_on_during_a_rebuild(
    database: Database, conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    first = new_id()
    tape.append(first, requested({"n": 1}), claimed(), over())
    with live_projector(database.url):
        async with read_model.fresh():
            rebuilt = [asyncio.create_task(rebuild_often(database.url, group)) for group in GROUPS]
        while not all(task.done() for task in rebuilt):
            newest = new_id()
            tape.append(newest, requested({"n": 2}), claimed(), over())
            async with read_model.fresh() as reading:
                seen = [await get_execution(reading, tape.project, each) for each in (first, newest)]
            assert [each and each["status"] for each in seen] == ["completed", "completed"]
        await asyncio.gather(*rebuilt)
    assert parked(conn) == []


async def rebuild_often(url: str, group: Group) -> None:
    for _ in range(8):
        await asyncio.to_thread(rebuild, url, group)


def test_another_shape_is_built_anew_by_the_projector(database: Database, conn: Conn, tape: Tape) -> None:
    record(tape, 2)
    catch_up(conn, GROUPS)
    before = rows_of(conn, GROUPS)
    conn.execute("UPDATE read.positions SET shape = 'older'")
    conn.execute("ALTER TABLE read.executions DROP COLUMN priority")
    shapes = {group.name: group.shape for group in GROUPS}
    with live_projector(database.url):
        until(lambda: dict(conn.execute("SELECT model, shape FROM read.positions").fetchall()) == shapes)
    assert rows_of(conn, GROUPS) == before


def test_a_projector_that_was_displaced_writes_nothing(database: Database, conn: Conn, tape: Tape) -> None:
    group = group_named("executions")
    tape.append(new_id(), requested())
    catch_up(conn, GROUPS)
    stale = place_of(conn, group)
    assert stale is not None
    tape.append(new_id(), requested())
    rebuild(database.url, group)
    register_columns(conn)
    work_in(conn, "read")
    create_engine_tables(conn)
    with pytest.raises(Displaced):
        project(conn, [stale], read_tape(conn, 1))
    assert len(rows_of(conn, [group])["executions"]) == 2
