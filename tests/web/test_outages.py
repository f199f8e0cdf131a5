"""Postgres and the projector come and go."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from infra.embedded.postgres import Postgres
from infra.migrations import migrate
from infra.settings import Settings
from infra.web.wiring import POOL_PATIENCE, open_services
from tests.fixtures.folders import short_folder
from tests.fixtures.postgres import UNSAFE_BUT_QUICK
from tests.web.people import PASSWORD, good, problem, sign_up
from web.api.app import create_app


@pytest.fixture
def own_postgres() -> Iterator[tuple[Postgres, str]]:
    """A server that this test may stop, and the application's URL."""
    with short_folder() as folder:
        server = Postgres(folder, UNSAFE_BUT_QUICK)
        logins = server.start()
        migrate(logins.owner_url)
        yield server, logins.url
        server.stop()


@pytest.fixture
async def lonely(
    own_postgres: tuple[Postgres, str], redis_url: str, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        data_dir=tmp_path, database_url=SecretStr(own_postgres[1]), redis_url=SecretStr(redis_url)
    )
    async with open_services(settings) as services:
        transport = httpx.ASGITransport(create_app(services))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            yield client


async def test_a_read_without_a_projector_is_refused_for_now(client: httpx.AsyncClient) -> None:
    ann = await sign_up(client, "ann@example.org")
    behind = await ann.call("GET", "/api/workflows")
    problem(behind, 503, "read_model_behind")
    assert behind.headers["retry-after"] == "1"


async def test_a_command_needs_no_projector(client: httpx.AsyncClient) -> None:
    ann = await sign_up(client, "ann@example.org")
    created = await ann.post("/api/workflows", {"name": "a"})
    assert good(await ann.call("PATCH", f"/api/workflows/{created['id']}", {"name": "b"}))["name"] == "b"


async def test_postgres_away_is_a_problem_that_passes(
    own_postgres: tuple[Postgres, str], lonely: httpx.AsyncClient
) -> None:
    server = own_postgres[0]
    ann = await sign_up(lonely, "ann@example.org")
    server.stop()
    for answer in (
        await ann.call("GET", "/api/user"),
        await lonely.post("/api/auth/login", json={"email": ann.email, "password": PASSWORD}),
        await lonely.get("/hooks/some/path"),
    ):
        problem(answer, 503, "unavailable")
        assert answer.headers["retry-after"] == "1"
    missing = problem(await lonely.get("/readyz"), 503, "not_ready")["missing"]
    assert missing == ["PostgreSQL can't be reached"]
    server.start()
    async with asyncio.timeout(POOL_PATIENCE):
        while (again := await ann.call("GET", "/api/user")).status_code == 503:
            pass
    assert good(again)["email"] == ann.email
