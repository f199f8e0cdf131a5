"""A worker may be lost after any event: whatever is on the tape by then, the execution ends the same."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from psycopg.rows import tuple_row

from commands.ports import Append
from domain.execution.events import ExecutionClaimed
from domain.tape import Cause, Fact, Recorded
from infra.store.log import COLUMNS, recorded
from infra.store.recorder import append_group
from tests.acceptance.workflows import chain, code, create, ended, get, node, ran_once, start
from tests.conftest import Site, Stack


def two_branches(site: Site) -> dict[str, Any]:
    nodes = [
        node("start", "trigger.manual"),
        node("ask", "http.request", url=site.url("/every-event")),
        node("mark", "data.set", keep=False, fields=[{"name": "marked", "value": "{{ $json.status + 1 }}"}]),
        code("count", "return {'given': len(items)}"),
    ]
    edges = [("start", "ask"), ("ask", "mark"), ("start", "count")]
    return {"nodes": nodes, "edges": [{"source": a, "target": b} for a, b in edges]}


def failing() -> dict[str, Any]:
    fine, never = code("fine", "return items"), code("never", "return items")
    return chain(fine, code("wrong", "raise ValueError('no')"), never)


@pytest.mark.parametrize("ending", ["completed", "failed"])
def test_an_execution_ends_the_same_whatever_its_worker_still_wrote(
    own_stack: Stack, site: Site, ending: str
) -> None:
    client = own_stack.client()
    fails = chain(
        code("fine", "return items"), code("wrong", "raise ValueError('no')"), code("never", "return items")
    )
    workflow = create(client, two_branches(site) if ending == "completed" else fails)
    model = ended(client, start(client, workflow))
    assert model["status"] == ending
    own_stack.stop("worker")
    with psycopg.connect(own_stack.database_url, autocommit=True) as conn:
        history = _history(conn, model["id"])
        copies = [_copy(conn, client, workflow, history[:length]) for length in range(1, len(history))]
    own_stack.start("worker")
    for length, execution_id in enumerate(copies, 1):
        execution = ended(client, execution_id)
        last = history[length - 1].topic
        assert (execution["status"], execution["error"]) == (ending, model["error"]), last
        assert execution["output_data"] == model["output_data"], last
        assert _runs(client, execution_id) == _runs(client, model["id"]), last
        ran_once(client, execution_id)


def _history(conn: psycopg.Connection[Any], execution_id: str) -> list[Recorded]:
    query = f"SELECT {COLUMNS} FROM tape_events WHERE originator_id = %s ORDER BY originator_version"
    with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        return [recorded(row) for row in cursor.execute(query, [execution_id]).fetchall()]


def _copy(
    conn: psycopg.Connection[Any], client: httpx.Client, workflow: Any, history: Sequence[Recorded]
) -> str:
    """An execution whose tape ends where this history ends, as if its worker had been lost there."""
    execution_id = start(client, workflow)
    facts = [Fact(event=each.event, data=each.data) for each in history[1:]]
    if facts:
        cause = Cause(project_id=history[0].project_id, actor="worker:lost")
        append = Append(stream_id=UUID(execution_id), expected=1, facts=facts, cause=cause, epoch=1)
        assert append_group(conn, [append])[0].stored
        assert any(isinstance(each.event, ExecutionClaimed) for each in history)
        conn.execute("UPDATE run_queue SET epoch = 1 WHERE execution_id = %s", [execution_id])
    return execution_id


def _runs(client: httpx.Client, execution_id: str) -> set[tuple[str, str]]:
    return {(run["node_id"], run["status"]) for run in get(client, execution_id, "/nodes")["items"]}
