"""Workflows over HTTP: shapes, refusals, and reading what was just written."""

from typing import Any
from uuid import uuid4

import pytest

from tests.web.people import Person, good, problem
from tests.web.workflows import MANUAL, activate, create, webhook

FIELDS = {
    "id",
    "name",
    "description",
    "is_active",
    "archived",
    "version",
    "published_version",
    "definition_version",
    "definition",
    "problems",
    "webhooks",
    "tags",
    "folder",
    "created_at",
    "updated_at",
    "position",
}
NOTHING: dict[str, Any] = {"nodes": []}


async def test_a_new_workflow_has_the_shape_of_the_contract_and_can_be_read_at_once(ann: Person) -> None:
    created = await ann.call("POST", "/api/workflows", {"name": "a\x00é", "definition": MANUAL})
    assert created.status_code == 201
    workflow = good(created)
    assert set(workflow) == FIELDS
    assert workflow["definition"]["edges"][0]["source_port"] == "main"
    assert await ann.get(f"/api/workflows/{workflow['id']}") == workflow
    listed = await ann.get("/api/workflows")
    assert [each["id"] for each in listed["items"]] == [workflow["id"]]
    assert listed["next_cursor"] is None


async def test_a_workflow_can_be_created_without_anything_in_it(ann: Person) -> None:
    workflow = await ann.post("/api/workflows", {"name": "Empty"})
    assert workflow["definition"]["nodes"] == []
    assert [each["code"] for each in workflow["problems"]] == ["no_trigger"]


async def test_problems_are_shown_when_saving_and_refused_when_running(ann: Person) -> None:
    workflow = await create(
        ann, {"nodes": [{"id": "start", "type": "trigger.manual"}, {"id": "c", "type": "http.request"}]}
    )
    assert {each["node_id"] for each in workflow["problems"]} == {"c"}
    assert set(workflow["problems"][0]) == {"node_id", "loc", "message", "code", "data"}
    for act in ("execute", "publish", "activate"):
        refused = await ann.call("POST", f"/api/workflows/{workflow['id']}/{act}")
        assert problem(refused, 422, "not_runnable")["problems"] == workflow["problems"]


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"nodes": [{"id": "a", "type": "nothing.known"}]}, "nothing.known"),
        ({"nodes": [{"id": "a", "type": "flow.noop"}] * 2}, "a"),
        ({"nodes": [{"id": "__proto__", "type": "flow.noop"}]}, "__proto__"),
        ({"nodes": [], "edges": [{"source": "a", "target": "b"}]}, "edges"),
        ({"nodes": [], "more": 1}, "more"),
        ({"nodes": [{"id": "a", "type": "flow.noop", "more": 1}]}, "more"),
        ({}, "nodes"),
    ],
)
async def test_a_malformed_definition_is_refused_with_the_place(
    ann: Person, definition: dict[str, Any], said: str
) -> None:
    refused = await ann.call("POST", "/api/workflows", {"name": "a", "definition": definition})
    assert refused.status_code == 422
    body = problem(refused, 422, refused.json()["code"])
    assert body["errors"][0]["loc"][0] == "definition"
    assert said in refused.text


async def test_too_many_nodes_are_too_large(ann: Person) -> None:
    nodes = [{"id": f"n{n}", "type": "flow.noop"} for n in range(10_001)]
    problem(
        await ann.call("POST", "/api/workflows", {"name": "a", "definition": {"nodes": nodes}}),
        413,
        "too_large",
    )


async def test_5000_nodes_come_back(ann: Person) -> None:
    nodes = [{"id": f"n{n}", "type": "flow.noop"} for n in range(4_999)]
    workflow = await create(ann, {"nodes": [{"id": "start", "type": "trigger.manual"}, *nodes]})
    assert len((await ann.get(f"/api/workflows/{workflow['id']}"))["definition"]["nodes"]) == 5_000


@pytest.mark.parametrize(
    "name", ["__proto__", "constructor", "toString", "a\x00b", "😀\u202e", "<img src=x onerror=alert(1)>"]
)
async def test_names_and_keys_may_be_any_text(ann: Person, name: str) -> None:
    definition = {
        "nodes": [{"id": "start", "type": "trigger.manual", "name": name, "position": {"x": 1, "y": 2}}]
    }
    workflow = await create(ann, definition, name)
    shown = await ann.get(f"/api/workflows/{workflow['id']}")
    assert (shown["name"], shown["definition"]["nodes"][0]["name"]) == (name, name)
    assert len((await ann.get("/api/workflows", params={"q": name}))["items"]) == 1


async def test_integers_beyond_a_double_stay_exact_in_every_answer(ann: Person) -> None:
    big = 123456789012345678901234567890
    fields = [{"name": "n", "value": big}]
    definition = {
        "nodes": [
            {"id": "start", "type": "trigger.manual"},
            {"id": "set", "type": "data.set", "parameters": {"fields": fields}},
        ],
        "edges": [{"source": "start", "target": "set"}],
    }
    workflow = await create(ann, definition)
    path = f"/api/workflows/{workflow['id']}"
    configure = {
        "type": "configure_node",
        "node_id": "set",
        "parameters": {"fields": [{"name": "n", "value": big + 1}]},
    }
    published = await ann.post(f"{path}/publish")
    for answer in (workflow, published, await ann.get(path), await ann.post(f"{path}/activate")):
        assert answer["definition"]["nodes"][1]["parameters"]["fields"] == fields
    edit = {"expected_version": workflow["version"], "commands": [configure]}
    await ann.post(f"{path}/commands", edit)
    conflict = problem(await ann.call("POST", f"{path}/commands", edit), 409, "version_conflict")
    tape = await ann.get(f"{path}/events")
    for events in (conflict["events"], tape["items"]):
        configured = [each for each in events if each["type"] == "workflow.node_configured"]
        assert configured[-1]["data"]["parameters"]["fields"] == [{"name": "n", "value": big + 1}]


async def test_replacing_the_definition_needs_the_newest_version(ann: Person) -> None:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}/definition"
    asked = {"definition": NOTHING, "expected_version": workflow["version"]}
    changed = good(await ann.call("PUT", path, asked))
    assert set(changed) == {"version", "definition_version", "position", "problems", "events"}
    assert changed["version"] > workflow["version"]
    assert [each["code"] for each in changed["problems"]] == ["no_trigger"]
    stale = problem(await ann.call("PUT", path, asked), 409, "version_conflict")
    assert stale["current_version"] == changed["version"]
    assert {event["type"].partition(".")[0] for event in stale["events"]} == {"workflow"}


async def test_commands_are_accepted_late_unless_they_touch_the_same(ann: Person) -> None:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}/commands"

    def renaming(node: str, name: str) -> dict[str, Any]:
        commands = [{"type": "rename_node", "node_id": node, "name": name}]
        return {"expected_version": workflow["version"], "commands": commands}

    first = await ann.post(path, renaming("start", "Begin"))
    second = await ann.post(path, renaming("set", "Set it"))
    assert second["version"] == first["version"] + 1
    problem(await ann.call("POST", path, renaming("start", "Else")), 409, "version_conflict")


async def test_a_past_version_can_be_read(ann: Person) -> None:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}"
    asked = {"definition": NOTHING, "expected_version": workflow["version"]}
    good(await ann.call("PUT", f"{path}/definition", asked))
    past = await ann.get(f"{path}?version={workflow['version']}")
    assert past["definition"] == workflow["definition"]
    assert past["version"] == workflow["version"]
    problem(await ann.call("GET", f"{path}?version=999"), 404, "not_found")
    problem(await ann.call("GET", f"{path}?version=0"), 422, "invalid_request")


async def test_description_tags_and_folder_can_be_changed_one_by_one(ann: Person) -> None:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}"
    good(await ann.call("PATCH", path, {"tags": ["a", "b"], "folder": "sales"}))
    changed = good(await ann.call("PATCH", path, {"name": "Other"}))
    assert (changed["name"], changed["tags"], changed["folder"]) == ("Other", ["a", "b"], "sales")
    assert good(await ann.call("PATCH", path, {"folder": None}))["folder"] is None
    assert len((await ann.get("/api/workflows", params={"tag": "b"}))["items"]) == 1
    assert (await ann.get("/api/workflows", params={"tag": "c"}))["items"] == []


async def test_an_archived_workflow_is_gone(ann: Person) -> None:
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}"
    assert (await ann.call("DELETE", path)).status_code == 204
    problem(await ann.call("GET", path), 404, "not_found")
    problem(await ann.call("GET", f"{path}?version=1"), 404, "not_found")
    problem(await ann.call("POST", f"{path}/execute"), 404, "not_found")
    assert (await ann.get("/api/workflows"))["items"] == []


async def test_an_active_workflow_shows_where_it_answers(ann: Person) -> None:
    workflow = await activate(ann, webhook("/orders/:id", methods=["POST", "PUT"]))
    assert workflow["is_active"] is True
    assert workflow["published_version"] is not None
    [hook] = (await ann.get(f"/api/workflows/{workflow['id']}"))["webhooks"]
    assert hook == {
        "node_id": "hook",
        "methods": ["POST", "PUT"],
        "url": "http://127.0.0.1:8000/hooks/orders/:id",
        "taken": False,
    }
    resting = await ann.post(f"/api/workflows/{workflow['id']}/deactivate")
    assert resting["is_active"] is False


async def test_lists_are_paged_newest_first(ann: Person) -> None:
    made = [(await create(ann, name=str(n)))["id"] for n in range(3)]
    first = await ann.get("/api/workflows?limit=2")
    second = await ann.get("/api/workflows", params={"limit": 2, "cursor": first["next_cursor"]})
    assert [each["id"] for each in first["items"] + second["items"]] == made[::-1]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "is_active=perhaps"])
async def test_a_wrong_query_is_refused(ann: Person, query: str) -> None:
    refused = problem(await ann.call("GET", f"/api/workflows?{query}"), 422, "invalid_request")
    assert refused["errors"][0]["loc"] == [query.partition("=")[0]]


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "é"])
async def test_a_wrong_cursor_is_refused(ann: Person, cursor: str) -> None:
    problem(await ann.call("GET", f"/api/workflows?cursor={cursor}"), 422, "invalid_cursor")


@pytest.mark.parametrize("identity", ["1", "x", str(uuid4()), "%00", "..%2f..%2fuser"])
async def test_an_unknown_workflow_is_not_there(ann: Person, identity: str) -> None:
    problem(await ann.call("GET", f"/api/workflows/{identity}"), 404, "not_found")
