"""People who have the same workflow open see each other, whichever web process they are at."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from infra.settings import Settings
from infra.web.server import Server, listen
from infra.web.wiring import open_services
from tests.web.following import Stream, listening
from tests.web.people import Person, problem
from tests.web.workflows import create
from web.api import presence
from web.api.app import create_app


@pytest.fixture
async def other_process(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Another web process over the same PostgreSQL and Redis."""
    async with open_services(settings) as services:
        with listen("127.0.0.1", 0, shared=False) as listening:
            server = Server(create_app(services), services.stopping)
            task = asyncio.create_task(server.serve([listening]))
            base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            async with httpx.AsyncClient(base_url=base_url, timeout=30) as client:
                yield client
            server.should_exit = True
            await task


@pytest.fixture
async def path(ann: Person) -> str:
    return f"/api/workflows/{(await create(ann))['id']}"


def tab(server: httpx.AsyncClient, person: Person, path: str) -> Any:
    return listening(server, person, f"/api/stream?workflow={path.rpartition('/')[2]}")


async def say(person: Person, path: str, client: str, **more: Any) -> None:
    answer = await person.call("POST", f"{path}/presence", {"client_id": client, **more})
    assert answer.status_code == 204, answer.text


async def hear(stream: Stream) -> Any:
    event = await stream.event()
    assert event
    assert event["event"] == "presence", event
    assert "id" not in event
    return event["data"]


async def test_two_clients_see_each_other_across_web_processes(
    server: httpx.AsyncClient, other_process: httpx.AsyncClient, ann: Person, path: str
) -> None:
    async with tab(server, ann, path) as one, tab(other_process, ann, path) as other:
        await one.some(1)
        await other.some(1)
        where = {"cursor": {"x": 1.5, "y": 2}, "selection": ["set"], "editing": "set"}
        await say(ann, path, "tab-1", **where)
        for stream in (one, other):
            heard = await hear(stream)
            assert heard["user"] == {"id": str(ann.id), "name": "ann@example.org"}
            assert {"client_id": "tab-1", "gone": False, **where}.items() <= heard.items()
        elsewhere = Person(other_process, ann.id, ann.email, ann.token)
        await say(elsewhere, path, "tab-2", name="Ann at home", cursor=None)
        for stream in (one, other):
            heard = await hear(stream)
            assert (heard["client_id"], heard["name"]) == ("tab-2", "Ann at home")


async def test_who_comes_later_sees_who_is_there_and_not_who_left(
    server: httpx.AsyncClient, ann: Person, path: str
) -> None:
    async with tab(server, ann, path) as early:
        await early.some(1)
        for client in ("a", "b"):
            await say(ann, path, client)
        await say(ann, path, "b", gone=True)
        while not (heard := await hear(early))["gone"]:
            assert heard["client_id"] in {"a", "b"}
        assert heard["client_id"] == "b"
        async with tab(server, ann, path) as late:
            await late.some(1)
            assert (await hear(late))["client_id"] == "a"
            await say(ann, path, "c")
            assert (await hear(late))["client_id"] == "c"


async def test_who_says_nothing_any_more_has_gone(
    server: httpx.AsyncClient, ann: Person, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert presence.GONE_AFTER == 15
    monkeypatch.setattr(presence, "GONE_AFTER", 0.2)
    async with tab(server, ann, path) as stream:
        await stream.some(1)
        await say(ann, path, "a", editing="set")
        assert not (await hear(stream))["gone"]
        left = await hear(stream)
    assert (left["client_id"], left["gone"]) == ("a", True)


async def test_presence_is_for_those_of_the_project(ann: Person, bob: Person, path: str) -> None:
    problem(await bob.call("POST", f"{path}/presence", {"client_id": "x"}), 404, "not_found")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": ""},
        {"client_id": "a b"},
        {"client_id": "a", "cursor": {"x": 1}},
        {"client_id": "a", "selection": ["x"] * 201},
        {"client_id": "a", "user": {"id": "somebody else"}},
        {"client_id": "a", "name": "two\nlines"},
    ],
)
async def test_malformed_presence_is_refused(ann: Person, path: str, body: Any) -> None:
    problem(await ann.call("POST", f"{path}/presence", body), 422, "invalid_request")


async def test_too_much_presence_is_slowed_down(ann: Person, path: str) -> None:
    answers = [await ann.call("POST", f"{path}/presence", {"client_id": "a"}) for _ in range(400)]
    refused = [answer for answer in answers if answer.status_code != 204]
    assert refused
    problem(refused[0], 429, "too_many_requests")
    assert refused[0].headers["retry-after"] == "1"


def test_garbage_on_the_channel_is_passed_over() -> None:
    async def publish(_: bytes) -> None: ...

    hub = presence.Presence(publish)
    for raw in (b"", b"x", b"[]", b"{}", b'{"workflow_id":1}', b'{"workflow_id":"x","user":1}'):
        hub.hear(raw)
    assert not hub._there
