"""Deciding about node runs that wait."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.json_text import read_back
from tests.projections.stories import claimed, completed, paused, waiting
from tests.web.people import Person, good, problem
from tests.web.worker import append, ended
from tests.web.workflows import create
from web.api.services import Services


@pytest.fixture
async def execution(ann: Person) -> str:
    workflow = await create(ann)
    return str((await ann.post(f"/api/workflows/{workflow['id']}/execute"))["execution_id"])


async def decide(ann: Person, execution: str, **asked: Any) -> Any:
    return await ann.call("POST", f"/api/executions/{execution}/resume", asked)


async def newest(services: Services, execution: str) -> tuple[Any, Any]:
    last = await services.context.store.last(UUID(execution))
    assert last
    return last.event, read_back(last.data)["data"] if last.data else None


async def waits(services: Services, execution: str, kind: str) -> None:
    await append(services, execution, claimed(), waiting("set", kind), paused("set", kind))


@pytest.mark.parametrize(
    ("kind", "asked", "action", "came_with"),
    [
        ("decision", {"action": "retry"}, "retry", None),
        ("decision", {"action": "skip"}, "skip", None),
        ("decision", {"action": "fail"}, "fail", None),
        ("decision", {"action": "continue"}, "continue", None),
        ("decision", {"action": "continue", "data": {"a": 1}}, "continue", [{"json": {"a": 1}}]),
        (
            "time",
            {"action": "continue", "data": [{"json": {"a": 2**70}}]},
            "continue",
            [{"json": {"a": 2**70}}],
        ),
        ("webhook", {"action": "skip"}, "skip", None),
        ("call", {"action": "fail"}, "fail", None),
        ("approval", {"action": "approve"}, "approve", {"approved": True, "comment": None}),
        (
            "approval",
            {"action": "reject", "data": {"comment": "n\0o"}},
            "reject",
            {"approved": False, "comment": "n\0o"},
        ),
        (
            "approval",
            {"action": "continue", "data": {"approved": True, "comment": "fine"}},
            "approve",
            {"approved": True, "comment": "fine"},
        ),
    ],
)
async def test_a_decision_is_on_tape(
    ann: Person,
    services: Services,
    execution: str,
    *,
    kind: str,
    asked: dict[str, Any],
    action: str,
    came_with: Any,
) -> None:
    await waits(services, execution, kind)
    answer = await decide(ann, execution, node_id="set", **asked)
    assert answer.status_code == 202
    event, data = await newest(services, execution)
    assert (event.node_id, event.run_index, event.action, event.by) == ("set", 0, action, f"user:{ann.id}")
    assert data == came_with
    assert good(answer)["position"] == (await ann.get(f"/api/executions/{execution}"))["position"]


@pytest.mark.parametrize(
    ("kind", "action", "possible"),
    [
        ("decision", "approve", ["retry", "skip", "continue", "fail"]),
        ("approval", "retry", ["approve", "reject", "continue"]),
        ("time", "retry", ["continue", "skip", "fail"]),
        ("webhook", "approve", ["continue", "skip", "fail"]),
        ("call", "reject", ["continue", "skip", "fail"]),
    ],
)
async def test_what_does_not_fit_is_refused_with_what_does(
    ann: Person, services: Services, execution: str, *, kind: str, action: str, possible: list[str]
) -> None:
    await waits(services, execution, kind)
    refused = problem(await decide(ann, execution, node_id="set", action=action), 409, "action_not_possible")
    [shown] = refused["waiting"]
    assert (shown["node_id"], shown["kind"], shown["actions"]) == ("set", kind, possible)
    assert ", ".join(possible) in refused["detail"]


async def test_the_same_decision_again_is_answered_and_not_made_twice(
    ann: Person, services: Services, execution: str
) -> None:
    await waits(services, execution, "decision")
    asked = {"node_id": "set", "action": "continue", "data": {"a": 1}}
    answers = await asyncio.gather(*(decide(ann, execution, **asked) for _ in range(5)))
    assert len({good(answer)["position"] for answer in answers}) == 1
    different = await decide(ann, execution, node_id="set", action="retry")
    problem(different, 409, "already_decided")
    await append(services, execution, completed("set", {"main": []}))
    assert good(await decide(ann, execution, **asked)) == good(answers[0])
    problem(await decide(ann, execution, node_id="set", action="retry"), 409, "already_decided")


async def test_what_waits_again_can_be_decided_again(ann: Person, services: Services, execution: str) -> None:
    await waits(services, execution, "decision")
    first = good(await decide(ann, execution, node_id="set", action="retry"))
    await append(services, execution, waiting("set", attempt=2), paused("set"))
    assert good(await decide(ann, execution, node_id="set", action="retry"))["position"] > first["position"]


async def test_of_several_runs_one_has_to_be_named(ann: Person, services: Services, execution: str) -> None:
    await append(services, execution, claimed(), waiting("set"), waiting("set", run_index=1))
    refused = problem(await decide(ann, execution, node_id="set", action="retry"), 409, "run_index_needed")
    assert [each["run_index"] for each in refused["waiting"]] == [0, 1]
    good(await decide(ann, execution, node_id="set", run_index=1, action="retry"))
    event, _ = await newest(services, execution)
    assert event.run_index == 1
    good(await decide(ann, execution, node_id="set", action="retry"))


async def test_where_nothing_waits_there_is_nothing_to_decide(
    ann: Person, services: Services, execution: str
) -> None:
    asked = {"node_id": "set", "action": "retry"}
    problem(await decide(ann, execution, **asked), 409, "not_waiting")
    await waits(services, execution, "decision")
    refused = problem(await decide(ann, execution, **{**asked, "node_id": "start"}), 409, "not_waiting")
    assert [each["node_id"] for each in refused["waiting"]] == ["set"]
    await append(services, execution, ended())
    problem(await decide(ann, execution, **asked), 409, "gone_on")


@pytest.mark.parametrize(
    "node_id", ["Set", "set ", " set", "%73et", "set\0", "ｓet", "s\u200bet", "set/", ""]
)
async def test_another_spelling_of_a_node_is_another_node(
    ann: Person, services: Services, execution: str, node_id: str
) -> None:
    await waits(services, execution, "decision")
    problem(await decide(ann, execution, node_id=node_id, action="retry"), 409, "not_waiting")
    event, _ = await newest(services, execution)
    assert type(event).__name__ == "ExecutionWaiting"


SPELLINGS = [str.upper, lambda i: i.replace("-", ""), lambda i: f"{{{i}}}", lambda i: f"urn:uuid:{i}"]


@pytest.mark.parametrize("spelled", SPELLINGS)
async def test_however_an_execution_is_spelled_it_is_its_own_people_who_decide(
    ann: Person, bob: Person, services: Services, execution: str, *, spelled: Callable[[str], str]
) -> None:
    await waits(services, execution, "approval")
    asked = {"node_id": "set", "action": "approve"}
    refused = await bob.call("POST", f"/api/executions/{spelled(execution)}/resume", asked)
    assert refused.status_code in (404, 422)
    event, _ = await newest(services, execution)
    assert type(event).__name__ == "ExecutionWaiting"
    good(await decide(ann, spelled(execution), **asked))
    problem(await decide(ann, execution, node_id="set", action="reject"), 409, "already_decided")


@pytest.mark.parametrize(("kind", "action"), [("approval", "approve"), ("webhook", "continue")])
async def test_when_the_time_to_answer_is_over_nothing_can_be_decided(
    ann: Person, services: Services, execution: str, kind: str, action: str
) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await append(services, execution, claimed(), waiting("set", kind, until=past.isoformat()), paused("set"))
    refused = problem(await decide(ann, execution, node_id="set", action=action), 409, "gone_on")
    assert "time limit" in refused["detail"]


async def test_what_is_being_cancelled_is_left_alone(ann: Person, services: Services, execution: str) -> None:
    await waits(services, execution, "decision")
    await ann.post(f"/api/executions/{execution}/cancel")
    problem(await decide(ann, execution, node_id="set", action="retry"), 409, "gone_on")


@pytest.mark.parametrize(
    ("kind", "asked", "loc"),
    [
        ("decision", {"action": "continue", "data": 7}, ["data"]),
        ("decision", {"action": "continue", "data": [{"json": {}}, {"a": 1}]}, ["data"]),
        ("decision", {"action": "skip", "data": {}}, ["data"]),
        ("approval", {"action": "continue"}, ["data", "approved"]),
        ("approval", {"action": "approve", "data": {"approved": False}}, ["data", "approved"]),
        ("approval", {"action": "approve", "data": {"comment": 7}}, ["data", "comment"]),
        ("approval", {"action": "approve", "data": {"more": 7}}, ["data"]),
    ],
)
async def test_data_that_does_not_fit_is_refused(
    ann: Person, services: Services, execution: str, *, kind: str, asked: dict[str, Any], loc: list[str]
) -> None:
    await waits(services, execution, kind)
    refused = problem(await decide(ann, execution, node_id="set", **asked), 422, "invalid_data")
    assert refused["errors"][0]["loc"] == loc


@pytest.mark.parametrize("asked", [{"action": "webhook"}, {"action": "child"}, {"action": "odd"}, {}])
async def test_only_people_s_actions_can_be_asked_for(
    ann: Person, services: Services, execution: str, asked: dict[str, str]
) -> None:
    await waits(services, execution, "webhook")
    problem(await decide(ann, execution, node_id="set", **asked), 422, "invalid_request")


async def test_a_decision_wakes_the_execution(ann: Person, services: Services, execution: str) -> None:
    store = services.context.store
    await append(services, execution, claimed(), waiting("set"), paused("set"))
    before = await store.last(UUID(execution))
    assert before
    good(await decide(ann, execution, node_id="set", action="retry"))
    async with services.read_model.now() as conn:
        rows = await (await conn.execute("SELECT ready_at <= now() FROM public.run_queue")).fetchall()
    assert rows == [(True,)]
