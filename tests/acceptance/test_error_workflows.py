"""The workflow that is told when an execution of another one fails, once, and nothing else."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.acceptance.workflows import chain, code, create, ended, get, good, node, run, start
from tests.conftest import Stack, until
from tests.fixtures.stack import Ground

FAILED = node("start", "trigger.error")
STOP = node("stop", "flow.stop", message="no {{ $json.n }}")
HOUR = node("wait", "flow.wait", amount=1, unit="hours")

_REFUSE_TWICE = """
CREATE SEQUENCE refusals;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF nextval('refusals') <= 2 THEN RAISE EXCEPTION 'not yet'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse BEFORE INSERT ON tape_events FOR EACH ROW WHEN (NEW.topic = 'execution.failed')
    EXECUTE FUNCTION refuse();
"""


def told_of(client: Any, workflow: Any) -> list[Any]:
    """The executions of an error workflow, oldest first."""
    found = good(client.get("/api/executions", params={"workflow_id": workflow["id"]}))["items"]
    return list(reversed(found))


def report_to(client: Any, workflow: Any) -> Any:
    """What it was told, the only time."""
    until(lambda: told_of(client, workflow))
    [only] = told_of(client, workflow)
    assert ended(client, only["id"])["status"] == "completed"
    assert only["trigger"] == "error"
    return get(client, only["id"])["input_data"]


def listener(client: Any, *nodes: Any) -> Any:
    return create(client, chain(*(nodes or (node("end", "flow.noop"),)), trigger=FAILED))


def test_it_is_told_what_failed_where_why_and_where_to_look(stack: Stack) -> None:
    client = stack.client()
    told = listener(client)
    failing = create(client, chain(STOP, error_workflow_id=told["id"]), "Nightly")
    execution = ended(client, start(client, failing, input={"n": 7}))
    report = report_to(client, told)
    link = f"{stack.base_url}/executions/{execution['id']}"
    error = {"code": "stopped", "message": "stop: no 7", "node_id": "stop", "node_name": "stop"}
    assert report["execution"] == {
        "id": execution["id"],
        "url": link,
        "status": "failed",
        "trigger": "manual",
        "started_at": report["execution"]["started_at"],
        "error": error,
    }
    assert (report["workflow"]["id"], report["workflow"]["name"]) == (failing["id"], "Nightly")


def test_it_is_told_of_a_deadline(stack: Stack) -> None:
    client = stack.client()
    told = listener(client)
    execution = run(client, chain(HOUR, deadline_s=1, error_workflow_id=told["id"]))
    assert execution["status"] == "timed_out"
    report = report_to(client, told)["execution"]
    assert (report["status"], report["error"]["code"]) == ("timed_out", "timed_out")
    assert "deadline" in report["error"]["message"]


def test_it_is_told_of_lost_workers(own_stack: Stack) -> None:
    client = own_stack.client()
    told = listener(client)
    deadly = code("deadly", "import time\nprint(1)\ntime.sleep(50)")
    execution_id = start(client, create(client, chain(deadly, error_workflow_id=told["id"])))
    for lost in range(3):
        until(lambda lost=lost: len(get(client, execution_id, "/logs")["items"]) == lost + 1, 30)  # type: ignore[misc]
        own_stack.kill("worker")
        own_stack.start("worker")
    assert ended(client, execution_id)["status"] == "failed"
    error = report_to(client, told)["execution"]["error"]
    assert (error["code"], error["node_id"], error["node_name"]) == ("worker_lost", "deadly", "deadly")


def test_it_is_told_once_although_the_worker_is_lost_before_the_end_is_stored(
    own_stack: Stack, ground: Ground
) -> None:
    client = own_stack.client()
    told = listener(client)
    name = urlsplit(own_stack.database_url).path
    with psycopg.connect(urlsplit(ground.postgres.owner_url)._replace(path=name).geturl()) as conn:
        conn.execute(_REFUSE_TWICE)
        conn.commit()
        execution_id = start(client, create(client, chain(STOP, error_workflow_id=told["id"])))
        until(lambda: conn.execute("SELECT is_called FROM refusals").fetchone() == (True,))
    assert len(told_of(client, told)) == 1, "it is told before the end is stored"
    assert get(client, execution_id)["status"] != "failed"
    own_stack.kill("worker")
    own_stack.start("worker")
    assert ended(client, execution_id)["status"] == "failed"
    assert report_to(client, told)["execution"]["id"] == execution_id


@pytest.mark.parametrize("why", ["there is no workflow", "trigger.error"])
def test_that_it_cannot_be_told_is_in_the_log_of_what_failed(stack: Stack, why: str) -> None:
    client = stack.client()
    deaf = create(client, chain(node("end", "flow.noop")))
    target = deaf["id"] if why == "trigger.error" else str(uuid4())
    execution = run(client, chain(STOP, error_workflow_id=target))
    assert execution["status"] == "failed"
    [line] = get(client, execution["id"], "/logs")["items"]
    assert (line["stream"], line["node_id"]) == ("system", None)
    assert line["line"].startswith("The error workflow was not told of this: ")
    assert why in line["line"]


def test_it_is_not_told_of_what_was_cancelled(stack: Stack) -> None:
    client = stack.client()
    told = listener(client)
    execution_id = start(client, create(client, chain(HOUR, error_workflow_id=told["id"])))
    until(lambda: get(client, execution_id)["status"] == "waiting")
    good(client.post(f"/api/executions/{execution_id}/cancel"))
    assert ended(client, execution_id)["status"] == "cancelled"
    assert told_of(client, told) == []


def tells_itself(client: Any, *nodes: Any) -> Any:
    """An error workflow that is its own error workflow."""
    workflow = listener(client)
    definition = chain(*nodes, trigger=FAILED, error_workflow_id=workflow["id"])
    path = f"/api/workflows/{workflow['id']}/definition"
    good(client.put(path, json={"definition": definition, "expected_version": workflow["version"]}))
    return workflow


def test_one_that_fails_itself_is_not_told_of_that(stack: Stack) -> None:
    client = stack.client()
    told = tells_itself(client, STOP)
    run(client, chain(STOP, error_workflow_id=told["id"]))
    [only] = told_of(client, told)
    assert ended(client, only["id"])["status"] == "failed"
    assert len(told_of(client, told)) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_it_is_not_told_of_what_it_calls_itself(stack: Stack, waits: bool) -> None:
    """Otherwise each failure would cause the next one, for ever."""
    client = stack.client()
    helper = create(client, chain(trigger=node("start", "trigger.call")))
    told = tells_itself(client, node("call", "flow.call", workflow_id=helper["id"], wait=waits))
    path = f"/api/workflows/{helper['id']}/definition"
    failing = chain(STOP, trigger=node("start", "trigger.call"), error_workflow_id=told["id"])
    good(client.put(path, json={"definition": failing, "expected_version": helper["version"]}))
    run(client, chain(STOP, error_workflow_id=told["id"]))
    [only] = told_of(client, told)
    ended(client, only["id"])
    until(lambda: told_of(client, helper))
    [called] = told_of(client, helper)
    assert ended(client, called["id"])["status"] == "failed"
    assert len(told_of(client, told)) == 1


def test_what_a_failing_sub_workflow_names_is_told_as_well(stack: Stack) -> None:
    client = stack.client()
    told, told_by_caller = listener(client), listener(client)
    trigger = node("start", "trigger.call")
    helper = create(client, chain(STOP, trigger=trigger, error_workflow_id=told["id"]))
    call = node("call", "flow.call", workflow_id=helper["id"])
    execution = run(client, chain(call, error_workflow_id=told_by_caller["id"]))
    assert report_to(client, told)["execution"]["trigger"] == "call"
    assert report_to(client, told_by_caller)["execution"]["id"] == execution["id"]
