"""Under load, whatever is killed whenever: all executions end once, and do no more harm than is allowed."""

import threading
from itertools import cycle
from typing import Any

import httpx
import redis

from domain.execution.state import TAKEOVERS
from tests.acceptance.graphs import put, resume
from tests.acceptance.killing import SECONDS, calls_of, ended_once, kill_at_random, told
from tests.acceptance.workflows import TERMINAL, chain, create, get, good, node, start
from tests.conftest import Site, Stack, until

PATH = "/killed-committing"
KILLS = 6
MOST = 75


def post(node_id: str, site: Site, on_crash: str) -> Any:
    url = site.url(PATH)
    return node(node_id, "http.request", {"on_crash": on_crash}, method="POST", url=url, body={"n": 1})


def long(site: Site, on_crash: str) -> Any:
    """Calls, with pure nodes between them whose ends are stored together with what comes next."""
    pure = [put(f"pure{n}", n=n) for n in range(6)]
    return chain(post("one", site, on_crash), *pure[:3], post("two", site, on_crash), *pure[3:])


class Load:
    """Asks for executions, of one workflow after the other, until it is told to end; so many at most."""

    def __init__(self, client: httpx.Client, workflows: list[Any]) -> None:
        self.executions: list[str] = []
        self._client, self._workflows = client, cycle(workflows)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def end(self) -> list[str]:
        self._end.set()
        self._thread.join()
        return self.executions

    def _ask(self) -> None:
        while len(self.executions) < MOST and not self._end.wait(0.1):
            self.executions.append(start(self._client, next(self._workflows)))


def decide(client: httpx.Client, execution_id: str) -> int:
    """Skip whatever a lost worker leaves undecided, until it is over; how often that was."""
    decided = 0

    def is_over() -> bool:
        nonlocal decided
        execution = get(client, execution_id)
        for waiting in execution["waiting"]:
            assert waiting["kind"] == "decision", waiting
            good(resume(client, execution_id, node_id=waiting["node_id"], action="skip"))
            decided += 1
        return execution["status"] in TERMINAL

    until(is_over, SECONDS)
    return decided


def test_workers_killed_whenever(mortal: Stack, site: Site) -> None:
    """Redis is emptied besides, and the scheduler and the projector die once each."""
    client = mortal.client()
    repeating, asking = create(client, long(site, "retry")), create(client, long(site, "ask"))
    ending = create(client, chain())
    load = Load(client, [repeating, asking, ending])
    with redis.Redis.from_url(mortal.redis_url) as server:
        for _ in range(KILLS // 2):
            kill_at_random(mortal, 2, lambda: len(site.at(PATH)))
            server.flushall()
            mortal.restart("scheduler", "projector")
    executions = load.end()
    until(lambda: client.get("/api/executions").is_success, SECONDS)

    undecided = sum(decide(client, execution_id) for execution_id in executions)
    again = 0
    for execution_id in executions:
        lost = told(client, execution_id, "failed")
        execution = ended_once(client, execution_id, "failed" if lost else "completed")
        if lost:
            assert lost[0]["code"] == "worker_lost"
            assert sum(claim["after_loss"] for claim in told(client, execution_id, "claimed")) >= TAKEOVERS
            continue
        calls = calls_of(site, PATH, execution_id)
        if execution["workflow_id"] == asking["id"]:
            assert sorted(calls) in (["one:0:0", "two:0:0"], ["one:0:0"], ["two:0:0"], [])
            assert set(calls.values()) <= {1}
        elif execution["workflow_id"] == repeating["id"]:
            runs = {run["node_id"]: run["attempt"] for run in told(client, execution_id, "node_completed")}
            assert sorted(calls) == ["one:0:0", "two:0:0"]
            assert all(times <= runs[key.partition(":")[0]] for key, times in calls.items())
        again += any(times > 1 for times in calls.values())
    print(f"of {len(executions)}: {undecided} decisions; {again} made a call again")
