"""Changing one's password."""

from typing import Any

import httpx
import pytest

from domain.identity.events import identity_stream_of
from tests.web.following import listening
from tests.web.people import PASSWORD, Person, good, problem
from web.api import live
from web.api.identity.throttle import PER_ACCOUNT
from web.api.services import Services

NEW = "another four words"


async def change(ann: Person, current: str = PASSWORD, new: str = NEW) -> httpx.Response:
    return await ann.call("POST", "/api/user/password", {"current": current, "new": new})


async def sign_in(ann: Person, password: str) -> httpx.Response:
    answer = await ann.client.post("/api/auth/login", json={"email": ann.email, "password": password})
    ann.client.cookies.clear()
    return answer


async def test_only_the_new_password_signs_in(ann: Person, services: Services) -> None:
    assert (await change(ann)).status_code == 204
    problem(await sign_in(ann, PASSWORD), 401, "invalid_credentials")
    good(await sign_in(ann, NEW))
    story = [each.topic for each in await services.context.store.load(identity_stream_of(ann.id))]
    assert "identity.password_changed" in story


async def test_every_other_session_ends_with_its_streams(
    server: httpx.AsyncClient, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK_EVERY", 0.05)
    elsewhere = Person(ann.client, ann.id, ann.email, good(await sign_in(ann, PASSWORD))["access_token"])
    async with listening(server, elsewhere, "/api/stream?list=workflows") as stream:
        await stream.some(1)
        assert (await change(ann)).status_code == 204
        assert await stream.rest() == []
    problem(await elsewhere.call("GET", "/api/user"), 401, "unauthorised")
    assert (await ann.get("/api/user"))["email"] == ann.email


async def test_a_wrong_present_password_changes_nothing(ann: Person, services: Services) -> None:
    refused = problem(await change(ann, current="a guess"), 422, "wrong_password")
    assert refused["errors"][0]["loc"] == ["current"]
    good(await sign_in(ann, PASSWORD))
    story = [each.topic for each in await services.context.store.load(identity_stream_of(ann.id))]
    assert "identity.login_failed" in story
    assert "identity.password_changed" not in story


async def test_guessing_the_present_password_is_slowed_down(ann: Person) -> None:
    for _ in range(PER_ACCOUNT):
        problem(await change(ann, current="a guess"), 422, "wrong_password")
    refused = await change(ann)
    problem(refused, 429, "too_many_attempts")
    assert int(refused.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "body", [{}, {"current": PASSWORD}, {"current": PASSWORD, "new": "short"}, {"current": 1, "new": NEW}]
)
async def test_a_malformed_change_is_refused(ann: Person, body: Any) -> None:
    problem(await ann.call("POST", "/api/user/password", body), 422, "invalid_request")
