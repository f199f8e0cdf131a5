"""What an execution looks like while its events arrive."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.execution import events as e
from domain.ids import new_id
from domain.workflow.events import WorkflowCreated
from projections.engine.catch_up import catch_up
from projections.executions.queries import get_execution, list_executions, list_nodes
from projections.executions.records import Execution, NodeRun
from projections.groups import GROUPS
from projections.read_model import ReadModel
from tests.projections.stories import (
    WORKFLOW,
    claimed,
    completed,
    failed,
    over,
    paused,
    requested,
    resumed,
    retrying,
    started,
    waiting,
)
from tests.projections.tape import Tape

EXECUTION = new_id()


class Seen:
    """Appends events, projects them, and looks."""

    def __init__(self, tape: Tape, conn: psycopg.Connection[Any], read_model: ReadModel) -> None:
        self.tape, self.conn, self.read_model = tape, conn, read_model

    async def after(self, *events: Any) -> Execution:
        self.tape.append(EXECUTION, *events)
        catch_up(self.conn, GROUPS)
        async with self.read_model.fresh() as conn:
            execution = await get_execution(conn, self.tape.project, EXECUTION)
        assert execution is not None
        return execution

    async def nodes(self) -> dict[str, NodeRun]:
        async with self.read_model.fresh() as conn:
            page = await list_nodes(conn, self.tape.project, EXECUTION)
        assert page is not None
        return {run["node_id"]: run for run in page["items"]}


@pytest.fixture
def seen(tape: Tape, conn: psycopg.Connection[Any], read_model: ReadModel) -> Seen:
    return Seen(tape, conn, read_model)


async def test_status_follows_the_story(seen: Seen) -> None:
    assert (await seen.after(requested()))["status"] == "queued"
    running = await seen.after(claimed())
    assert running["status"] == "running"
    assert running["started_at"] is not None
    pauses = await seen.after(waiting("mail", message="was it sent?"), paused("mail"))
    assert (pauses["status"], pauses["waiting_reason"]) == ("waiting", "waits at mail")
    assert pauses["waiting"] == [
        {
            "node_id": "mail",
            "run_index": 0,
            "name": "Mail",
            "kind": "decision",
            "message": "was it sent?",
            "until": None,
        }
    ]
    going_on = await seen.after(resumed("mail"))
    assert (going_on["status"], going_on["waiting"]) == ("running", [])
    assert going_on["started_at"] == (await seen.after(claimed(2)))["started_at"]
    ended = await seen.after(over())
    assert (ended["status"], ended["output_data"], ended["position"]) == ("completed", {}, 7)
    assert ended["completed_at"] is not None


async def test_input_and_leaves_are_shown_exactly(seen: Seen) -> None:
    big = 2**64 + 1
    execution = await seen.after(
        requested({"n": big, "nul": "a\0b"}),
        claimed(),
        completed("left", {"true": [{"n": big}], "false": [{"n": 2}]}),
        completed("right", {"main": [{"r": 0}]}),
        completed("right", {"main": [{"r": 1, "nul": "\0"}]}, run_index=1),
        over("left", "right"),
    )
    assert execution["input_data"] == {"n": big, "nul": "a\0b"}
    assert execution["output_data"] == {
        "left": [{"n": big}, {"n": 2}],
        "right": [{"r": 0}, {"r": 1, "nul": "\0"}],
    }
    assert str(execution["workflow_id"]) == WORKFLOW


async def test_data_as_deep_as_may_come_in_is_shown(seen: Seen) -> None:
    deep: Any = {}
    for _ in range(99):
        deep = {"d": deep}
    execution = await seen.after(requested(deep), claimed(), completed("a", {"main": [deep]}), over("a"))
    assert (execution["input_data"], execution["output_data"]) == (deep, {"a": [deep]})
    assert (await seen.nodes())["a"]["output"] == {"main": [{"json": deep}]}


async def test_the_answer_to_a_webhook_is_no_output(seen: Seen) -> None:
    answered = completed("reply", {"main": [{"a": 1}], "response": [{"status": 200}]}, type="webhook.respond")
    execution = await seen.after(requested(), claimed(), answered, over("reply"))
    assert execution["output_data"] == {"reply": [{"a": 1}]}


async def test_a_large_output_is_shown_as_where_to_read_it(seen: Seen) -> None:
    large = completed("big", {"main": [{"text": "x" * 600_000}, {"text": "y" * 600_000}]})
    execution = await seen.after(requested(), claimed(), large, over("big"))
    href = f"/api/executions/{EXECUTION}/data/big"
    assert execution["output_data"] == {"big": {"truncated": True, "items": 2, "href": href}}
    run = (await seen.nodes())["big"]
    assert run["output"] == {"main": {"truncated": True, "items": 2, "href": f"{href}?run_index=0&port=main"}}


async def test_a_failure_says_where_and_why_even_with_nul_in_it(seen: Seen) -> None:
    ends = e.ExecutionFailed(code="code_failed", message="no \0 please", node_id="clean", leaves=[])
    execution = await seen.after(requested(), claimed(), failed("clean", "no \0 please"), ends)
    error = {"code": "code_failed", "node_id": "clean", "message": "no \0 please"}
    assert (execution["status"], execution["error"]) == ("failed", error)
    assert execution["error_message"] == "no \0 please"
    assert (await seen.nodes())["clean"]["error"] == {"code": "code_failed", "message": "no \0 please"}


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("end", "status"),
    [
        (e.ExecutionCancelled(leaves=[]), "cancelled"),
        (e.ExecutionTimedOut(message="after 5 s", leaves=[]), "timed_out"),
    ],
)
async def test_what_was_running_at_the_end_is_cancelled(
    seen: Seen, end: Any, status: str, together: bool
) -> None:
    story = [
        requested(),
        claimed(),
        started("a"),
        completed("b", {"main": []}),
        waiting("c"),
        retrying("d"),
        end,
    ]
    for part in [story] if together else [[event] for event in story]:
        execution = await seen.after(*part)
    nodes = await seen.nodes()
    assert execution["status"] == status
    statuses = {node: run["status"] for node, run in nodes.items()}
    assert statuses == {"a": "cancelled", "b": "completed", "c": "cancelled", "d": "cancelled"}
    assert nodes["a"]["completed_at"] == execution["completed_at"]


async def test_who_called_it_and_what_it_was_forked_from_is_shown(seen: Seen, read_model: ReadModel) -> None:
    parent, source, child = new_id(), new_id(), new_id()
    caller = e.Caller(
        execution_id=str(EXECUTION),
        node_id="call",
        run_index=2,
        depth=1,
        manual=True,
        waits=True,
        of_error=False,
    )
    seen.tape.append(child, requested(trigger="call", caller=caller))
    seen.tape.append(parent, requested())
    forked = e.Fork(execution_id=str(source), from_node="b")
    execution = await seen.after(requested(forked=forked, until_node="c"))
    assert execution["forked_from"] == {"execution_id": source, "from_node": "b"}
    assert (execution["children"], execution["parent"], execution["until_node"]) == (1, None, "c")
    async with read_model.fresh() as conn:
        called = (await list_executions(conn, seen.tape.project, parent=EXECUTION))["items"]
    assert [each["id"] for each in called] == [child]
    assert called[0]["parent"] == {"execution_id": EXECUTION, "node_id": "call", "run_index": 2}


async def test_what_was_given_for_nodes_is_not_the_input(seen: Seen) -> None:
    event, _ = requested()
    given = b'{"given":{"a":[{"json":{}}]}'
    execution = await seen.after((event, given + b',"input":{"n":18446744073709551616}}'))
    assert execution["input_data"] == {"n": 2**64}
    other = new_id()
    seen.tape.append(other, (event, given + b"}"))
    catch_up(seen.conn, GROUPS)
    async with seen.read_model.fresh() as conn:
        shown = await get_execution(conn, seen.tape.project, other)
    assert shown
    assert shown["input_data"] is None


async def test_why_it_was_cancelled_is_shown(seen: Seen) -> None:
    execution = await seen.after(requested(), e.ExecutionCancelled(leaves=[], reason="another one \0 began"))
    assert (execution["status"], execution["reason"]) == ("cancelled", "another one \0 began")


async def test_the_workflows_name_is_shown(seen: Seen) -> None:
    assert (await seen.after(requested()))["workflow_name"] is None
    seen.tape.append(UUID(WORKFLOW), WorkflowCreated(name="Nightly \0", description=""))
    assert (await seen.after(claimed()))["workflow_name"] == "Nightly \0"
    async with seen.read_model.fresh() as conn:
        [listed] = (await list_executions(conn, seen.tape.project))["items"]
    assert listed["workflow_name"] == "Nightly \0"


async def test_a_node_run_shows_its_latest_attempt(seen: Seen) -> None:
    await seen.after(requested(), claimed(), started("a"), started("a", attempt=2))
    running = (await seen.nodes())["a"]
    assert (running["status"], running["attempt"], running["output"]) == ("running", 2, None)
    await seen.after(completed("a", {"main": [{"n": 1}]}, attempt=2))
    done = (await seen.nodes())["a"]
    assert (done["status"], done["attempt"], done["output"]) == (
        "completed",
        2,
        {"main": [{"json": {"n": 1}}]},
    )
    assert (done["items_in"], done["items_out"], done["duration_ms"], done["name"]) == (1, 1, 1.5, "A")


async def test_another_projects_execution_is_not_there(seen: Seen) -> None:
    await seen.after(requested())
    async with seen.read_model.fresh() as conn:
        assert await get_execution(conn, new_id(), EXECUTION) is None
        assert await list_nodes(conn, new_id(), EXECUTION) is None
        assert (await list_executions(conn, new_id()))["items"] == []


async def test_one_that_is_parked_is_queued_and_says_why(seen: Seen) -> None:
    slot = e.Slot(key="k", limit=1)
    parked = e.ExecutionParked(slot=slot, message="one is under way")
    execution = await seen.after(requested(), parked)
    assert (execution["status"], execution["waiting_reason"]) == ("queued", "one is under way")
    execution = await seen.after(claimed())
    assert (execution["status"], execution["waiting_reason"]) == ("running", None)
