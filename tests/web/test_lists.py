"""What the lists of workflows and executions show, and how they are narrowed down."""

from typing import Any

import pytest

from domain.execution.events import ExecutionFailed
from tests.projections.stories import claimed
from tests.web.people import Person, good, problem
from tests.web.worker import append, ended
from tests.web.workflows import create
from web.api.services import Services


async def names(ann: Person, query: str = "") -> list[str]:
    """Of all pages, of two each."""
    found: list[str] = []
    cursor = ""
    while True:
        page = await ann.get(f"/api/workflows?limit=2&{query}{cursor}")
        found += [each["name"] for each in page["items"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


async def filed(ann: Person, workflow: Any, **about: Any) -> None:
    good(await ann.call("PATCH", f"/api/workflows/{workflow['id']}", about))


async def test_workflows_are_sorted_as_somebody_wants(ann: Person) -> None:
    made = [await create(ann, name=name) for name in ("b", "C", "a", "d", "A")]
    await filed(ann, made[1], description="changed")
    assert await names(ann) == ["A", "d", "a", "C", "b"]
    assert await names(ann, "sort=updated") == ["C", "A", "d", "a", "b"]
    assert await names(ann, "sort=name") == ["a", "A", "b", "C", "d"]
    cursor = (await ann.get("/api/workflows?limit=2&sort=name"))["next_cursor"]
    problem(await ann.call("GET", f"/api/workflows?sort=created&cursor={cursor}"), 422, "invalid_cursor")
    problem(await ann.call("GET", "/api/workflows?sort=id"), 422, "invalid_request")


async def test_workflows_are_found_by_folder_and_tag(ann: Person, bob: Person) -> None:
    made = [await create(ann, name=name) for name in ("a", "b", "c")]
    await filed(ann, made[0], folder="Work", tags=["x", "y\0"])
    await filed(ann, made[1], folder="Work", tags=["x"])
    await filed(bob, await create(bob), folder="Theirs", tags=["z"])
    assert await names(ann, "folder=Work") == ["b", "a"]
    assert await names(ann, "folder=") == ["c"]
    assert await names(ann, "folder=Work&tag=y%00") == ["a"]
    assert (await ann.get("/api/workflows/tags"))["items"] == [
        {"name": "x", "workflows": 2},
        {"name": "y\0", "workflows": 1},
    ]
    assert (await ann.get("/api/workflows/folders"))["items"] == [{"name": "Work", "workflows": 2}]


async def test_an_archived_workflow_is_listed_apart_and_comes_back(ann: Person, bob: Person) -> None:
    workflow = await create(ann, name="old")
    await create(ann, name="new")
    path = f"/api/workflows/{workflow['id']}"
    await ann.post(f"{path}/activate")
    assert (await ann.call("DELETE", path)).status_code == 204
    assert (await names(ann), await names(ann, "archived=true")) == (["new"], ["old"])
    problem(await bob.call("POST", f"{path}/unarchive"), 404, "not_found")
    for _ in range(2):
        back = await ann.post(f"{path}/unarchive")
        assert (back["archived"], back["is_active"]) == (False, False)
    assert (await names(ann), await names(ann, "archived=true")) == (["new", "old"], [])
    assert (await ann.get(path))["definition"] == workflow["definition"]


async def test_a_workflow_is_listed_with_its_last_execution(ann: Person, services: Services) -> None:
    workflow = await create(ann)
    [listed] = (await ann.get("/api/workflows"))["items"]
    assert listed["last_execution"] is None
    for events in ([claimed(), ended()], [claimed()]):
        started = await ann.post(f"/api/workflows/{workflow['id']}/execute")
        await append(services, started["execution_id"], *events)
    [listed] = (await ann.get("/api/workflows"))["items"]
    last = listed["last_execution"]
    assert (last["id"], last["status"], last["trigger"]) == (started["execution_id"], "running", "manual")
    assert last["completed_at"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 3), ("status=failed", 1), ("status=failed&status=completed", 2), ("status=waiting", 0)],
)
async def test_executions_are_found_by_any_of_several_states(
    ann: Person, services: Services, query: str, expected: int
) -> None:
    workflow = await create(ann)
    failed = ExecutionFailed(code="x", message="y", node_id=None, leaves=[])
    for end in (ended(), failed, claimed()):
        started = await ann.post(f"/api/workflows/{workflow['id']}/execute")
        await append(services, started["execution_id"], end)
    assert len((await ann.get(f"/api/executions?{query}"))["items"]) == expected


async def test_an_unknown_state_is_refused(ann: Person) -> None:
    problem(await ann.call("GET", "/api/executions?status=failed&status=odd"), 422, "invalid_request")
