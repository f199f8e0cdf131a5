"""Edits as the editor sends them: named by their client, read back from the tape."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.web.people import Person, good, problem
from tests.web.workflows import create


async def send(person: Person, workflow: Any, *commands: Any, **more: Any) -> Any:
    body = {"expected_version": workflow["version"], "commands": commands, **more}
    return await person.call("POST", f"/api/workflows/{workflow['id']}/commands", body)


async def tape(person: Person, workflow: Any, query: str = "") -> Any:
    return await person.get(f"/api/workflows/{workflow['id']}/events{query}")


def added(node_id: str) -> dict[str, Any]:
    return {"type": "add_node", "node": {"id": node_id, "type": "flow.noop"}}


def configured(value: Any) -> dict[str, Any]:
    parameters = {"fields": [{"name": "a", "value": value}]}
    return {"type": "configure_node", "node_id": "set", "parameters": parameters}


async def test_a_batch_that_comes_again_is_answered_and_not_done_twice(ann: Person) -> None:
    workflow, batch = await create(ann), str(uuid4())
    first = good(await send(ann, workflow, added("x"), configured(2), batch_id=batch))
    good(await send(ann, first | workflow | {"version": first["version"]}, configured(3)))
    again = good(await send(ann, workflow, added("x"), configured(2), batch_id=batch))
    assert (again["version"], again["position"]) == (first["version"], first["position"])
    events = (await tape(ann, workflow, f"?since={workflow['version']}"))["items"]
    assert [event["batch_id"] for event in events] == [batch, batch, None]


async def test_the_same_batch_twice_at_once_is_stored_once(ann: Person) -> None:
    workflow, batch = await create(ann), str(uuid4())
    answers = await asyncio.gather(*(send(ann, workflow, added("x"), batch_id=batch) for _ in range(5)))
    assert len({good(answer)["version"] for answer in answers}) == 1
    assert len((await tape(ann, workflow, f"?since={workflow['version']}"))["items"]) == 1


async def test_a_definition_and_a_restored_version_may_be_sent_again_too(ann: Person) -> None:
    workflow, batch = await create(ann), str(uuid4())
    body = {"definition": {"nodes": []}, "expected_version": workflow["version"], "batch_id": batch}
    path = f"/api/workflows/{workflow['id']}"
    [first, again] = [good(await ann.call("PUT", f"{path}/definition", body)) for _ in range(2)]
    assert first["version"] == again["version"]
    body = {"version": workflow["version"], "expected_version": first["version"], "batch_id": str(uuid4())}
    [first, again] = [good(await ann.call("POST", f"{path}/restore", body)) for _ in range(2)]
    assert first["version"] == again["version"]


async def test_a_batch_is_all_or_nothing(ann: Person) -> None:
    workflow = await create(ann)
    refused = await send(ann, workflow, added("x"), added("set"))
    assert problem(refused, 422, "invalid_command")["errors"][0]["loc"][:2] == ["commands", 1]
    assert (await tape(ann, workflow, f"?since={workflow['version']}"))["items"] == []


async def test_a_conflict_shows_what_came_between_and_whose_batch_it_was(ann: Person) -> None:
    workflow, batch = await create(ann), str(uuid4())
    good(await send(ann, workflow, configured(2), batch_id=batch))
    refused = problem(await send(ann, workflow, configured(3)), 409, "version_conflict")
    [event] = refused["events"]
    assert (event["type"], event["batch_id"]) == ("workflow.node_configured", batch)


async def test_the_tape_of_a_workflow_is_read_page_by_page_either_way(ann: Person) -> None:
    workflow = await create(ann)
    for number in range(4):
        workflow["version"] = good(await send(ann, workflow, configured(number + 2)))["version"]
    everything = (await tape(ann, workflow, "?limit=1000"))["items"]
    assert [event["version"] for event in everything] == list(range(1, workflow["version"] + 1))
    assert everything[-1]["data"] == {
        "node_id": "set",
        "parameters": {"fields": [{"name": "a", "value": 5}]},
    }
    assert everything[0]["author"] == {"id": str(ann.id), "name": ann.email}
    for order, expected in (("oldest", everything), ("newest", everything[::-1])):
        found: list[Any] = []
        cursor = ""
        while True:
            page = await tape(ann, workflow, f"?order={order}&limit=3{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert found == expected
    newer = await tape(ann, workflow, f"?order=newest&since={workflow['version'] - 2}&limit=2")
    assert [event["version"] for event in newer["items"]] == [workflow["version"], workflow["version"] - 1]
    assert newer["next_cursor"] is None


@pytest.mark.parametrize("query", ["order=x", "since=-1", "limit=1001", "cursor=x"])
async def test_a_wrong_question_about_the_tape_is_refused(ann: Person, query: str) -> None:
    workflow = await create(ann)
    assert (await ann.call("GET", f"/api/workflows/{workflow['id']}/events?{query}")).status_code == 422
