"""Running again, and running a part: what is asked for on the tape, for the worker to take up."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.json_text import read_back
from tests.projections.stories import claimed, completed, failed
from tests.web.people import Person, good, problem
from tests.web.worker import append, ended, ran
from tests.web.workflows import create
from web.api.services import Services


def step(node_id: str) -> dict[str, Any]:
    return {"id": node_id, "type": "flow.noop"}


CHAIN = {
    "nodes": [{"id": "start", "type": "trigger.manual"}, step("a"), step("b"), step("c")],
    "edges": [
        {"source": "start", "target": "a"},
        {"source": "a", "target": "b"},
        {"source": "b", "target": "c"},
    ],
}
FORKED = {
    "nodes": [
        {"id": "start", "type": "trigger.manual"},
        {"id": "if", "type": "flow.if", "parameters": {"condition": True}},
        step("yes"),
    ],
    "edges": [
        {"source": "start", "target": "if"},
        {"source": "if", "source_port": "true", "target": "yes"},
    ],
}


class Asked:
    """What is on tape of an execution that was asked for."""

    def __init__(self, event: Any, data: bytes | None) -> None:
        self.event = event
        self.data = read_back(data) if data else {}


async def asked(services: Services, execution_id: str) -> Asked:
    [first] = await services.context.store.load(UUID(execution_id), upto=1)
    return Asked(first.event, first.data)


async def execute(ann: Person, workflow: Any, body: Any = None, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await ann.call("POST", f"/api/workflows/{workflow['id']}/execute", body, headers=sent)


async def fork(ann: Person, execution: str, body: Any = None, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await ann.call("POST", f"/api/executions/{execution}/fork", body, headers=sent)


async def over(ann: Person, services: Services, workflow: Any, *events: Any, body: Any = None) -> str:
    """An execution that has come so far."""
    started = good(await execute(ann, workflow, body))
    await append(services, started["execution_id"], claimed(), *events)
    return str(started["execution_id"])


async def edited(ann: Person, workflow: Any, definition: Any) -> Any:
    body = {"definition": definition, "expected_version": workflow["version"]}
    return good(await ann.call("PUT", f"/api/workflows/{workflow['id']}/definition", body))


async def test_a_fork_from_a_node_on_the_same_version(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    source = await over(ann, services, workflow, ran("start", {}), failed("b"), body={"input": {"n": 2**70}})
    await edited(ann, workflow, {**CHAIN, "edges": []})
    answer = await fork(ann, source, {"from_node": "b"})
    assert answer.status_code == 202
    made = await asked(services, good(answer)["execution_id"])
    assert made.event.forked == {"execution_id": source, "from_node": "b"}
    assert (made.event.workflow_version, made.event.trigger_node) == (workflow["version"], "start")
    assert (made.event.trigger, made.event.priority) == ("manual", 0)
    assert made.data == {"input": {"n": 2**70}}
    shown = await ann.get(f"/api/executions/{good(answer)['execution_id']}")
    assert shown["position"] == good(answer)["position"]


async def test_a_fork_from_the_start_with_another_input_on_the_newest_version(
    ann: Person, services: Services
) -> None:
    workflow = await create(ann, CHAIN)
    source = await over(ann, services, workflow, ended(), body={"input": {"n": 1}})
    changed = await edited(ann, workflow, {**CHAIN, "nodes": [*CHAIN["nodes"], step("d")]})
    body = {"version": "newest", "input": [{"n": 2}], "data": {"a": [{"json": {"x": 1}}], "b": {"y": 2}}}
    made = await asked(services, good(await fork(ann, source, body))["execution_id"])
    assert made.event.forked == {"execution_id": source, "from_node": None}
    assert made.event.workflow_version == changed["version"]
    assert made.data["input"] == [{"n": 2}]
    assert made.data["given"] == {"a": [{"json": {"x": 1}}], "b": [{"json": {"y": 2}}]}


async def test_what_still_runs_can_be_forked_and_so_can_a_fork(ann: Person, services: Services) -> None:
    source = await over(ann, services, await create(ann, CHAIN), ran("start", {}))
    first = good(await fork(ann, source, {"from_node": "a", "data": {"start": {"s": 1}}}))["execution_id"]
    second = await asked(services, good(await fork(ann, first, {"from_node": "b"}))["execution_id"])
    assert second.event.forked == {"execution_id": first, "from_node": "b"}
    assert second.data == {"given": {"start": [{"json": {"s": 1}}]}}


async def test_what_was_given_for_the_node_itself_is_not_given_again(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    source = await over(ann, services, workflow, ended(), body={"given": {"a": {"x": 1}, "start": {"y": 1}}})
    made = await asked(services, good(await fork(ann, source, {"from_node": "a"}))["execution_id"])
    assert made.data == {"given": {"start": [{"json": {"y": 1}}]}}


@pytest.mark.parametrize(("from_node", "until"), [(None, "b"), ("a", "b"), ("b", "b"), ("c", None)])
async def test_a_fork_ends_where_its_source_was_to_end_if_it_leads_there(
    ann: Person, services: Services, from_node: str | None, until: str | None
) -> None:
    source = await over(ann, services, await create(ann, CHAIN), ended(), body={"until_node": "b"})
    body = {} if from_node is None else {"from_node": from_node}
    made = await asked(services, good(await fork(ann, source, body))["execution_id"])
    assert made.event.until_node == until


@pytest.mark.parametrize(
    ("body", "code", "loc"),
    [
        ({"from_node": "nowhere"}, "invalid_execution", ["from_node"]),
        ({"version": "next"}, "invalid_request", ["version"]),
        ({"from_node": "a", "input": {}}, "invalid_execution", ["input"]),
        ({"input": 7}, "invalid_input", ["input"]),
        ({"data": {"nowhere": []}}, "invalid_data", ["data", "nowhere"]),
        ({"data": {"a": 7}}, "invalid_data", ["data", "a"]),
        ({"data": {"a": [{"json": {}, "binary": 7}]}}, "invalid_data", ["data", "a", 0, "binary"]),
        ({"more": 1}, "invalid_request", ["more"]),
    ],
)
async def test_a_fork_that_makes_no_sense_is_refused(
    ann: Person, services: Services, body: dict[str, Any], code: str, loc: list[Any]
) -> None:
    source = await over(ann, services, await create(ann, CHAIN), ended())
    assert problem(await fork(ann, source, body), 422, code)["errors"][0]["loc"] == loc


async def test_a_newest_version_with_problems_or_without_the_trigger_is_refused(
    ann: Person, services: Services
) -> None:
    workflow = await create(ann, CHAIN)
    source = await over(ann, services, workflow, ended())
    broken = {"nodes": [{"id": "start", "type": "flow.noop"}], "edges": []}
    changed = await edited(ann, workflow, broken)
    problem(await fork(ann, source, {"version": "newest"}), 422, "not_runnable")
    other = {"nodes": [{"id": "begin", "type": "trigger.manual"}], "edges": []}
    await edited(ann, {**workflow, "version": changed["version"]}, other)
    refused = problem(await fork(ann, source, {"version": "newest"}), 422, "invalid_execution")
    assert "'start'" in refused["detail"]
    good(await fork(ann, source))


async def test_the_same_key_and_body_are_the_same_fork(ann: Person, services: Services) -> None:
    source = await over(ann, services, await create(ann, CHAIN), ended())
    first, again = [good(await fork(ann, source, {"from_node": "a"}, Idempotency_Key="k")) for _ in "ab"]
    assert first == again
    problem(await fork(ann, source, {"from_node": "b"}, Idempotency_Key="k"), 422, "idempotency_key_reused")
    assert len((await ann.get("/api/executions"))["items"]) == 2


async def test_somebody_elses_or_no_execution_is_not_forked(
    ann: Person, bob: Person, services: Services
) -> None:
    source = await over(ann, services, await create(ann, CHAIN), ended())
    problem(await fork(bob, source), 404, "not_found")
    problem(await fork(ann, str(uuid4())), 404, "not_found")


async def test_a_node_alone_runs_over_the_newest_data_before_it(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    await over(ann, services, workflow, ran("start", {}), ran("a", {"old": 1}), ended("a"))
    newest = await over(ann, services, workflow, ran("start", {}), ran("a", {"new": 1}), failed("b"))
    await over(ann, services, workflow, ran("start", {}), failed("a"))
    made = await asked(services, good(await execute(ann, workflow, {"node": "b"}))["execution_id"])
    assert made.event.forked == {"execution_id": newest, "from_node": "b"}
    assert (made.event.until_node, made.event.trigger) == ("b", "manual")
    on = await asked(services, good(await execute(ann, workflow, {"from_node": "b"}))["execution_id"])
    assert (on.event.forked["execution_id"], on.event.until_node) == (newest, None)
    body = {"from_node": "b", "until_node": "c"}
    upto = await asked(services, good(await execute(ann, workflow, body))["execution_id"])
    assert (upto.event.forked["from_node"], upto.event.until_node) == ("b", "c")


async def test_data_that_left_by_another_port_is_no_data_for_it(ann: Person, services: Services) -> None:
    workflow = await create(ann, FORKED)
    right = await over(ann, services, workflow, completed("if", {"true": [{"a": 1}], "false": []}))
    await over(ann, services, workflow, completed("if", {"true": [], "false": [{"a": 1}]}))
    made = await asked(services, good(await execute(ann, workflow, {"node": "yes"}))["execution_id"])
    assert made.event.forked["execution_id"] == right


async def test_without_recorded_data_it_says_what_to_do(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    await over(ann, services, workflow, ran("start", {}), failed("a"))
    refused = problem(await execute(ann, workflow, {"node": "b"}), 422, "no_recorded_data")
    assert "run the workflow once, or pin data to 'a'" in refused["detail"]
    assert refused["errors"][0]["loc"] == ["from_node"]
    loose = await create(ann, {**CHAIN, "edges": CHAIN["edges"][:1]})
    assert (
        "nothing leads to"
        in problem(await execute(ann, loose, {"node": "c"}), 422, "no_recorded_data")["detail"]
    )


async def test_pinned_and_given_data_stand_in_for_what_is_recorded(ann: Person, services: Services) -> None:
    workflow = await create(ann, {**CHAIN, "pins": {"a": [{"json": {"pinned": 1}}]}})
    unrecorded = await asked(services, good(await execute(ann, workflow, {"node": "b"}))["execution_id"])
    assert unrecorded.event.forked is None
    assert (unrecorded.event.from_node, unrecorded.event.until_node) == ("b", "b")
    assert unrecorded.data == {"given": {"a": [{"json": {"pinned": 1}}]}}
    source = await over(ann, services, workflow, ran("start", {}), completed("a", {"main": []}))
    pinned = await asked(services, good(await execute(ann, workflow, {"node": "b"}))["execution_id"])
    assert pinned.event.forked["execution_id"] == source
    assert pinned.data == {"given": {"a": [{"json": {"pinned": 1}}]}}
    body = {"node": "b", "given": {"a": [{"g": 1}]}}
    given = await asked(services, good(await execute(ann, workflow, body))["execution_id"])
    assert given.data == {"given": {"a": [{"json": {"g": 1}}]}}


async def test_a_trigger_alone_needs_no_data(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    made = await asked(services, good(await execute(ann, workflow, {"node": "start"}))["execution_id"])
    assert (made.event.forked, made.event.trigger_node, made.event.until_node) == (None, "start", "start")


@pytest.mark.parametrize(
    "body",
    [
        {"node": "a", "from_node": "a"},
        {"node": "a", "until_node": "b"},
        {"node": "a", "input": {}},
        {"from_node": "a", "trigger_node": "start"},
    ],
)
async def test_parts_that_do_not_fit_together_are_refused(ann: Person, body: dict[str, Any]) -> None:
    problem(await execute(ann, await create(ann, CHAIN), body), 422, "invalid_request")


async def test_the_same_key_is_the_same_part_whatever_has_been_recorded_since(
    ann: Person, services: Services
) -> None:
    workflow = await create(ann, CHAIN)
    await over(ann, services, workflow, ran("start", {}), ran("a", {}))
    first = good(await execute(ann, workflow, {"node": "b"}, Idempotency_Key="k"))
    await over(ann, services, workflow, ran("start", {}), ran("a", {}))
    assert good(await execute(ann, workflow, {"node": "b"}, Idempotency_Key="k")) == first
    other = await execute(ann, workflow, {"node": "c"}, Idempotency_Key="k")
    problem(other, 422, "idempotency_key_reused")


async def test_another_projects_recordings_are_not_found(
    ann: Person, bob: Person, services: Services
) -> None:
    workflow = await create(ann, CHAIN)
    await over(ann, services, workflow, ran("start", {}), ran("a", {}))
    problem(await execute(bob, workflow, {"node": "b"}), 404, "not_found")
