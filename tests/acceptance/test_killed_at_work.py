"""A worker killed while its nodes are at work: what becomes of each kind of node.

One worker is at work on all of these at the same time, and is killed once.
"""

import threading
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.acceptance.graphs import put, resume
from tests.acceptance.killing import calls_of, ended_once, kill_when, told, waiting_for
from tests.acceptance.workflows import chain, code, create, get, good, node, problem, start
from tests.conftest import Site, Stack

DECISIONS = ("continue", "continue with data", "retry", "skip", "fail")
PATH = "/killed-at-work"


@dataclass
class Killed:
    client: httpx.Client
    executions: dict[str, str]
    held: threading.Event


def post(site: Site, **settings: Any) -> Any:
    call = node("call", "http.request", settings, method="POST", url=site.url(PATH), body={"pay": 1})
    return {**call, "name": "Pay the bill"}


@pytest.fixture(scope="module")
def killed(mortal_stack: Stack, site: Site) -> Killed:
    client, held = mortal_stack.client(), site.hold(PATH)
    asks = create(client, chain(put("before", n=1), post(site), put("after", done=True)))
    workflows = {
        "pure": create(client, chain(code("call", "import time\nprint('on')\ntime.sleep(1)\nreturn items"))),
        "idempotent": create(client, chain(node("call", "http.request", url=site.url(PATH)))),
        "repeatable": create(client, chain(put("before", n=1), post(site, on_crash="retry"))),
        **dict.fromkeys(DECISIONS, asks),
    }
    executions = {name: start(client, workflow) for name, workflow in workflows.items()}

    def all_at_work() -> bool:
        printed = get(client, executions["pure"], "/logs")["items"]
        return bool(printed) and len(site.at(PATH)) == len(workflows) - 1

    kill_when(mortal_stack, all_at_work)
    return Killed(client, executions, held)


@pytest.fixture
def client(killed: Killed, mortal: Stack) -> httpx.Client:
    return killed.client


def test_it_waits_and_says_why_where_nobody_can_know_what_was_done(
    client: httpx.Client, killed: Killed, site: Site
) -> None:
    for decision in DECISIONS:
        execution_id = killed.executions[decision]
        waiting = waiting_for(client, execution_id, "decision")
        assert waiting["message"] == (
            "the worker was lost while 'Pay the bill' was at work; it may or may not have done what it does "
            "to the world. Decide whether to run it again."
        )
        assert calls_of(site, PATH, execution_id) == {"call:0:0": 1}


def test_code_runs_again(client: httpx.Client, killed: Killed) -> None:
    execution_id = killed.executions["pure"]
    ended_once(client, execution_id)
    assert [run["attempt"] for run in told(client, execution_id, "node_started", "call")] == [1, 2]


def test_a_request_that_only_reads_is_made_again(client: httpx.Client, killed: Killed, site: Site) -> None:
    killed.held.set()
    execution_id = killed.executions["idempotent"]
    ended_once(client, execution_id)
    assert [run["attempt"] for run in told(client, execution_id, "node_completed", "call")] == [2]
    assert [asked.method for asked in site.at(PATH)].count("GET") == 2


def test_a_request_that_may_be_repeated_is_made_again_under_its_key(
    client: httpx.Client, killed: Killed, site: Site
) -> None:
    killed.held.set()
    execution_id = killed.executions["repeatable"]
    ended_once(client, execution_id)
    assert calls_of(site, PATH, execution_id) == {"call:0:0": 2}
    assert len(told(client, execution_id, "node_started", "before")) == 1


@pytest.mark.parametrize(
    ("decision", "output", "calls"),
    [
        ("continue", [{"n": 1, "done": True}], 1),
        ("continue with data", [{"paid": "by hand", "done": True}], 1),
        ("skip", [{"n": 1, "done": True}], 1),
        ("retry", [{"status": 200, "body": {"ok": True}, "done": True}], 2),
    ],
)
def test_what_is_decided_happens(
    client: httpx.Client, killed: Killed, site: Site, *, decision: str, output: Any, calls: int
) -> None:
    killed.held.set()
    execution_id = killed.executions[decision]
    waiting_for(client, execution_id, "decision")
    asked: Any = {"node_id": "call", "action": decision.partition(" ")[0]}
    if decision == "continue with data":
        asked["data"] = [{"json": {"paid": "by hand"}}]
    good(resume(client, execution_id, **asked))
    [item] = ended_once(client, execution_id)["output_data"]["after"]
    item.pop("headers", None)
    assert [item] == output
    assert calls_of(site, PATH, execution_id) == {"call:0:0": calls}
    problem(resume(client, execution_id, node_id="call", action="fail"), 409, "gone_on")


def test_what_is_decided_to_have_failed_fails(client: httpx.Client, killed: Killed, site: Site) -> None:
    execution_id = killed.executions["fail"]
    waiting_for(client, execution_id, "decision")
    good(resume(client, execution_id, node_id="call", action="fail"))
    execution = ended_once(client, execution_id, "failed")
    assert (execution["error"]["code"], execution["error"]["node_id"]) == ("failed_by_hand", "call")
    assert "decided that it failed" in execution["error_message"]
    assert calls_of(site, PATH, execution_id) == {"call:0:0": 1}
