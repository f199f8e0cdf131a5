"""Whether we serve, and what we say about ourselves."""

import logging
import re

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from infra.settings import Settings
from infra.web.wiring import open_services
from tests.conftest import Database
from tests.web.people import Person, good, problem, sign_up
from tests.web.workflows import activate, webhook
from web.api.app import create_app

REDIS_NOWHERE = "redis://127.0.0.1:1"
BEAT = """
INSERT INTO processes (name, kind, pid, host, seen_at)
VALUES (%s, %s, 1, 'host', now() - make_interval(secs => %s))
"""


async def test_being_alive_needs_nothing(client: httpx.AsyncClient) -> None:
    assert good(await client.get("/healthz")) == {"status": "alive"}
    assert (await client.head("/healthz")).status_code == 200


async def test_ready_means_that_projector_and_worker_are_there(
    client: httpx.AsyncClient, database: Database
) -> None:
    refused = await client.get("/readyz")
    assert problem(refused, 503, "not_ready")["missing"] == [
        "no projector is running",
        "no worker is running",
    ]
    assert refused.headers["retry-after"]
    with psycopg.connect(database.url, autocommit=True) as conn:
        for kind, age in (("projector", 9), ("worker", 11)):
            conn.execute(BEAT, [kind, kind, age])
        assert problem(await client.get("/readyz"), 503, "not_ready")["missing"] == ["no worker is running"]
        conn.execute("UPDATE processes SET seen_at = now()")
    assert good(await client.get("/readyz")) == {"status": "ready"}


async def test_what_else_is_missing_is_said(settings: Settings, database: Database) -> None:
    elsewhere = settings.model_copy(update={"redis_url": SecretStr(REDIS_NOWHERE)})
    with psycopg.connect(database.owner_url) as conn:
        conn.execute("DELETE FROM schema_migrations WHERE name = '0002_identity.sql'")
    async with open_services(elsewhere) as services:
        transport = httpx.ASGITransport(create_app(services))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            missing = problem(await client.get("/readyz"), 503, "not_ready")["missing"]
    assert missing == ["the database schema is not up to date: run flowtape up", "Redis can't be reached"]


async def test_openapi_describes_every_route_and_who_may_call_it(client: httpx.AsyncClient) -> None:
    spec = good(await client.get("/api/openapi.json"))
    operations = {f"{m.upper()} {path}": op for path, item in spec["paths"].items() for m, op in item.items()}
    assert "POST /api/workflows/{workflow_id}/execute" in operations
    public = {name for name, operation in operations.items() if "security" not in operation}
    assert public == {
        "POST /api/auth/register",
        "POST /api/auth/login",
        "POST /api/auth/refresh",
        "POST /api/auth/logout",
        "GET /healthz",
        "GET /readyz",
    }
    assert all(operation["tags"] for operation in operations.values())


async def test_the_documentation_needs_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/api/docs")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert sorted(parts) == ["docs/docs.css", "docs/docs.js", "openapi.json"]
    for part in parts:
        assert (await client.get(f"/api/{part}")).status_code == 200
    assert "http" not in page.text.replace("http-equiv", "")


async def test_node_types_are_described(ann: Person) -> None:
    types = {each["type"]: each for each in await ann.get("/api/node-types")}
    assert {"trigger.manual", "trigger.webhook", "data.set", "flow.if", "http.request"} <= set(types)
    assert {"type", "title", "category", "icon", "help", "inputs", "outputs", "schema"} <= set(
        types["data.set"]
    )


async def test_the_log_has_one_line_per_request_and_no_secrets(
    client: httpx.AsyncClient, projector: None, caplog: pytest.LogCaptureFixture
) -> None:
    ann = await sign_up(client, "ann@example.org")
    workflow = await activate(ann, webhook("hidden-path"))
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="flowtape.request"):
        answers = [
            await ann.call("GET", f"/api/workflows/{workflow['id']}?version=1"),
            await client.post("/hooks/hidden-path?token=secret", json={"password": "secret"}),
            await client.get("/api/nothing?token=secret"),
        ]
    lines = [record.getMessage() for record in caplog.records if record.name == "flowtape.request"]
    expected = [
        "GET /api/workflows/{workflow_id} 200",
        "POST /hooks/{path} 202",
        "GET - 404",
    ]
    for line, begins, answer in zip(lines, expected, answers, strict=True):
        assert re.fullmatch(re.escape(begins) + r" \d+\.\dms [0-9a-f-]{36}", line)
        assert line.endswith(answer.headers["x-request-id"])
    everything = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("secret", "hidden-path", ann.token, workflow["id"]):
        assert secret not in everything


async def test_api_answers_are_not_cached_nor_sniffed(ann: Person) -> None:
    answer = await ann.call("GET", "/api/user")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_bug_is_a_problem_without_its_details(
    ann: Person, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.api.routers.workflows.queries.list_workflows", lambda *_, **__: 1 / 0)
    answer = await ann.call("GET", "/api/workflows")
    problem(answer, 500, "internal_error")
    assert "division" not in answer.text
