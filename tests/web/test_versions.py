"""Versions of a workflow: looking through them, bringing one back, and which of them runs."""

from typing import Any
from uuid import UUID

import pytest

from tests.web.people import Person, good, problem
from tests.web.workflows import MANUAL, activate, create, webhook
from web.api.services import Services


async def define(ann: Person, workflow: Any, definition: Any) -> Any:
    body = {"definition": definition, "expected_version": workflow["version"]}
    return good(await ann.call("PUT", f"/api/workflows/{workflow['id']}/definition", body))


async def restore(ann: Person, workflow: Any, version: int, expected: int) -> Any:
    body = {"version": version, "expected_version": expected}
    return await ann.call("POST", f"/api/workflows/{workflow['id']}/restore", body)


async def test_the_history_names_its_authors(ann: Person) -> None:
    workflow = await create(ann)
    [entry] = (await ann.get(f"/api/workflows/{workflow['id']}/versions"))["items"]
    assert entry["version"] == workflow["version"]
    assert entry["author"] == {"id": str(ann.id), "name": "ann@example.org"}
    await ann.call("PATCH", "/api/user", {"first_name": "Ann", "last_name": "O'Nym"})
    [entry] = (await ann.get(f"/api/workflows/{workflow['id']}/versions"))["items"]
    assert entry["author"]["name"] == "Ann O'Nym"
    await ann.post(f"/api/workflows/{workflow['id']}/publish")
    [entry] = (await ann.get(f"/api/workflows/{workflow['id']}/versions"))["items"]
    assert entry["is_published"]


async def test_an_earlier_definition_comes_back_as_edits(ann: Person) -> None:
    workflow = await create(ann)
    emptied = await define(ann, workflow, {"nodes": []})
    done = good(await restore(ann, workflow, workflow["version"], emptied["version"]))
    assert done["version"] > emptied["version"]
    assert done["problems"] == []
    now = await ann.get(f"/api/workflows/{workflow['id']}")
    assert (now["definition"], now["version"]) == (workflow["definition"], done["version"])
    newest, *_ = (await ann.get(f"/api/workflows/{workflow['id']}/versions"))["items"]
    assert newest["restored"] == workflow["version"]
    again = good(await restore(ann, workflow, workflow["version"], done["version"]))
    assert again["version"] == done["version"], "nothing to do"


async def test_restoring_over_somebodys_change_is_refused(ann: Person) -> None:
    workflow = await create(ann)
    changed = await define(ann, workflow, {"nodes": []})
    refused = problem(await restore(ann, workflow, 1, workflow["version"]), 409, "version_conflict")
    assert refused["current_version"] == changed["version"]
    assert [event["type"] for event in refused["events"]]


@pytest.mark.parametrize("version", [0, 99])
async def test_a_version_that_never_was_can_not_be_restored(ann: Person, version: int) -> None:
    workflow = await create(ann)
    answer = await restore(ann, workflow, version, workflow["version"])
    code = "invalid_version" if version else "invalid_request"
    assert problem(answer, 422, code)["errors"][0]["loc"] == ["version"]


async def test_what_is_published_stays_when_a_version_is_restored(ann: Person) -> None:
    workflow = await activate(ann, webhook("restored"))
    published = workflow["published_version"]
    changed = await define(ann, workflow, MANUAL)
    good(await restore(ann, workflow, 1, changed["version"]))
    now = await ann.get(f"/api/workflows/{workflow['id']}")
    assert (now["published_version"], now["is_active"]) == (published, True)
    assert now["definition"]["nodes"] == []
    started = good(await ann.client.post("/hooks/restored"))
    execution = await ann.get(f"/api/executions/{started['execution_id']}")
    assert execution["workflow_version"] == published


async def test_people_run_the_draft_and_webhooks_what_is_published(ann: Person) -> None:
    workflow = await activate(ann, webhook("published"))
    changed = await define(ann, workflow, {**webhook("published"), "notes": [{"text": "changed"}]})
    by_hand = await ann.post(f"/api/workflows/{workflow['id']}/execute")
    by_hook = good(await ann.client.post("/hooks/published"))
    versions = [
        (await ann.get(f"/api/executions/{started['execution_id']}"))["workflow_version"]
        for started in (by_hand, by_hook)
    ]
    assert versions == [changed["version"], workflow["published_version"]]
    now = await ann.get(f"/api/workflows/{workflow['id']}")
    assert now["definition_version"] == changed["definition_version"] > now["published_version"]
    published = await ann.post(f"/api/workflows/{workflow['id']}/publish")
    assert published["definition_version"] == changed["version"] == published["published_version"]
    newest = good(await ann.client.post("/hooks/published"))
    execution = await ann.get(f"/api/executions/{newest['execution_id']}")
    assert execution["workflow_version"] == changed["version"]
    await ann.post(f"/api/workflows/{workflow['id']}/deactivate")
    problem(await ann.client.post("/hooks/published"), 404, "not_found")
    await ann.post(f"/api/workflows/{workflow['id']}/activate")
    good(await ann.client.post("/hooks/published"))


async def test_the_workflows_priority_counts_but_not_before_people(ann: Person, services: Services) -> None:
    workflow = await activate(ann, {**webhook("urgent"), "settings": {"priority": 3}})
    plain = await activate(ann, webhook("plain"))
    started = [good(await ann.client.post(f"/hooks/{path}")) for path in ("urgent", "plain")]
    started += [await ann.post(f"/api/workflows/{each['id']}/execute") for each in (workflow, plain)]
    firsts = [(await services.context.store.load(UUID(each["execution_id"]), upto=1))[0] for each in started]
    assert [first.event.priority for first in firsts] == [3, 1, 0, 0]
