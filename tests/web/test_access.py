"""Nothing answers to strangers but what is on the list, and nothing of others exists."""

import re
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import Message

from tests.web.people import Person, problem
from tests.web.workflows import create
from web.api.app import ROUTERS
from web.api.callers import PrivateRoute

PUBLIC = {
    "POST /api/auth/register",
    "POST /api/auth/login",
    "POST /api/auth/refresh",
    "POST /api/auth/logout",
    "GET /healthz",
    "HEAD /healthz",
    "GET /readyz",
    "HEAD /readyz",
    "GET /api/openapi.json",
    "GET /api/docs",
    "GET /api/docs/docs.js",
    "GET /api/docs/docs.css",
}
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
PRIVATE = [
    (method, route.path)
    for route in ROUTES
    if isinstance(route, PrivateRoute)
    for method in route.methods or ()
]
TOKENS = [None, "", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer a.b.c", "Token x"]


def filled(path: str) -> str:
    return re.sub(r"\{[a-z_]+\}", str(uuid4()), path)


def test_what_is_public_is_on_the_list(app: FastAPI) -> None:
    public = {f"{m} {r.path}" for r in ROUTES if not isinstance(r, PrivateRoute) for m in r.methods or ()}
    assert public == PUBLIC
    plain = [getattr(route, "path", None) for route in app.routes if not hasattr(route, "original_router")]
    assert plain == ["/hooks/{path:path}", "/resume/{token}"]


@pytest.mark.parametrize("token", TOKENS)
async def test_every_other_route_asks_who_it_is(client: httpx.AsyncClient, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token}
    for method, path in PRIVATE:
        answer = await client.request(method, filled(path), headers=headers)
        problem(answer, 401, "unauthorised")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_public_routes_that_need_a_secret_refuse_without_it(client: httpx.AsyncClient) -> None:
    for path in ("refresh", "logout"):
        problem(await client.post(f"/api/auth/{path}"), 401, "unauthorised")


@pytest.mark.parametrize(
    "path",
    [
        "/api/user/",
        "/api//user",
        "//api/user",
        "/api/user;x",
        "/api/user/configs",
        "/api/User",
        "/api/user.",
        "/api/%75ser/..",
        "/api/auth/login/../../user",
        "/api/node-types%2f",
        "/api/healthz",
    ],
)
async def test_no_spelling_of_a_path_gets_around_it(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code in (401, 404), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_method_can_not_be_overridden(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/auth/login", headers={"X-HTTP-Method-Override": "POST"})
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


async def test_what_is_unknown_is_a_problem_too(client: httpx.AsyncClient) -> None:
    problem(await client.get("/api/nothing"), 404, "not_found")
    refused = await client.delete("/api/workflows")
    problem(refused, 405, "method_not_allowed")
    assert refused.headers["allow"] == "GET, POST"


async def test_the_body_of_a_stranger_is_not_read(app: FastAPI) -> None:
    async def receive() -> Message:
        raise AssertionError("somebody reads the body")

    sent = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/workflows",
        "raw_path": b"/api/workflows",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await app(scope, receive, send)
    assert sent[0]["status"] == 401


async def test_nothing_of_somebody_else_exists(ann: Person, bob: Person) -> None:
    workflow = await create(ann)
    started = await ann.post(f"/api/workflows/{workflow['id']}/execute")
    file = await ann.post("/api/files", files={"file": ("a.txt", b"secret")})
    theirs = {
        "workflow_id": workflow["id"],
        "execution_id": started["execution_id"],
        "node_id": "start",
        "file_id": file["file_id"],
    }
    for method, path in PRIVATE:
        if "{" in path:
            last = path.rpartition("/")[2]
            body, query = BODIES.get(last), QUERIES.get(last, "")
            answer = await bob.call(method, path.format_map(theirs) + query, body)
            assert problem(answer, 404, "not_found")["detail"].startswith("there is no")
            unknown = {name: str(uuid4()) for name in theirs}
            problem(await bob.call(method, path.format_map(unknown) + query, body), 404, "not_found")
    filtered = (f"executions?workflow_id={workflow['id']}", f"files?execution_id={started['execution_id']}")
    for path in ("workflows", "executions", "files", *filtered):
        assert (await bob.get(f"/api/{path}"))["items"] == []
    assert await ann.get(f"/api/workflows/{workflow['id']}") == {**workflow, "position": workflow["position"]}


QUERIES = {"lineage": "?node_id=start&of=start"}
BODIES = {
    "{workflow_id}": {"name": "mine now"},
    "presence": {"client_id": "mine"},
    "definition": {"definition": {"nodes": []}, "expected_version": 1},
    "commands": {"commands": [], "expected_version": 1},
    "undo": {"expected_version": 1},
    "redo": {"expected_version": 1},
    "restore": {"version": 1, "expected_version": 1},
    "resume": {"node_id": "start", "action": "skip"},
}


async def test_an_event_stream_of_somebody_else_is_not_there(ann: Person, bob: Person) -> None:
    workflow = await create(ann)
    started = await ann.post(f"/api/workflows/{workflow['id']}/execute")
    path = f"/api/executions/{started['execution_id']}/events"
    problem(await bob.call("GET", path, headers={"Accept": "text/event-stream"}), 404, "not_found")
