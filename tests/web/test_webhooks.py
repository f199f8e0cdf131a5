"""Webhooks: from a request to the tape, and back."""

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import pytest
from fastapi import FastAPI

from commands.deactivate_workflow import deactivate_workflow
from domain.execution import events as e
from domain.ids import new_id
from domain.tape import Cause
from infra.store.payloads import PostgresPayloads
from tests.projections.stories import completed, failed, handled, many
from tests.web.people import Person, good, problem
from tests.web.worker import Player, ended, ran
from tests.web.workflows import activate, create, webhook
from web.api.services import Services
from web.api.webhooks import endpoint
from workers.ports import Chunk

JSON = {"Content-Type": "application/json"}


def responded(status: Any, headers: Any, body: Any) -> tuple[e.NodeCompleted, bytes]:
    answer = {"status": status, "headers": headers, "body": body}
    return completed("end", {"response": [answer], "main": [{}]}, type="webhook.respond")


async def test_a_request_is_durable_before_its_202(ann: Person, client: httpx.AsyncClient) -> None:
    workflow = await activate(ann, webhook("orders"))
    answer = await client.post(
        "/hooks/orders?a=1", json={"n": 7}, headers={"X-From": "me", "Authorization": "s"}
    )
    assert answer.status_code == 202
    execution = await ann.get(f"/api/executions/{good(answer)['execution_id']}")
    assert (execution["trigger"], execution["workflow_id"]) == ("webhook", workflow["id"])
    assert execution["workflow_version"] == workflow["published_version"]
    sent = execution["input_data"]
    assert (sent["body"], sent["query"], sent["params"], sent["method"]) == ({"n": 7}, {"a": "1"}, {}, "POST")
    assert sent["headers"]["x-from"] == "me"
    assert "authorization" not in sent["headers"]


async def test_data_of_a_hundred_levels_with_nul_and_large_integers_comes_back(
    ann: Person, client: httpx.AsyncClient
) -> None:
    await activate(ann, webhook("deep"))
    for content in (b"[" * 100 + b"]" * 100, b'{"\\u0000": 123456789012345678901234567890}'):
        answer = good(await client.post("/hooks/deep", content=content, headers=JSON))
        shown = await ann.get(f"/api/executions/{answer['execution_id']}")
        assert shown["input_data"]["body"] == json.loads(content)


async def test_an_address_at_which_another_workflow_answers_is_taken(ann: Person) -> None:
    first, second = await activate(ann, webhook("same/:id")), await activate(ann, webhook("same/:id"))
    assert [hook["taken"] for each in (first, second) for hook in each["webhooks"]] == [False, True]

    async def taken() -> list[bool]:
        shown = [await ann.get(f"/api/workflows/{each['id']}") for each in (first, second)]
        return [hook["taken"] for each in shown for hook in each["webhooks"]]

    assert await taken() == [False, True]
    await ann.post(f"/api/workflows/{first['id']}/deactivate")
    assert await taken() == [True, False]


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/hooks/shops/7/orders/a%2Fb", {"shop": "7", "order": "a/b"}),
        ("/hooks/shops/%00/orders/...", {"shop": "\x00", "order": "..."}),
        ("/hooks/shops/%E2%82%AC/orders/:x", {"shop": "€", "order": ":x"}),
    ],
)
async def test_parts_of_the_path_become_params(
    ann: Person, app: FastAPI, client: httpx.AsyncClient, path: str, params: dict[str, str]
) -> None:
    await activate(ann, webhook("shops/:shop/orders/:order"))
    raw = httpx.URL("http://flowtape.test", raw_path=path.encode())
    answer = good(await client.post(raw))
    assert (await ann.get(f"/api/executions/{answer['execution_id']}"))["input_data"]["params"] == params


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/hooks/orders"),
        ("POST", "/hooks/order"),
        ("POST", "/hooks/orders/1"),
        ("POST", "/hooks/Orders"),
        ("POST", "/hooks/"),
        ("POST", "/hooks/%6frder"),
        ("POST", "/hooks/:x"),
        ("OPTIONS", "/hooks/orders"),
        ("FROB", "/hooks/orders"),
    ],
)
async def test_only_the_whole_path_and_method_match(
    ann: Person, client: httpx.AsyncClient, method: str, path: str
) -> None:
    await activate(ann, webhook("orders"))
    problem(await client.request(method, path), 404, "not_found")


async def test_a_workflow_that_rests_does_not_answer(ann: Person, client: httpx.AsyncClient) -> None:
    workflow = await create(ann, webhook("orders"))
    path = f"/api/workflows/{workflow['id']}"
    problem(await client.post("/hooks/orders"), 404, "not_found")
    await ann.post(f"{path}/activate")
    good(await client.post("/hooks/orders"))
    await ann.post(f"{path}/deactivate")
    problem(await client.post("/hooks/orders"), 404, "not_found")
    await ann.post(f"{path}/activate")
    good(await client.post("/hooks/orders"))
    await ann.call("DELETE", path)
    problem(await client.post("/hooks/orders"), 404, "not_found")


async def test_what_another_process_changes_is_seen(
    ann: Person, client: httpx.AsyncClient, services: Services
) -> None:
    workflow = await activate(ann, webhook("orders"))
    good(await client.post("/hooks/orders"))
    seen = asyncio.Event()
    services.tail.on_topics("workflow.deactivated", lambda _: seen.set())
    [first] = await services.context.store.load(UUID(workflow["id"]), upto=1)
    cause = Cause(project_id=first.project_id, actor="user:elsewhere")
    await deactivate_workflow(services.context, cause, workflow_id=UUID(workflow["id"]))
    await asyncio.wait_for(seen.wait(), 5)
    problem(await client.post("/hooks/orders"), 404, "not_found")


async def test_a_new_version_answers_once_it_is_published(ann: Person, client: httpx.AsyncClient) -> None:
    workflow = await activate(ann, webhook("orders"))
    path = f"/api/workflows/{workflow['id']}"
    good(await client.post("/hooks/orders"))
    changed = {"definition": webhook("orders", status=201), "expected_version": workflow["version"]}
    good(await ann.call("PUT", f"{path}/definition", changed))
    assert (await client.post("/hooks/orders")).status_code == 202
    await ann.post(f"{path}/publish")
    assert (await client.post("/hooks/orders")).status_code == 201


async def test_the_last_node_answers(ann: Person, client: httpx.AsyncClient, services: Services) -> None:
    await activate(ann, webhook("last", respond="last"))
    Player(services, [ran("hook", {"x": 0}), ran("end", {"n": 2**70}, {"n": 2}), ended("end")])
    answer = await client.post("/hooks/last")
    assert (answer.status_code, good(answer)) == (200, {"n": 2**70})
    assert answer.headers["content-security-policy"] == "sandbox"


async def test_a_node_that_was_not_the_newest_can_be_the_last(
    ann: Person, client: httpx.AsyncClient, services: Services
) -> None:
    await activate(ann, webhook("last", respond="last"))
    Player(services, [ran("hook", {"x": 0}), ran("end", {"n": 1}), ended("hook")])
    assert good(await client.post("/hooks/last")) == {"x": 0}


async def test_a_last_node_among_many_runs_of_one_event_answers(
    ann: Person, client: httpx.AsyncClient, services: Services
) -> None:
    await activate(ann, webhook("last", respond="last"))
    last = e.Source(node_id="end", run_index=3, port="main", input="main")
    Player(services, [many("end", 6), ran("hook", {}), e.ExecutionCompleted(leaves=["end"], last=last)])
    assert good(await client.post("/hooks/last")) == {"n": 2**64 + 3}


async def test_what_left_a_node_that_failed_can_be_the_last(
    ann: Person, client: httpx.AsyncClient, services: Services
) -> None:
    await activate(ann, webhook("last", respond="last"))
    Player(services, [handled("end", {"error": [{"e": 1}]}), ended("end", "error")])
    assert good(await client.post("/hooks/last")) == {"e": 1}


async def test_no_last_item_is_an_empty_object(
    ann: Person, client: httpx.AsyncClient, services: Services
) -> None:
    await activate(ann, webhook("last", respond="last"))
    Player(services, [e.ExecutionCompleted(leaves=[], last=None)])
    assert good(await client.post("/hooks/last")) == {}


async def test_a_large_last_item_is_read_from_its_payload(
    ann: Person, client: httpx.AsyncClient, services: Services, payloads: PostgresPayloads
) -> None:
    await activate(ann, webhook("last", respond="last"))
    items = [{"json": {"big": "x" * 100}}]
    saved = await payloads.save(new_id(), new_id(), [(orjson.dumps(items), Chunk(items))])
    node, _ = ran("end")
    Player(services, [(replace(node, outputs={"main": saved}), b"{}"), ended("end")])
    assert good(await client.post("/hooks/last")) == {"big": "x" * 100}


async def test_a_respond_node_says_the_answer_before_the_end(
    ann: Person, client: httpx.AsyncClient, services: Services
) -> None:
    await activate(ann, webhook("node", respond="node"))
    headers = {"Content-Type": "text/html", "Set-Cookie": "flowtape_refresh=x; Path=/api/auth", "X-Mine": "1"}
    Player(services, [ran("hook", {}), responded(418, headers, "<script>alert(1)</script>")])
    answer = await client.post("/hooks/node")
    assert (answer.status_code, answer.text) == (418, "<script>alert(1)</script>")
    assert (answer.headers["content-type"], answer.headers["x-mine"]) == ("text/html", "1")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


async def test_nobody_responded(ann: Person, client: httpx.AsyncClient, services: Services) -> None:
    await activate(ann, webhook("node", respond="node"))
    player = Player(services, [ran("hook", {}), ended("hook")])
    refused = problem(await client.post("/hooks/node"), 500, "no_response")
    assert refused["execution_id"] == str(player.requested[0][0])


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (e.ExecutionFailed(code="x", message="a secret", node_id="end", leaves=[]), "execution_failed"),
        (e.ExecutionCancelled(leaves=[]), "execution_cancelled"),
        (e.ExecutionTimedOut(message="a secret", leaves=[]), "execution_timed_out"),
    ],
)
@pytest.mark.parametrize("respond", ["last", "node"])
async def test_a_failed_execution_is_a_problem_that_names_it_and_tells_nothing_else(
    *, ann: Person, client: httpx.AsyncClient, services: Services, respond: str, end: Any, code: str
) -> None:
    await activate(ann, webhook("fails", respond=respond))
    player = Player(services, [failed("end"), end])
    answer = await client.post("/hooks/fails")
    assert problem(answer, 500, code)["execution_id"] == str(player.requested[0][0])
    assert "secret" not in answer.text


async def test_after_a_minute_the_execution_goes_on_alone(
    ann: Person, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert endpoint.PATIENCE == 60
    monkeypatch.setattr(endpoint, "PATIENCE", 0.05)
    await activate(ann, webhook("slow", respond="last"))
    late = problem(await client.post("/hooks/slow"), 504, "still_running")
    assert (await ann.get(f"/api/executions/{late['execution_id']}"))["status"] == "queued"


@pytest.mark.parametrize("content", [b"{", b'{"a": 1e400}', b"[" * 101 + b"]" * 101])
async def test_malformed_json_starts_nothing(ann: Person, client: httpx.AsyncClient, content: bytes) -> None:
    await activate(ann, webhook("orders"))
    refused = await client.post("/hooks/orders", content=content, headers=JSON)
    problem(refused, 422, "invalid_json")
    assert (await ann.get("/api/executions"))["items"] == []


async def test_a_forms_file_is_the_projects_of_the_workflow(
    ann: Person, bob: Person, client: httpx.AsyncClient
) -> None:
    await activate(ann, webhook("orders"))
    answer = good(await client.post("/hooks/orders", files={"f": ("/etc/passwd", b"x")}))
    [file] = (await ann.get("/api/files"))["items"]
    assert (file["name"], file["execution_id"]) == ("/etc/passwd", answer["execution_id"])
    assert (await ann.call("GET", f"/api/files/{file['file_id']}")).content == b"x"
    assert (await bob.get("/api/files"))["items"] == []


async def test_one_byte_above_ten_megabytes_is_too_large(ann: Person, client: httpx.AsyncClient) -> None:
    await activate(ann, webhook("orders"))
    problem(await client.post("/hooks/orders", content=b"x" * (10 * 1024 * 1024 + 1)), 413, "too_large")


async def test_the_draft_of_nobody_answers_and_unknown_paths_cost_no_memory(
    client: httpx.AsyncClient, projector: None, services: Services
) -> None:
    for _ in range(3):
        problem(await client.get(f"/hooks/{uuid4()}"), 404, "not_found")
    assert not services.webhooks._kept


async def test_no_cors_is_granted(ann: Person, client: httpx.AsyncClient) -> None:
    await activate(ann, webhook("orders"))
    for answer in (
        await client.post("/hooks/orders", headers={"Origin": "https://evil.example"}),
        await client.options("/api/user", headers={"Origin": "https://evil.example"}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]
