"""Killing processes at a chosen or at a random moment, and what has to be true of executions afterwards."""

import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from tests.acceptance.workflows import TERMINAL, ended, events, get
from tests.conftest import Site, Stack, until

SECONDS = 60.0
"""How long a busy machine may take over what takes a second or two."""
NO_PROGRESS_S = 3.0
ENDS_A_RUN = {"node_completed", "node_failed"}


def kill_when(stack: Stack, condition: Callable[[], object], *names: str) -> None:
    """Kill these processes, the worker unless others are named, as soon as it is so; start them again."""
    until(condition, SECONDS)
    stack.restart(*(names or ("worker",)))


def kill_at_random(stack: Stack, times: int, progress: Callable[[], int]) -> None:
    """The worker, again and again, each time a moment after it has made some progress, if it makes any."""
    for _ in range(times):
        before, since = progress(), time.monotonic()
        while progress() == before and time.monotonic() - since < NO_PROGRESS_S:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.3))
        stack.restart("worker")


def told(client: httpx.Client, execution_id: str, kind: str, node_id: str | None = None) -> list[Any]:
    """What its events of this kind say, of one node if it is named."""
    data = [e["data"] for e in events(client, execution_id) if e["type"] == f"execution.{kind}"]
    return [each for each in data if node_id in (None, each.get("node_id"))]


def begun(client: httpx.Client, execution_id: str, node_id: str) -> bool:
    return bool(told(client, execution_id, "node_started", node_id))


def ended_once(client: httpx.Client, execution_id: str, status: str = "completed") -> Any:
    """The execution, once it is over: by one event, the last; and each of its node runs ended once."""
    execution = ended(client, execution_id, SECONDS)
    assert execution["status"] == status, execution
    tape = [
        (event["type"].removeprefix("execution."), event["data"]) for event in events(client, execution_id)
    ]
    assert [kind for kind, _ in tape if kind in TERMINAL] == [status]
    assert tape[-1][0] == status
    runs = Counter((data["node_id"], data["run_index"]) for kind, data in tape if kind in ENDS_A_RUN)
    runs.update(
        (run["node_id"], run["run_index"])
        for kind, data in tape
        if kind == "node_runs_completed"
        for run in data["runs"]
    )
    assert set(runs.values()) <= {1}, runs
    return execution


def waiting_for(client: httpx.Client, execution_id: str, kind: str) -> Any:
    """The one node run that it waits for, once it does."""

    def found() -> list[Any]:
        execution = get(client, execution_id)
        assert execution["status"] not in TERMINAL, execution
        return [run for run in execution["waiting"] if run["kind"] == kind]

    until(found, SECONDS)
    [run] = found()
    return run


def calls_of(site: Site, path: str, execution_id: str) -> Counter[str]:
    """How often an execution called the site, by what follows it in the idempotency key: node, run, item."""
    found = {key: times for key, times in site.by_key(path).items() if key.startswith(f"{execution_id}:")}
    return Counter({key.removeprefix(f"{execution_id}:"): times for key, times in found.items()})
