"""Signing up, in and out."""

from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from domain.identity.events import identity_stream_of
from tests.conftest import Database
from tests.web.people import PASSWORD, Person, good, problem, sign_up
from web.api.identity.refresh_tokens import COOKIE
from web.api.identity.throttle import PER_ACCOUNT
from web.api.services import Services


async def register(client: httpx.AsyncClient, **changed: Any) -> httpx.Response:
    body = {"email": "ann@example.org", "password": PASSWORD, **changed}
    return await client.post("/api/auth/register", json=body)


async def login(
    client: httpx.AsyncClient, email: str = "ann@example.org", password: str = PASSWORD
) -> httpx.Response:
    return await client.post("/api/auth/login", json={"email": email, "password": password})


async def told(services: Services, user_id: UUID) -> list[str]:
    return [recorded.topic for recorded in await services.context.store.load(identity_stream_of(user_id))]


async def test_a_new_user_is_shown_without_the_password(client: httpx.AsyncClient) -> None:
    user = good(await register(client, first_name="Ann", last_name="O’Neil"))
    assert set(user) == {"id", "email", "first_name", "last_name", "is_active", "created_at"}
    assert (user["email"], user["first_name"], user["is_active"]) == ("ann@example.org", "Ann", True)


async def test_a_new_user_has_a_personal_project(client: httpx.AsyncClient, database: Database) -> None:
    user = good(await register(client))
    with psycopg.connect(database.url) as conn:
        role = "SELECT role FROM project_members JOIN projects ON id = project_id WHERE personal_of = user_id"
        assert conn.execute(f"{role} AND user_id = %s", [user["id"]]).fetchall() == [("owner",)]


@pytest.mark.parametrize("same", ["ann@example.org", " Ann@Example.ORG ", "ａnn@example.org"])
async def test_an_address_is_taken_in_every_spelling(client: httpx.AsyncClient, same: str) -> None:
    good(await register(client))
    problem(await register(client, email=same), 409, "email_taken")
    assert good(await login(client, same))["token_type"] == "bearer"


@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"password": "brief"}, "password"),
        ({"password": "x" * 1025}, "password"),
        ({"password": 12345678}, "password"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c"}, "email"),
        ({"email": "a\x00@b"}, "email"),
        ({"email": "a" * 251 + "@b.c"}, "email"),
        ({"first_name": "a\x00"}, "first_name"),
        ({"is_admin": True}, "is_admin"),
        ({"project_id": "1"}, "project_id"),
    ],
)
async def test_a_wrong_field_is_named_and_not_repeated(
    client: httpx.AsyncClient, changed: dict[str, Any], loc: str
) -> None:
    answer = await register(client, **changed)
    body = problem(answer, 422, "invalid_request")
    assert [error["loc"] for error in body["errors"]] == [[loc]]
    assert str(next(iter(changed.values()))) not in answer.text.replace(loc, "")
    assert PASSWORD not in answer.text


async def test_wrong_password_and_unknown_user_look_the_same(client: httpx.AsyncClient) -> None:
    good(await register(client))
    wrong, unknown = await login(client, password="not the one"), await login(client, "eve@example.org")
    problem(wrong, 401, "invalid_credentials")
    assert wrong.json() == unknown.json()


async def test_a_user_who_is_switched_off_is_cut_off_at_once(
    ann: Person, client: httpx.AsyncClient, database: Database
) -> None:
    assert (await ann.get("/api/user"))["email"] == ann.email
    with psycopg.connect(database.url) as conn:
        conn.execute("UPDATE users SET is_active = false WHERE id = %s", [ann.id])
    problem(await ann.call("GET", "/api/user"), 401, "unauthorised")
    problem(await login(client), 401, "invalid_credentials")


async def test_guessing_is_slowed_down_per_account_and_address(client: httpx.AsyncClient) -> None:
    good(await register(client))
    for _ in range(PER_ACCOUNT):
        problem(await login(client, password="a guess"), 401, "invalid_credentials")
    refused = await login(client)
    problem(refused, 429, "too_many_attempts")
    assert 1 <= int(refused.headers["retry-after"]) <= 300
    good(await register(client, email="bob@example.org"))
    good(await login(client, "bob@example.org"))


async def test_a_login_that_succeeds_is_not_counted(client: httpx.AsyncClient) -> None:
    good(await register(client))
    for _ in range(PER_ACCOUNT + 1):
        good(await login(client))


async def test_acts_are_on_tape_without_address_or_password(
    client: httpx.AsyncClient, services: Services, database: Database
) -> None:
    user = UUID(good(await register(client))["id"])
    await login(client, password="a guess")
    good(await login(client))
    assert (await client.post("/api/auth/logout")).status_code == 204
    assert await told(services, user) == [
        "identity.user_registered",
        "identity.login_failed",
        "identity.logged_in",
        "identity.logged_out",
    ]
    with psycopg.connect(database.url) as conn:
        tape = str(conn.execute("SELECT convert_from(state, 'UTF8'), actor FROM tape_events").fetchall())
    assert "example.org" not in tape
    assert "guess" not in tape


async def test_the_refresh_cookie_is_for_nobody_else(client: httpx.AsyncClient) -> None:
    good(await register(client))
    cookie = (await login(client)).headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/api/auth", "Max-Age=2592000"):
        assert attribute in cookie


async def test_refreshing_replaces_the_cookie(client: httpx.AsyncClient) -> None:
    good(await register(client))
    await login(client)
    first = client.cookies[COOKIE]
    session = good(await client.post("/api/auth/refresh"))
    assert client.cookies[COOKIE] != first
    signed_in = {"Authorization": f"Bearer {session['access_token']}"}
    assert (await client.get("/api/user", headers=signed_in)).status_code == 200


async def test_a_refresh_token_used_twice_ends_the_session(
    client: httpx.AsyncClient, services: Services
) -> None:
    user = UUID(good(await register(client))["id"])
    await login(client)
    stolen = client.cookies[COOKIE]
    session = good(await client.post("/api/auth/refresh"))
    newest = client.cookies[COOKIE]
    for token in (stolen, newest):
        client.cookies.clear()
        client.cookies.set(COOKIE, token, domain="flowtape.test", path="/api/auth")
        problem(await client.post("/api/auth/refresh"), 401, "unauthorised")
    signed_in = {"Authorization": f"Bearer {session['access_token']}"}
    problem(await client.get("/api/user", headers=signed_in), 401, "unauthorised")
    assert (await told(services, user))[-1] == "identity.logged_out"


@pytest.mark.parametrize("origin", ["http://flowtape.test:8001", "https://evil.example", "null"])
async def test_another_origin_can_not_use_the_cookie(client: httpx.AsyncClient, origin: str) -> None:
    good(await register(client))
    await login(client)
    for path in ("/api/auth/refresh", "/api/auth/logout"):
        problem(await client.post(path, headers={"Origin": origin}), 403, "other_origin")
    good(await client.post("/api/auth/refresh", headers={"Origin": "http://flowtape.test"}))


async def test_logging_out_ends_the_access_token_too(ann: Person, client: httpx.AsyncClient) -> None:
    assert (await ann.call("POST", "/api/auth/logout")).status_code == 204
    problem(await ann.call("GET", "/api/user"), 401, "unauthorised")
    problem(await ann.call("POST", "/api/auth/logout"), 401, "unauthorised")


async def test_names_can_be_changed_one_by_one(ann: Person) -> None:
    changed = await ann.call("PATCH", "/api/user", {"first_name": "Ann"})
    assert good(changed)["first_name"] == "Ann"
    assert good(await ann.call("PATCH", "/api/user", {"last_name": "Lee"}))["first_name"] == "Ann"
    for field in ("email", "is_active", "id", "role"):
        problem(await ann.call("PATCH", "/api/user", {field: "x"}), 422, "invalid_request")


async def test_two_users_have_projects_of_their_own(client: httpx.AsyncClient, database: Database) -> None:
    await sign_up(client, "ann@example.org")
    await sign_up(client, "bob@example.org")
    with psycopg.connect(database.url) as conn:
        assert conn.execute("SELECT count(DISTINCT project_id) FROM tape_events").fetchone() == (2,)
