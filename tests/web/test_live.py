"""Following an execution with server-sent events, over a real connection."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import Database
from tests.projections.stories import claimed
from tests.web.following import Stream, listening
from tests.web.people import Person, problem
from tests.web.worker import append, ended, log, ran
from tests.web.workflows import create
from web.api import live
from web.api.services import Services


def follow(
    server: httpx.AsyncClient, ann: Person, execution_id: str, query: str = "", **headers: str
) -> AbstractAsyncContextManager[Stream]:
    return listening(server, ann, f"/api/executions/{execution_id}/events{query}", **headers)


@pytest.fixture
async def execution(ann: Person) -> str:
    workflow = await create(ann)
    started: dict[str, str] = await ann.post(f"/api/workflows/{workflow['id']}/execute")
    return started["execution_id"]


def topics(events: Iterable[dict[str, Any]]) -> list[str]:
    return [event["event"].removeprefix("execution.") for event in events]


async def test_history_then_live_to_the_terminal_event(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str
) -> None:
    async with follow(server, ann, execution) as stream:
        assert topics([(await stream.event()) or {}]) == ["requested"]
        await append(services, execution, claimed(), ran("set", {}))
        await append(services, execution, ended())
        events = await stream.rest()
    assert topics(events) == ["claimed", "node_completed", "completed"]
    told = (await ann.get(f"/api/executions/{execution}/events"))["items"]
    assert [event["data"] for event in events] == told[1:]
    assert [int(event["id"]) for event in events] == [each["position"] for each in told[1:]]


async def test_a_stream_resumes_after_the_last_event_that_was_seen(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str
) -> None:
    async with follow(server, ann, execution) as stream:
        first = (await stream.event()) or {}
    await append(services, execution, claimed(), ended())
    async with follow(server, ann, execution, **{"Last-Event-ID": first["id"]}) as stream:
        events = await stream.rest()
    assert topics(events) == ["claimed", "completed"]
    async with follow(server, ann, execution, **{"Last-Event-ID": events[-1]["id"]}) as stream:
        assert await stream.rest() == []


async def test_log_lines_come_between_when_asked_for(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str
) -> None:
    await log(services, execution, "one", "t\nw\x00o")
    await append(services, execution, ended())
    async with follow(server, ann, execution, "?logs=true") as stream:
        events = await stream.rest()
    assert [event["event"] for event in events] == [
        "execution.requested",
        "log.lines_captured",
        "execution.completed",
    ]
    lines = events[1]["data"]["data"]["lines"]
    assert [line[1:] for line in lines] == [["set", 0, "stdout", "one"], ["set", 0, "stdout", "t\nw\x00o"]]
    async with follow(server, ann, execution) as stream:
        assert topics(await stream.rest()) == ["requested", "completed"]


async def test_a_quiet_stream_has_comments(
    server: httpx.AsyncClient,
    ann: Person,
    services: Services,
    execution: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert live.COMMENT_EVERY == 15
    monkeypatch.setattr(live, "COMMENT_EVERY", 0.05)
    monkeypatch.setattr(live, "CHECK_EVERY", 0.05)
    async with follow(server, ann, execution) as stream:
        await stream.event()
        for _ in range(3):
            await stream.comment()


@pytest.mark.parametrize(
    "cut",
    [
        "UPDATE users SET is_active = false",
        "UPDATE sessions SET ended_at = now()",
        "DELETE FROM project_members",
    ],
)
async def test_whoever_is_cut_off_loses_the_stream(
    *,
    server: httpx.AsyncClient,
    ann: Person,
    execution: str,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    cut: str,
) -> None:
    assert live.CHECK_EVERY <= 5
    monkeypatch.setattr(live, "CHECK_EVERY", 0.05)
    async with follow(server, ann, execution) as stream:
        await stream.event()
        with psycopg.connect(database.owner_url) as conn:
            conn.execute(cut.encode())
        assert await stream.rest() == []


async def test_a_stopping_process_ends_its_streams(
    server: httpx.AsyncClient, ann: Person, services: Services, execution: str
) -> None:
    async with follow(server, ann, execution) as stream:
        await stream.event()
        services.stopping.set()
        assert await stream.rest() == []


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 19])
async def test_a_wrong_place_to_resume_is_refused(ann: Person, execution: str, last: str) -> None:
    headers = {"Accept": "text/event-stream", "Last-Event-ID": last}
    refused = problem(
        await ann.call("GET", f"/api/executions/{execution}/events", headers=headers), 422, "invalid_request"
    )
    assert refused["errors"][0]["loc"] == ["last-event-id"]
