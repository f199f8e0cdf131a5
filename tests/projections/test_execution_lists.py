"""Lists about executions: filters, pages, logs, items and the tape itself."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain import json_text
from domain.execution import events as e
from domain.ids import log_stream_of, new_id
from projections.engine.catch_up import catch_up
from projections.executions.queries import (
    get_execution,
    list_events,
    list_executions,
    list_logs,
    list_nodes,
    node_items,
)
from projections.groups import GROUPS
from projections.page import InvalidCursor, Page
from projections.read_model import ReadModel
from tests.projections.stories import claimed, completed, failed, output, over, requested
from tests.projections.tape import Tape

Conn = psycopg.Connection[Any]
Ask = Callable[..., Awaitable[Page[Any] | None]]


class Stored:
    """Payloads by their id, as infra keeps them: whole, and read in parts."""

    def __init__(self, payloads: dict[UUID, list[dict[str, Any]]]) -> None:
        self._payloads = payloads

    async def items_of(
        self, conn: psycopg.AsyncConnection[Any], payload_id: UUID, offset: int, limit: int
    ) -> list[dict[str, Any]]:
        return self._payloads[payload_id][offset : offset + limit]


async def all_pages(ask: Ask, limit: int) -> list[Any]:
    found: list[Any] = []
    cursor = None
    while True:
        page = await ask(limit=limit, cursor=cursor)
        assert page is not None
        assert len(page["items"]) <= limit
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def test_executions_are_listed_newest_first_and_filtered(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    other_workflow = new_id()
    ids = [new_id() for _ in range(5)]
    for each in ids[:3]:
        tape.append(each, requested({"n": 1}), claimed(), completed("a", {"main": [{"n": 2}]}), over("a"))
    ends = e.ExecutionFailed(code="x", message="y", node_id="a", leaves=[])
    tape.append(ids[3], requested(trigger="webhook"), claimed(), failed("a"), ends)
    tape.append(ids[4], requested(workflow_id=str(other_workflow)))
    catch_up(conn, GROUPS)

    async with read_model.fresh() as reading:

        async def ask(limit: int = 50, cursor: str | None = None, **filters: Any) -> Page[Any]:
            return await list_executions(reading, tape.project, limit=limit, cursor=cursor, **filters)

        async def numbers(**filters: Any) -> list[int]:
            return [ids.index(each["id"]) for each in (await ask(**filters))["items"]]

        listed = await all_pages(ask, 2)
        assert [ids.index(each["id"]) for each in listed] == [4, 3, 2, 1, 0]
        assert (listed[4]["input_data"], listed[4]["output_data"]) == ({"n": 1}, {"a": [{"n": 2}]})
        assert await numbers(status=["failed"]) == [3]
        assert await numbers(status=["queued"]) == [4]
        assert await numbers(trigger="webhook") == [3]
        assert await numbers(trigger="\0") == []
        assert await numbers(workflow_id=other_workflow) == [4]
        assert await numbers(since=listed[2]["created_at"]) == [4, 3, 2]
        assert await numbers(until=listed[2]["created_at"]) == [2, 1, 0]
        assert await numbers(until=listed[4]["created_at"] - timedelta(seconds=1)) == []
        for wrong in ("", "x", "WzEsMl0", "W10", "é", "\0"):
            with pytest.raises(InvalidCursor):
                await ask(cursor=wrong)


async def test_large_data_in_a_list_is_shown_as_where_to_read_it(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    large = {"text": "x" * 20_000}
    execution = new_id()
    tape.append(execution, requested(large), claimed(), completed("a", {"main": [large]}), over("a"))
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:
        [listed] = (await list_executions(reading, tape.project))["items"]
        alone = await get_execution(reading, tape.project, execution)
    base = f"/api/executions/{execution}/data"
    assert listed["input_data"] == {"truncated": True, "items": 1, "href": f"{base}/start"}
    assert listed["output_data"] == {"a": {"truncated": True, "items": 1, "href": f"{base}/a"}}
    assert alone is not None
    assert (alone["input_data"], alone["output_data"]) == (large, {"a": [large]})


async def test_node_runs_are_listed_newest_first(conn: Conn, tape: Tape, read_model: ReadModel) -> None:
    execution = new_id()
    runs = [completed("loop", {"main": [{"n": n}]}, run_index=n) for n in range(7)]
    tape.append(execution, requested(), claimed(), *runs)
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:

        async def ask(limit: int, cursor: str | None) -> Page[Any] | None:
            return await list_nodes(reading, tape.project, execution, limit=limit, cursor=cursor)

        assert [run["run_index"] for run in await all_pages(ask, 3)] == [6, 5, 4, 3, 2, 1, 0]


async def test_a_page_of_large_outputs_ends_early(conn: Conn, tape: Tape, read_model: ReadModel) -> None:
    execution = new_id()
    runs = [completed("loop", {"main": [{"t": "x" * 900_000}]}, run_index=n) for n in range(10)]
    tape.append(execution, requested(), claimed(), *runs)
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:
        page = await list_nodes(reading, tape.project, execution)
        assert page is not None
        assert len(page["items"]) == 8
        rest = await list_nodes(reading, tape.project, execution, cursor=page["next_cursor"])
        assert rest is not None
        assert [run["run_index"] for run in rest["items"]] == [1, 0]


async def test_log_lines_are_listed_oldest_first(conn: Conn, tape: Tape, read_model: ReadModel) -> None:
    execution = new_id()
    tape.append(execution, requested())
    text = iter(f"line {n} \0" for n in range(300))
    for chunk in range(60):
        captured_lines = [["2025-11-22T12:00:00Z", "ab"[n % 2], 0, "stdout", next(text)] for n in range(5)]
        captured = e.LogLinesCaptured(execution_id=str(execution), lines=5, size=50)
        assert tape.append(log_stream_of(execution), (captured, json_text.dumps(captured_lines))) == chunk + 2
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:

        async def ask(limit: int, cursor: str | None, node_id: str | None = None) -> Page[Any] | None:
            asked: dict[str, Any] = {"limit": limit, "cursor": cursor, "node_id": node_id}
            return await list_logs(reading, tape.project, execution, **asked)

        async def of_b(limit: int, cursor: str | None) -> Page[Any] | None:
            return await ask(limit, cursor, "b")

        lines = await all_pages(ask, 7)
        assert [line["line"] for line in lines] == [f"line {n} \0" for n in range(300)]
        assert lines[6] == {
            "position": 3,
            "at": "2025-11-22T12:00:00Z",
            "node_id": "b",
            "run_index": 0,
            "stream": "stdout",
            "line": "line 6 \0",
        }
        assert await all_pages(of_b, 200) == [line for line in lines if line["node_id"] == "b"]
        assert await list_logs(reading, new_id(), execution) is None


async def test_events_are_listed_oldest_first_without_items(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    execution = new_id()
    tape.append(execution, requested(), claimed(), completed("a", {"main": [{"n": 1}]}), over("a"))
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:

        async def ask(limit: int, cursor: str | None) -> Page[Any] | None:
            return await list_events(reading, tape.project, execution, limit=limit, cursor=cursor)

        events = await all_pages(ask, 3)
        assert await list_events(reading, new_id(), execution) is None
    assert [(event["position"], event["version"]) for event in events] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert [event["type"].split(".")[1] for event in events] == [
        "requested",
        "claimed",
        "node_completed",
        "completed",
    ]
    assert events[1]["data"] == {"worker": "worker-1", "epoch": 1, "after_loss": False, "slot": None}


async def test_items_are_read_page_by_page_wherever_they_are(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    execution, payload = new_id(), new_id()
    stored = [{"json": {"stored": n}} for n in range(5)]
    outputs = {"main": output(stored, str(payload)), "rest": output([{"json": {"n": 9}}])}
    inline = json_text.dumps({"rest": {"items": [{"json": {"n": 9}}], "paired": None}})
    event, _ = completed("a", {"main": [], "rest": [{"n": 9}]}, run_index=1, outputs=outputs)
    first = completed("a", {"main": [{"n": n} for n in range(3)]})
    tape.append(execution, requested(), claimed(), first, (event, inline), over("a"))
    catch_up(conn, GROUPS)
    everything = [{"json": {"n": n}} for n in range(3)] + stored + [{"json": {"n": 9}}]
    async with read_model.fresh() as reading:

        async def items(**asked: Any) -> Page[Any]:
            payloads = Stored({payload: stored})
            page = await node_items(reading, tape.project, execution, "a", payloads=payloads, **asked)
            assert page is not None
            return page

        for limit in (1, 2, 4, 9, 100):
            found: list[Any] = []
            offset: str | None = "0"
            while offset is not None:
                page = await items(offset=int(offset), limit=limit)
                found, offset = found + page["items"], page["next_cursor"]
            assert found == everything
        assert (await items(run_index=1, port="main"))["items"] == stored
        assert (await items(port="rest"))["items"] == everything[-1:]
        assert (await items(run_index="last", port="main"))["items"] == stored
        assert (await items(run_index="last", port="nowhere"))["items"] == []
        assert (await items(offset=50))["items"] == []
        shown = await get_execution(reading, tape.project, execution, Stored({payload: stored}))
        assert shown is not None
        assert shown["output_data"] == {"a": [item["json"] for item in everything]}
