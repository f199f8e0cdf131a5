"""Undo and redo over the API: one's own steps, from the tape, whatever tab or process."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from commands.apply_commands import apply_commands
from domain.tape import Cause
from tests.web.people import Person, good, problem
from tests.web.test_edits import added, configured, send
from tests.web.workflows import create
from web.api.services import Services


async def take_back(ann: Person, workflow: Any, direction: str = "undo", **more: Any) -> Any:
    body = {"expected_version": workflow["version"], **more}
    return await ann.call("POST", f"/api/workflows/{workflow['id']}/{direction}", body)


async def drawn(ann: Person, workflow: Any) -> Any:
    return (await ann.get(f"/api/workflows/{workflow['id']}"))["definition"]


async def test_steps_are_undone_and_redone_one_by_one(ann: Person) -> None:
    workflow = await create(ann)
    states = [workflow["definition"]]
    for commands in (
        [added("x"), configured(2)],
        [configured(3)],
        [{"type": "remove_node", "node_id": "set"}],
    ):
        workflow["version"] = good(await send(ann, workflow, *commands))["version"]
        states.append(await drawn(ann, workflow))
    for state in states[-2::-1]:
        done = good(await take_back(ann, workflow))
        assert {node["id"]: node for node in (await drawn(ann, workflow))["nodes"]} == {
            node["id"]: node for node in state["nodes"]
        }
    assert (done["undo"], bool(done["redo"])) == (None, True)
    problem(await take_back(ann, workflow), 409, "nothing_to_undo")
    for state in states[1:]:
        done = good(await take_back(ann, workflow, "redo"))
        assert await drawn(ann, workflow) | {"nodes": 0} == state | {"nodes": 0}
    problem(await take_back(ann, workflow, "redo"), 409, "nothing_to_redo")
    good(await take_back(ann, workflow))
    shown = await ann.get(f"/api/workflows/{workflow['id']}/undo")
    assert shown["redo"]["changes"]


async def test_doing_something_else_forgets_what_could_be_redone(ann: Person) -> None:
    workflow = await create(ann)
    workflow["version"] = good(await send(ann, workflow, configured(2)))["version"]
    workflow["version"] = good(await take_back(ann, workflow))["version"]
    good(await send(ann, workflow, configured(7)))
    shown = await ann.get(f"/api/workflows/{workflow['id']}/undo")
    assert shown["redo"] is None
    assert shown["undo"]["changes"] == {"workflow.node_configured": 1}


async def test_an_undo_that_comes_again_is_not_done_twice(ann: Person) -> None:
    workflow, batch = await create(ann), str(uuid4())
    for value in (2, 3):
        workflow["version"] = good(await send(ann, workflow, configured(value)))["version"]
    answers = [good(await take_back(ann, workflow, batch_id=batch)) for _ in range(2)]
    assert answers[0]["version"] == answers[1]["version"]
    [_, node] = (await drawn(ann, workflow))["nodes"]
    assert node["parameters"]["fields"][0]["value"] == 2


async def test_requests_of_one_step_are_undone_together_unless_something_came_between(ann: Person) -> None:
    workflow, step = await create(ann), str(uuid4())
    for value in (2, 3):
        workflow["version"] = good(await send(ann, workflow, configured(value), step_id=step))["version"]
    workflow["version"] = good(await send(ann, workflow, added("x")))["version"]
    for value in (4, 5):
        workflow["version"] = good(await send(ann, workflow, configured(value), step_id=step))["version"]
    values = []
    for _ in range(3):
        workflow["version"] = good(await take_back(ann, workflow))["version"]
        [_, node, *more] = (await drawn(ann, workflow))["nodes"]
        values.append((node["parameters"]["fields"][0]["value"], len(more)))
    assert values == [(3, 1), (3, 0), (1, 0)]


async def test_what_undoing_would_do_is_known_before(ann: Person, services: Services) -> None:
    workflow = await create(ann)
    workflow["version"] = good(await send(ann, workflow, configured(2)))["version"]
    path = f"/api/workflows/{workflow['id']}/undo"
    shown = await ann.get(path)
    [edit] = shown["undo"]["edits"]
    assert (shown["version"], edit["type"]) == (workflow["version"], "workflow.node_configured")
    assert edit["data"]["parameters"]["fields"][0]["value"] == 1
    await by_somebody_else(services, ann, workflow, configured(5))
    assert (await ann.get(path))["undo"]["edits"] is None


async def test_an_answer_brings_what_others_did_meanwhile(ann: Person, services: Services) -> None:
    workflow, batch = await create(ann), str(uuid4())
    await by_somebody_else(services, ann, workflow, added("theirs"))
    first = good(await send(ann, workflow, configured(2), added("mine"), batch_id=batch))
    again = good(await send(ann, workflow, configured(2), added("mine"), batch_id=batch))
    for answer in (first, again):
        assert [event["data"]["node_id"] for event in answer["events"]] == ["theirs"]
    workflow["version"] = first["version"]
    assert good(await send(ann, workflow, configured(3)))["events"] == []


async def by_somebody_else(services: Services, ann: Person, workflow: Any, *commands: Any) -> None:
    [first] = await services.context.store.load(UUID(workflow["id"]), upto=1)
    cause = Cause(project_id=first.project_id, actor=f"user:{uuid4()}")
    asked: Any = {"workflow_id": first.stream_id, "expected_version": workflow["version"]}
    await apply_commands(services.context, cause, **asked, commands=commands)


async def test_others_steps_stay_and_are_not_ones_own_to_undo(ann: Person, services: Services) -> None:
    workflow = await create(ann)
    workflow["version"] = good(await send(ann, workflow, configured(2)))["version"]
    await by_somebody_else(services, ann, workflow, added("theirs"))
    good(await take_back(ann, workflow))
    nodes = (await drawn(ann, workflow))["nodes"]
    assert [node["id"] for node in nodes] == ["start", "set", "theirs"]
    assert nodes[1]["parameters"]["fields"][0]["value"] == 1
    problem(await take_back(ann, workflow), 409, "nothing_to_undo")


async def test_a_step_that_others_changed_since_is_refused_and_can_be_skipped(
    ann: Person, services: Services
) -> None:
    workflow = await create(ann)
    for commands in ([added("mine")], [configured(2)]):
        workflow["version"] = good(await send(ann, workflow, *commands))["version"]
    await by_somebody_else(services, ann, workflow, configured(5))
    refused = problem(await take_back(ann, workflow), 409, "version_conflict")
    assert [event["type"] for event in refused["events"]] == ["workflow.node_configured"]
    good(await take_back(ann, workflow, skip=True))
    good(await take_back(ann, workflow))
    nodes = (await drawn(ann, workflow))["nodes"]
    assert [node["id"] for node in nodes] == ["start", "set"]
    assert nodes[1]["parameters"]["fields"][0]["value"] == 5


@pytest.mark.parametrize("what", ["note", "group"])
async def test_notes_and_groups_are_edited_one_by_one(ann: Person, what: str) -> None:
    workflow = await create(ann)
    for identity in ("1", "2"):
        command = {"type": f"add_{what}", what: {"id": identity, "text": "a"}}
        good(await send(ann, workflow, command))
    changed = {"type": f"change_{what}", what: {"id": "1", "text": "b"}}
    now = good(await send(ann, workflow | {"version": workflow["version"] + 2}, changed))
    stale = {"type": f"change_{what}", what: {"id": "1", "text": "c"}}
    problem(await send(ann, workflow | {"version": workflow["version"] + 2}, stale), 409, "version_conflict")
    assert (await drawn(ann, workflow))[f"{what}s"] == [{"id": "1", "text": "b"}, {"id": "2", "text": "a"}]
    good(await send(ann, workflow | now, {"type": f"remove_{what}", f"{what}_id": "2"}))
    assert (await drawn(ann, workflow))[f"{what}s"] == [{"id": "1", "text": "b"}]
    for wrong in ({"id": ""}, {}, {"id": 1}):
        refused = await send(ann, workflow | now, {"type": f"add_{what}", what: wrong})
        problem(refused, 422, "invalid_command")
    twice = {"type": f"add_{what}", what: {"id": "1"}}
    version = (await ann.get(f"/api/workflows/{workflow['id']}"))["version"]
    problem(await send(ann, workflow | {"version": version}, twice), 422, "invalid_command")
