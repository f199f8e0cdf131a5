"""Executions over HTTP; what a worker writes is written by the test."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domain.execution import events as e
from tests.projections.stories import claimed, failed
from tests.web.people import Person, good, problem
from tests.web.worker import Player, append, ended, log, ran
from tests.web.workflows import create
from web.api.services import Services


async def start(ann: Person, json: Any = None, query: str = "", **headers: str) -> Any:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}/execute{query}"
    return await ann.post(
        path, json, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


async def test_an_execution_is_queued_and_can_be_read_at_once(ann: Person) -> None:
    workflow = await create(ann)
    answer = await ann.call("POST", f"/api/workflows/{workflow['id']}/execute", {"input": {"n": 2**80}})
    assert answer.status_code == 202
    started = good(answer)
    assert set(started) == {"execution_id", "position"}
    execution = await ann.get(f"/api/executions/{started['execution_id']}")
    assert (execution["status"], execution["trigger"], execution["input_data"]) == (
        "queued",
        "manual",
        {"n": 2**80},
    )
    assert execution["workflow_version"] == workflow["version"]
    assert execution["position"] == started["position"]


async def test_a_completed_execution_has_its_nodes_its_logs_and_its_output(
    ann: Person, services: Services
) -> None:
    path = f"/api/executions/{(await start(ann))['execution_id']}"
    identity = path.rpartition("/")[2]
    await log(services, identity, "one", "t\x00wo")
    await append(services, identity, claimed(), ran("start", {}), ran("set", {"a": 1}, {"a": 2}), ended())
    execution = await ann.get(path)
    assert (execution["status"], execution["output_data"]) == ("completed", {"set": [{"a": 1}, {"a": 2}]})
    nodes = (await ann.get(f"{path}/nodes"))["items"]
    assert [(node["node_id"], node["status"], node["items_out"]) for node in nodes] == [
        ("set", "completed", 2),
        ("start", "completed", 1),
    ]
    assert nodes[0]["output"] == {"main": [{"json": {"a": 1}}, {"json": {"a": 2}}]}
    lines = (await ann.get(f"{path}/logs"))["items"]
    assert [(line["line"], line["stream"]) for line in lines] == [("one", "stdout"), ("t\x00wo", "stdout")]
    page = await ann.get(f"{path}/data/set?limit=1&offset=1")
    assert page == {"items": [{"json": {"a": 2}}], "next_cursor": None}


async def test_items_are_paged_like_every_list(ann: Person, services: Services) -> None:
    started = await start(ann)
    await append(services, started["execution_id"], claimed(), ran("set", *({"a": n} for n in range(3))))
    path = f"/api/executions/{started['execution_id']}/data/set?limit=2"
    first = await ann.get(path)
    assert first["items"] == [{"json": {"a": 0}}, {"json": {"a": 1}}]
    rest = await ann.get(f"{path}&cursor={first['next_cursor']}")
    assert rest == {"items": [{"json": {"a": 2}}], "next_cursor": None}
    for cursor in ("", "x", "-1", "9" * 30):
        problem(await ann.call("GET", f"{path}&cursor={cursor}"), 422, "invalid_cursor")


@pytest.mark.parametrize("priority", [0, 9])
async def test_an_execution_takes_the_priorities_of_a_workflow(ann: Person, priority: int) -> None:
    started = await start(ann, {"priority": priority})
    assert (await ann.get(f"/api/executions/{started['execution_id']}"))["priority"] == priority


async def test_events_are_told_oldest_first(ann: Person, services: Services) -> None:
    started = await start(ann)
    await append(services, started["execution_id"], claimed(), failed("set"))
    events = (await ann.get(f"/api/executions/{started['execution_id']}/events"))["items"]
    assert [(event["version"], event["type"]) for event in events] == [
        (1, "execution.requested"),
        (2, "execution.claimed"),
        (3, "execution.node_failed"),
    ]
    assert set(events[0]) == {"position", "version", "type", "at", "actor", "data"}
    assert events[0]["actor"] == f"user:{ann.id}"
    assert events[2]["data"]["message"] == "it broke"


async def test_waiting_gives_the_execution_once_it_is_over(ann: Person, services: Services) -> None:
    Player(services, [ran("set", {"a": 1}), ended()])
    execution = await start(ann, {"input": None}, "?wait=30")
    assert (execution["status"], execution["output_data"]) == ("completed", {"set": [{"a": 1}]})


async def test_waiting_too_long_gives_what_starting_gives(ann: Person) -> None:
    workflow = await create(ann)
    answer = await ann.call("POST", f"/api/workflows/{workflow['id']}/execute?wait=1")
    assert answer.status_code == 202
    assert set(good(answer)) == {"execution_id", "position"}


async def test_waiting_ends_when_the_process_stops(ann: Person, services: Services) -> None:
    workflow = await create(ann)
    requested = asyncio.Event()
    services.tail.on_topics("execution.requested", lambda _: requested.set())
    asked = asyncio.ensure_future(ann.call("POST", f"/api/workflows/{workflow['id']}/execute?wait=300"))
    await asyncio.wait_for(requested.wait(), 5)
    services.stopping.set()
    assert (await asyncio.wait_for(asked, 5)).status_code == 202


@pytest.mark.parametrize("query", ["wait=0", "wait=301", "wait=x"])
async def test_a_wrong_time_to_wait_is_refused(ann: Person, query: str) -> None:
    workflow = await create(ann)
    problem(
        await ann.call("POST", f"/api/workflows/{workflow['id']}/execute?{query}"), 422, "invalid_request"
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"more": 1}, "invalid_request"),
        ({"priority": 10}, "invalid_request"),
        ({"input": 7}, "invalid_input"),
        ({"until_node": "nowhere"}, "invalid_execution"),
        ({"trigger_node": "set"}, "invalid_execution"),
    ],
)
async def test_a_wrong_field_is_refused(ann: Person, body: dict[str, Any], code: str) -> None:
    workflow = await create(ann)
    refused = problem(await ann.call("POST", f"/api/workflows/{workflow['id']}/execute", body), 422, code)
    assert refused["errors"][0]["loc"] == list(body)


async def test_the_same_key_and_body_are_the_same_execution(ann: Person, services: Services) -> None:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}/execute"
    first, second = [
        await ann.post(path, {"input": {"a": 1}}, headers={"Idempotency-Key": "k"}) for _ in "ab"
    ]
    assert first == second
    for body in ({"input": {"a": 2}}, {"input": {"a": 1}, "priority": 3}, {}):
        other = await ann.call("POST", path, body, headers={"Idempotency-Key": "k"})
        problem(other, 422, "idempotency_key_reused")
    assert len((await ann.get("/api/executions"))["items"]) == 1
    await append(services, first["execution_id"], ended())
    again = await ann.post(f"{path}?wait=5", {"input": {"a": 1}}, headers={"Idempotency-Key": "k"})
    assert again["status"] == "completed"


async def test_cancelling_is_on_tape(ann: Person) -> None:
    started = await start(ann)
    path = f"/api/executions/{started['execution_id']}"
    answer = await ann.call("POST", f"{path}/cancel")
    assert answer.status_code == 202
    assert good(answer)["position"] > started["position"]
    assert (await ann.get(f"{path}/events"))["items"][-1]["type"] == "execution.cancel_requested"


async def test_lists_can_be_narrowed(ann: Person, services: Services) -> None:
    first, second = await start(ann), await start(ann)
    await append(
        services, second["execution_id"], e.ExecutionFailed(code="x", message="m", node_id=None, leaves=[])
    )

    async def found(query: str) -> list[str]:
        return [each["id"] for each in (await ann.get(f"/api/executions?{query}"))["items"]]

    assert await found("") == [second["execution_id"], first["execution_id"]]
    assert await found("status=failed") == [second["execution_id"]]
    assert await found("trigger=webhook") == []
    assert await found("since=2999-01-01T00:00:00Z") == []
    assert len(await found("since=2020-01-01T00:00:00.5-01:30&until=2999-01-01T00:00:00Z")) == 2
    workflow = (await ann.get(f"/api/executions/{first['execution_id']}"))["workflow_id"]
    assert await found(f"workflow_id={workflow}") == [first["execution_id"]]


@pytest.mark.parametrize(
    "query",
    [
        "status=odd",
        "since=yesterday",
        "since=2020",
        "until=1767225600",
        "since=2026-01-01",
        "since=2026-01-01T00:00:00",
        "workflow_id=1",
    ],
)
async def test_a_wrong_filter_is_refused(ann: Person, query: str) -> None:
    problem(await ann.call("GET", f"/api/executions?{query}"), 422, "invalid_request")


@pytest.mark.parametrize("what", ["", "/nodes", "/logs", "/events", "/data/a", "/data/%00", "/data/..%2f.."])
async def test_an_unknown_execution_is_not_there(ann: Person, what: str) -> None:
    problem(await ann.call("GET", f"/api/executions/{uuid4()}{what}"), 404, "not_found")


@pytest.mark.parametrize("kind", ["execution", "workflow"])
async def test_an_id_that_is_none_is_said_to_be_of_nothing_there(ann: Person, kind: str) -> None:
    answer = await ann.call("GET", f"/api/{kind}s/1234")
    assert f"there is no such {kind}" in problem(answer, 404, "not_found")["detail"]
