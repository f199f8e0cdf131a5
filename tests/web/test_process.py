"""``flowtape web`` as a process: how it starts, what it shows, how it stops."""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from infra.secret_key import secret_key
from infra.settings import Settings
from infra.web.server import listen
from tests.conftest import Database
from tests.web.people import problem, sign_up
from tests.web.workflows import activate, create, webhook
from web.api.identity.access_tokens import AccessTokens

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def environment(settings: Settings, port: int) -> dict[str, str]:
    assert settings.database_url
    assert settings.redis_url
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "FLOWTAPE_DATA_DIR": str(settings.data_dir),
        "FLOWTAPE_PORT": str(port),
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "REDIS_URL": settings.redis_url.get_secret_value(),
    }


@asynccontextmanager
async def running(environment: dict[str, str]) -> AsyncIterator[Process]:
    """A web process, once it is alive."""
    command = [sys.executable, "-m", "infra.processes.web"]
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def title_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0")


async def alive(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                if (await client.get("/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def test_it_is_seen_in_ps_and_among_the_processes_and_stops_in_order(
    environment: dict[str, str], port: int, projector: None, database: Database
) -> None:
    base_url = f"http://127.0.0.1:{port}"
    async with running(environment) as process, httpx.AsyncClient(base_url=base_url, timeout=30) as client:
        await alive(client)
        assert title_of(process.pid) == "flowtape web"
        ann = await sign_up(client, "ann@example.org")
        workflow = await create(ann)
        started = await ann.post(f"/api/workflows/{workflow['id']}/execute")
        await activate(ann, webhook("slow", respond="last"))
        headers = {"Authorization": f"Bearer {ann.token}", "Accept": "text/event-stream"}
        events = f"/api/executions/{started['execution_id']}/events"
        waiting = asyncio.create_task(client.post("/hooks/slow"))
        while len((await ann.get("/api/executions"))["items"]) < 2:
            pass
        async with client.stream("GET", events, headers=headers) as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            process.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            assert [line async for line in lines]
        problem(await waiting, 503, "stopping")
        await process.wait()
        assert time.monotonic() - asked < 30, "it waited for the webhook's answer"
        assert process.returncode == 0
    with psycopg.connect(database.url) as conn:
        assert conn.execute("SELECT count(*) FROM processes WHERE kind = 'web'").fetchone() == (0,)


async def test_several_share_a_port_and_one_key(
    environment: dict[str, str], port: int, projector: None, settings: Settings
) -> None:
    shared = {**environment, "FLOWTAPE_WEB_PROCESSES": "2"}
    base_url = f"http://127.0.0.1:{port}"
    async with running(shared) as one, running(shared) as other:
        async with httpx.AsyncClient(base_url=base_url) as client:
            await alive(client)
            ann = await sign_up(client, "ann@example.org")
        assert one.returncode is other.returncode is None
        for _ in range(20):
            async with httpx.AsyncClient(base_url=base_url) as client:
                ann.client = client
                assert (await ann.get("/api/user"))["email"] == ann.email


def test_a_port_in_use_is_refused(port: int) -> None:
    with listen("127.0.0.1", port, shared=False), pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", port, shared=False)


def test_the_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    key = secret_key(settings)
    assert secret_key(settings) == key
    AccessTokens(key, 60)
    kept = tmp_path / "data" / "secret_key"
    assert (kept.stat().st_mode & 0o777, [each.name for each in kept.parent.iterdir()]) == (
        0o600,
        ["secret_key"],
    )
