"""One stream for a browser tab: several subjects, each from its place, in the order of the tape."""

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

import httpx
import psycopg
import pytest

from domain.execution.events import CancelRequested, ExecutionFailed, ExecutionWaiting
from domain.ids import new_id
from tests.conftest import Database
from tests.projections.stories import claimed
from tests.web.following import Stream, listening
from tests.web.people import Person, problem
from tests.web.worker import append, ended, log, ran
from tests.web.workflows import create
from web.api import live
from web.api.services import Services
from web.api.streams import subjects

READERS = """SELECT query, state FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND (query LIKE '%OR topic = ANY%' OR query IN ('LISTEN tape', 'SELECT position FROM log_head'))"""


def tab(
    server: httpx.AsyncClient, person: Person, query: str, **headers: str
) -> AbstractAsyncContextManager[Stream]:
    return listening(server, person, f"/api/stream?{query}", **headers)


async def start(person: Person, workflow: Any) -> str:
    started: dict[str, str] = await person.post(f"/api/workflows/{workflow['id']}/execute")
    return started["execution_id"]


async def edit(person: Person, workflow: Any, *commands: Any) -> Any:
    body = {"expected_version": workflow["version"], "commands": commands}
    return await person.post(f"/api/workflows/{workflow['id']}/commands", body)


def moved(x: int) -> dict[str, Any]:
    return {"type": "move_node", "node_id": "set", "x": x, "y": 0}


@pytest.fixture
async def workflow(ann: Person) -> Any:
    return await create(ann)


@pytest.fixture
async def execution(ann: Person, workflow: Any) -> str:
    return await start(ann, workflow)


async def test_subjects_are_told_each_from_its_own_place(
    server: httpx.AsyncClient, ann: Person, services: Services, workflow: Any, execution: str
) -> None:
    other = await start(ann, workflow)
    seen = await append(services, execution, claimed())
    await append(services, other, claimed())
    await append(services, execution, ran("set", {}))
    query = f"execution={execution}@{seen}&execution={other}&workflow={workflow['id']}@{workflow['position']}"
    async with tab(server, ann, query) as stream:
        opened, *events = await stream.some(4)
        await edit(ann, workflow, moved(7))
        events += await stream.some(1)
    assert [(e["event"], e["data"].get("execution_id"), e["data"].get("workflow_id")) for e in events] == [
        ("execution.requested", other, None),
        ("execution.claimed", other, None),
        ("execution.node_completed", execution, None),
        ("workflow.node_moved", None, workflow["id"]),
    ]
    assert [int(event["id"]) for event in events] == sorted(int(event["id"]) for event in events)
    assert "id" not in opened
    told = (await ann.get(f"/api/executions/{execution}/events"))["items"]
    assert events[2]["data"] == {"execution_id": execution, **told[2]}
    assert events[3]["data"]["data"] == {"node_id": "set", "x": 7, "y": 0}


async def test_log_lines_come_between_the_events_of_their_execution(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str
) -> None:
    async with tab(server, ann, f"execution={execution}") as stream:
        await stream.some(2)
        await log(services, execution, "one", "two")
        await append(services, execution, ended())
        lines, over = await stream.some(2)
    assert (lines["event"], over["event"]) == ("log.lines_captured", "execution.completed")
    assert lines["data"]["execution_id"] == over["data"]["execution_id"] == execution
    assert [line[4] for line in lines["data"]["data"]["lines"]] == ["one", "two"]


async def test_it_goes_on_after_a_terminal_event(
    server: httpx.AsyncClient, ann: Person, services: Services, workflow: Any, execution: str
) -> None:
    async with tab(server, ann, f"execution={execution}&workflow={workflow['id']}") as stream:
        await append(services, execution, claimed(), ended())
        await stream.some(4)
        await edit(ann, workflow, moved(1))
        [event] = await stream.some(1)
    assert event["event"] == "workflow.node_moved"


async def test_a_list_of_executions_is_told_what_changes_in_its_rows(
    server: httpx.AsyncClient, ann: Person, bob: Person, services: Services, workflow: Any
) -> None:
    theirs = await create(bob)
    async with tab(server, ann, "list=executions") as stream:
        await stream.some(1)
        await start(bob, theirs)
        execution = await start(ann, workflow)
        waiting = ExecutionWaiting(node_id="set", run_index=0, code="x", message="for long")
        failed = ExecutionFailed(code="boom", message="it broke", node_id="set", leaves=[])
        await append(services, execution, claimed(), ran("set", {}), CancelRequested(by="x"), waiting, failed)
        events = await stream.some(4)
    assert {(event["data"]["execution_id"], event["data"]["list"]) for event in events} == {
        (execution, "executions")
    }
    assert [event["data"]["data"] for event in events] == [
        {
            "status": "queued",
            "workflow_id": workflow["id"],
            "workflow_version": workflow["version"],
            "trigger": "manual",
            "parent_id": None,
        },
        {"status": "running"},
        {"status": "waiting", "waiting_reason": "for long"},
        {"status": "failed", "error": {"code": "boom", "message": "it broke", "node_id": "set"}},
    ]


async def test_a_list_of_workflows_is_told_what_changes_in_its_rows(
    server: httpx.AsyncClient, ann: Person, workflow: Any
) -> None:
    path = f"/api/workflows/{workflow['id']}"
    async with tab(server, ann, "list=workflows") as stream:
        await stream.some(1)
        await ann.call("PATCH", path, {"name": "Other", "tags": ["a"], "folder": "f"})
        await edit(ann, workflow, moved(3))
        await ann.post(f"{path}/activate")
        await ann.call("DELETE", path)
        await create(ann, name="New")
        events = await stream.some(8)
    assert [event["data"]["data"] for event in events] == [
        {"name": "Other"},
        {"tags": ["a"]},
        {"folder": "f"},
        {"published_version": events[2]["data"]["version"] + 1},
        {"is_active": True},
        {"is_active": False},
        {"archived": True},
        {"name": "New", "description": ""},
    ]


async def test_an_event_of_a_subject_that_a_list_shows_too_comes_once_and_in_full(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str
) -> None:
    place = await append(services, execution, claimed())
    async with tab(server, ann, f"execution={execution}@{place}&list=executions@0") as stream:
        await append(services, execution, ended())
        _, requested, taken, over = await stream.some(4)
    for early in (requested, taken):
        assert set(early["data"]["data"]) >= {"status"}, "before its place, the list's view of it"
    assert over["data"]["list"] == "executions"
    assert over["data"]["data"]["leaves"] == ["set"]
    assert over["data"]["row"] == {"status": "completed"}


async def test_a_stream_broken_again_and_again_under_load_shows_all_once(
    server: httpx.AsyncClient, ann: Person, services: Services, workflow: Any
) -> None:
    """Cut in history and live, each time resumed with the same request."""
    executions = [await start(ann, workflow) for _ in range(3)]
    written: list[int] = []

    async def write(execution: str, rounds: int) -> None:
        for number in range(rounds):
            written.append(await append(services, execution, CancelRequested(by=str(number))))
            written.append(await log(services, execution, "line"))

    load = [asyncio.create_task(write(execution, 60)) for execution in executions]
    query = "&".join(f"execution={execution}@1" for execution in executions) + "&list=executions"
    seen: list[int] = []
    headers: dict[str, str] = {}
    while len(seen) < 3 + 3 * 60 * 2:
        async with tab(server, ann, query, **headers) as stream:
            events = await stream.some(1 + min(25, 363 - len(seen)))
        seen += [int(event["id"]) for event in events[1:]]
        headers = {"Last-Event-ID": str(seen[-1])}
    await asyncio.gather(*load)
    assert seen == sorted(set(seen))
    assert set(written) <= set(seen)


async def test_a_hundred_streams_have_one_reader_of_the_tape(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str, database: Database
) -> None:
    async with AsyncExitStack() as opened:
        limits = httpx.Limits(max_connections=None)
        client = await opened.enter_async_context(
            httpx.AsyncClient(base_url=server.base_url, limits=limits, timeout=60)
        )
        query = f"execution={execution}&list=executions"
        streams = [await opened.enter_async_context(tab(client, ann, query)) for _ in range(100)]
        await append(services, execution, claimed(), ended())
        got = await asyncio.gather(*(stream.some(4) for stream in streams))
        with psycopg.connect(database.owner_url) as conn:
            readers = conn.execute(READERS).fetchall()
    assert {tuple(event["event"] for event in events) for events in got} == {
        ("open", "execution.requested", "execution.claimed", "execution.completed")
    }
    assert len(readers) == 1, readers


async def test_a_list_that_missed_too_much_is_to_be_loaded_anew(
    server: httpx.AsyncClient, ann: Person, workflow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "FAR", 1)
    async with tab(server, ann, "list=executions@0&list=workflows") as stream:
        execution = await start(ann, workflow)
        opened, reset, requested = await stream.some(3)
    assert [opened["event"], reset["event"]] == ["open", "reset"]
    assert reset["data"] == {"list": "executions"}
    assert (requested["event"], requested["data"]["execution_id"]) == ("execution.requested", execution)


async def test_a_quiet_stream_has_comments(
    server: httpx.AsyncClient, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "COMMENT_EVERY", 0.05)
    monkeypatch.setattr(live, "CHECK_EVERY", 0.05)
    async with tab(server, ann, "list=workflows") as stream:
        await stream.comment()


@pytest.mark.parametrize(
    "cut", ["UPDATE users SET is_active = false", "UPDATE sessions SET ended_at = now()"]
)
async def test_whoever_is_cut_off_loses_the_stream(
    *,
    server: httpx.AsyncClient,
    ann: Person,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    cut: str,
) -> None:
    monkeypatch.setattr(live, "CHECK_EVERY", 0.05)
    async with tab(server, ann, "list=workflows") as stream:
        await stream.some(1)
        with psycopg.connect(database.owner_url) as conn:
            conn.execute(cut.encode())
        assert await stream.rest() == []


async def test_an_expired_token_ends_the_stream(
    server: httpx.AsyncClient, ann: Person, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK_EVERY", 0.05)
    async with tab(server, ann, "list=workflows") as stream:
        await stream.some(1)
        later = services.context.clock.now().replace(year=2100)
        monkeypatch.setattr(type(services.context.clock), "now", lambda _: later)
        assert await stream.rest() == []


async def test_what_is_somebody_elses_is_not_there(
    ann: Person, bob: Person, workflow: Any, execution: str
) -> None:
    mine = await create(bob)
    for query in (
        f"execution={execution}",
        f"workflow={workflow['id']}",
        f"workflow={mine['id']}&execution={execution}@1&list=workflows",
        f"workflow={new_id()}",
        f"execution={mine['id']}",
    ):
        problem(await bob.call("GET", f"/api/stream?{query}"), 404, "not_found")
    problem(await ann.call("GET", f"/api/stream?workflow={execution}"), 404, "not_found")


async def test_what_is_not_there_is_named_so_that_the_rest_can_be_watched(
    ann: Person, workflow: Any, execution: str
) -> None:
    query = f"execution={execution}&execution={new_id()}@7&workflow={workflow['id']}&workflow={new_id()}"
    refused = problem(await ann.call("GET", f"/api/stream?{query}"), 404, "not_found")
    assert [error["loc"] for error in refused["errors"]] == [["execution", 1], ["workflow", 1]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "execution=x",
        f"execution={'-' * 36}",
        "workflow=" + "f" * 32 + "@-1",
        "list=users",
        "list=Executions",
        "list=executions@",
        "&".join(f"workflow={new_id()}" for _ in range(51)),
    ],
)
async def test_what_can_not_be_watched_is_refused(ann: Person, query: str) -> None:
    problem(await ann.call("GET", f"/api/stream?{query}"), 422, "invalid_request")
