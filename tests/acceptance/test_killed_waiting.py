"""Everything that can wait, while worker and scheduler are killed: it goes on when it is its time, once.

All of these wait at the same time, and what they wait for happens to some while there is no worker.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.acceptance.graphs import approving, links_of, looping, put, resume
from tests.acceptance.killing import SECONDS, calls_of, ended_once, told, waiting_for
from tests.acceptance.workflows import chain, create, get, good, node, start
from tests.conftest import Site, Stack, until
from tests.fixtures.stack import KINDS

BEFORE, AFTER = "/killed-waiting/before", "/killed-waiting/after"
WAITS_S = 5.0
UNREACHABLE = "http://127.0.0.1:9/"


@dataclass
class Killed:
    client: httpx.Client
    executions: dict[str, str]
    links: dict[str, dict[str, str]]
    answers: dict[str, int] = field(default_factory=dict)


def around(site: Site, *nodes: Any) -> Any:
    """With a call before that must not be made twice, and one after."""

    def post(node_id: str, path: str) -> Any:
        return node(node_id, "http.request", method="POST", url=site.url(path), body={})

    return chain(
        put("links", links="{{ $execution.links.wait }}"), post("one", BEFORE), *nodes, post("two", AFTER)
    )


def waiting(mode: str, **parameters: Any) -> Any:
    return node("wait", "flow.wait", mode=mode, **parameters)


def workflows(client: httpx.Client, site: Site) -> dict[str, Any]:
    moment = (datetime.now(UTC) + timedelta(seconds=WAITS_S)).isoformat()
    definitions = {
        "duration": around(site, waiting("duration", amount=WAITS_S)),
        "until": around(site, waiting("until", until=moment)),
        "webhook": around(site, waiting("webhook")),
        "approval": approving(),
        "time limit": approving(),
        "no time limit": approving(),
        "retrying": around(
            site, node("wait", "http.request", {"retry": {"count": 1, "delay_s": WAITS_S}}, url=UNREACHABLE)
        ),
        "loop": looping(node("loop", "flow.loop"), waiting("duration", amount=2.5)),
        "cancelled": around(site, waiting("duration", amount=1, unit="hours")),
    }
    definitions["time limit"]["nodes"][2]["parameters"] |= {"limit": WAITS_S / 3600, "default": "approve"}
    called = chain(waiting("duration", amount=WAITS_S), trigger=node("start", "trigger.call"))
    child = create(client, called)
    definitions["call"] = around(site, node("wait", "flow.call", workflow_id=child["id"]))
    return {name: create(client, definition) for name, definition in definitions.items()}


@pytest.fixture(scope="module")
def killed(mortal_stack: Stack, site: Site) -> Killed:
    client = mortal_stack.client()
    executions = {
        name: start(client, workflow, input=[{"n": 1}, {"n": 2}])
        for name, workflow in workflows(client, site).items()
    }
    for execution_id in executions.values():
        until(lambda execution_id=execution_id: get(client, execution_id)["status"] == "waiting", SECONDS)  # type: ignore[misc]
    names = ("webhook", "approval", "time limit", "no time limit")
    links = {name: links_of(client, executions[name]) for name in names}
    killed = Killed(client, executions, links)
    mortal_stack.kill("worker")
    mortal_stack.kill("scheduler")
    killed.answers["webhook"] = httpx.post(links["webhook"]["webhook"], json={"hello": 1}).status_code
    killed.answers["approval"] = httpx.post(links["approval"]["approve"]).status_code
    good(client.post(f"/api/executions/{executions['cancelled']}/cancel"))
    mortal_stack.start("worker", "scheduler")
    return killed


@pytest.fixture
def client(killed: Killed, mortal: Stack) -> httpx.Client:
    assert all(mortal.is_running(kind) for kind in KINDS)
    return killed.client


@pytest.mark.parametrize("name", ["duration", "until", "webhook", "call"])
def test_it_goes_on_once(client: httpx.Client, killed: Killed, site: Site, name: str) -> None:
    execution_id = killed.executions[name]
    ended_once(client, execution_id)
    assert set(calls_of(site, BEFORE, execution_id).values()) == {1}
    assert set(calls_of(site, AFTER, execution_id).values()) == {1}
    assert len(told(client, execution_id, "node_waiting", "wait")) == 1


@pytest.mark.parametrize("name", ["duration", "until"])
def test_it_goes_on_at_its_time_and_not_before(client: httpx.Client, killed: Killed, name: str) -> None:
    execution_id = killed.executions[name]
    execution = ended_once(client, execution_id)
    [waited] = told(client, execution_id, "node_waiting", "wait")
    assert datetime.fromisoformat(execution["completed_at"]) >= datetime.fromisoformat(waited["until"])


def test_a_call_of_its_link_while_there_is_no_worker_counts(client: httpx.Client, killed: Killed) -> None:
    assert killed.answers["webhook"] == 202
    ended_once(client, killed.executions["webhook"])
    [run] = [
        r for r in get(client, killed.executions["webhook"], "/nodes")["items"] if r["node_id"] == "wait"
    ]
    assert run["output"]["main"][0]["json"]["body"] == {"hello": 1}
    assert httpx.post(killed.links["webhook"]["webhook"]).status_code == 410


def test_an_approval_while_there_is_no_worker_counts(client: httpx.Client, killed: Killed) -> None:
    assert killed.answers["approval"] == 202
    execution = ended_once(client, killed.executions["approval"])
    assert list(execution["output_data"]) == ["yes"]
    assert httpx.post(killed.links["approval"]["reject"]).status_code == 410


def test_an_approval_that_nobody_gives_in_time_ends_by_its_default(
    client: httpx.Client, killed: Killed
) -> None:
    execution = ended_once(client, killed.executions["time limit"])
    assert list(execution["output_data"]) == ["yes"]
    assert httpx.post(killed.links["time limit"]["reject"]).status_code == 410


def test_an_approval_without_time_limit_is_still_asked_for(client: httpx.Client, killed: Killed) -> None:
    execution_id = killed.executions["no time limit"]
    assert waiting_for(client, execution_id, "approval")["message"] == "Pay?"
    assert httpx.post(killed.links["no time limit"]["reject"]).status_code == 202
    assert list(ended_once(client, execution_id)["output_data"]) == ["no"]


def test_an_attempt_is_made_again_as_often_as_the_settings_say(client: httpx.Client, killed: Killed) -> None:
    execution_id = killed.executions["retrying"]
    ended_once(client, execution_id, "failed")
    assert len(told(client, execution_id, "node_retry_scheduled")) == 1
    assert told(client, execution_id, "node_failed")[0]["attempt"] == 2


def test_a_loop_that_waits_in_each_round_goes_round_as_often_as_ever(
    client: httpx.Client, killed: Killed
) -> None:
    execution_id = killed.executions["loop"]
    execution = ended_once(client, execution_id)
    assert execution["output_data"]["after"] == [{"n": 1, "done": True}, {"n": 2, "done": True}]
    assert len(told(client, execution_id, "node_waiting", "wait")) == 2


def test_a_cancel_while_there_is_no_worker_counts(client: httpx.Client, killed: Killed, site: Site) -> None:
    execution_id = killed.executions["cancelled"]
    ended_once(client, execution_id, "cancelled")
    assert calls_of(site, AFTER, execution_id) == {}


def test_what_is_decided_about_a_wait_takes_its_place(client: httpx.Client, mortal: Stack) -> None:
    execution_id = start(
        client, create(client, chain(waiting("duration", amount=1, unit="hours"), put("z", z=1)))
    )
    waiting_for(client, execution_id, "time")
    mortal.kill("worker")
    good(resume(client, execution_id, node_id="wait", action="continue", data=[{"json": {"given": 1}}]))
    mortal.start("worker")
    assert ended_once(client, execution_id)["output_data"]["z"] == [{"given": 1, "z": 1}]
