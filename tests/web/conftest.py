"""The API over a real tape, a real read model that is kept up to date, and a server on loopback."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from infra.settings import Settings
from infra.store.payloads import PostgresPayloads
from infra.web.server import Server, listen
from infra.web.wiring import open_services
from projections.engine.projector import run_projector
from projections.engine.stop import Stop
from projections.groups import GROUPS
from tests.conftest import Database
from tests.web.people import Person, sign_up
from web.api.app import create_app
from web.api.services import Services


@pytest.fixture
def settings(database: Database, redis_url: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url=SecretStr(database.url), redis_url=SecretStr(redis_url))


@pytest.fixture
def projector(database: Database) -> Iterator[None]:
    stop = Stop()
    thread = threading.Thread(target=run_projector, args=(database.url, GROUPS, stop))
    thread.start()
    yield
    stop.request()
    thread.join()
    stop.close()


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[Services]:
    async with open_services(settings) as services:
        await _connected(services)
        yield services


async def _connected(services: Services) -> None:
    """A login to Postgres given up half-way would keep the database from being dropped for a minute."""
    async with services.tail.subscribe([], 0):
        await services.accounts.find_login("")


@pytest.fixture
def payloads(services: Services) -> PostgresPayloads:
    """The same, with the side that only workers see."""
    assert isinstance(services.payloads, PostgresPayloads)
    return services.payloads


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the application without a network; errors that nobody handled come out as answers."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://flowtape.test") as client:
        yield client


@pytest.fixture
async def server(app: FastAPI, services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the same application behind a real server."""
    with listen("127.0.0.1", 0, shared=False) as listening:
        server = Server(app, services.stopping)
        task = asyncio.create_task(server.serve([listening]))
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base_url, timeout=30) as client:
            yield client
        server.should_exit = True
        await task


@pytest.fixture
async def ann(client: httpx.AsyncClient, projector: None) -> Person:
    return await sign_up(client, "ann@example.org")


@pytest.fixture
async def bob(client: httpx.AsyncClient, projector: None) -> Person:
    return await sign_up(client, "bob@example.org")
