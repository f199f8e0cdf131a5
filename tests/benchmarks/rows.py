"""What is measured on a running installation, one function a row."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.benchmarks import workflows
from tests.benchmarks.installation import Installation, make_workflow
from tests.benchmarks.load import Connection, latencies, median, throughput
from tests.fixtures.crowd import ask_for


async def ten_sets(
    at: Installation, connection: Connection, seconds: float
) -> tuple[float, dict[str, float]]:
    """Per second with 16 in flight, and CPU milliseconds per execution by part."""
    await make_workflow(at, connection, workflows.ten_sets("ten", "last"), activate=True)
    await throughput(at.port, "/hooks/ten", {"n": 1}, in_flight=16, seconds=2)
    before = at.cpu()
    began = time.process_time()
    rate, count = await throughput(at.port, "/hooks/ten", {"n": 1}, in_flight=16, seconds=seconds)
    after = at.cpu()
    spent = {part: (after[part] - before.get(part, 0.0)) * 1000 / count for part in after}
    spent["load generator"] = (time.process_time() - began) * 1000 / count
    return rate, {part: ms for part, ms in spent.items() if ms >= 0.01}


async def ten_sets_alone(at: Installation) -> float:
    return median(await latencies(at.port, "/hooks/ten", {"n": 1}, times=150))


async def three_steps(at: Installation, connection: Connection, seconds: float) -> float:
    """Per second with 16 in flight."""
    await make_workflow(at, connection, workflows.three_steps("steps"), activate=True)
    await throughput(at.port, "/hooks/steps", {"n": 1}, in_flight=16, seconds=2)
    rate, _ = await throughput(at.port, "/hooks/steps", {"n": 1}, in_flight=16, seconds=seconds)
    return rate


async def hundred_nodes(at: Installation, connection: Connection) -> float:
    await make_workflow(at, connection, workflows.hundred_nodes("hundred"), activate=True)
    await latencies(at.port, "/hooks/hundred", {}, times=5)
    return median(await latencies(at.port, "/hooks/hundred", {}, times=50))


async def accepted(at: Installation, connection: Connection, seconds: float) -> float:
    await make_workflow(at, connection, workflows.ten_sets("accept", "immediately"), activate=True)
    rate, _ = await throughput(at.port, "/hooks/accept", {"n": 1}, in_flight=64, seconds=seconds)
    await _until_idle(at, connection)
    return rate


async def many_rounds(at: Installation, connection: Connection, count: int) -> tuple[float, float, float]:
    """A loop that goes round so many times: seconds that it takes, MB by which the worker grows meanwhile,
    and milliseconds until all that a page shows of it first is there."""
    await _rounds(at, connection, 200)
    before = at.resident("worker")
    began = time.monotonic()
    execution, most = await _rounds(at, connection, count)
    took = time.monotonic() - began
    began = time.monotonic()
    for what in ("", "/nodes", "/events"):
        code, answer = await connection.request("GET", f"/api/executions/{execution}{what}", None, at.token)
        if code != 200:
            raise RuntimeError(f"{what} answered {code}: {answer[:300]!r}")
    return took, most - before, (time.monotonic() - began) * 1000


async def _rounds(at: Installation, connection: Connection, count: int) -> tuple[str, float]:
    """The execution, once it is over, and the most that the worker had in memory."""
    workflow = await make_workflow(at, connection, workflows.rounds(count), activate=False)
    execution = await _execute(at, connection, workflow, [{"n": n} for n in range(count)])
    most = 0.0
    while True:
        most = max(most, at.resident("worker"))
        code, answer = await connection.request("GET", f"/api/executions/{execution}", None, at.token)
        if code == 200 and json.loads(answer)["completed_at"]:
            assert len(json.loads(answer)["output_data"]) <= 1, answer[:300]
            return execution, most
        await asyncio.sleep(0.25)


async def click_to_event(at: Installation, connection: Connection) -> float:
    workflow = await make_workflow(at, connection, workflows.one_step(), activate=False)
    found = []
    for _ in range(40):
        stream = await Connection(at.port).open()
        began = time.perf_counter()
        execution = await _execute(at, connection, workflow)
        async for line in stream.lines(f"/api/executions/{execution}/events", at.token):
            if line.startswith(b"event: execution.node_"):
                found.append((time.perf_counter() - began) * 1000)
                break
        stream.close()
    return median(found)


async def restarted(at: Installation, connection: Connection) -> float:
    """Seconds from kill -9 of the worker until its execution goes on in the restarted one."""
    return await _killed(at, connection, lambda _: at.pid_of("worker"))


async def taken_over(at: Installation, connection: Connection) -> float:
    """The same, but nobody restarts it: another worker goes on."""
    environment = at.environment_of("worker")
    os.kill(at.pid_of("worker"), signal.SIGSTOP)  # it holds nothing, and shall take nothing
    workers = {name: at.start_worker(name, environment) for name in ("worker-2", "worker-3")}
    try:
        return await _killed(at, connection, lambda owner: workers[owner.partition("@")[0]].pid)
    finally:
        for worker in workers.values():
            worker.kill()
            worker.wait()
        os.kill(at.pid_of("worker"), signal.SIGCONT)


async def behind_bulk(at: Installation, connection: Connection, bulk: int = 10_000) -> float:
    """Seconds that a manual execution takes at most, of twenty, while so many of low priority are queued."""
    workflow = await make_workflow(at, connection, workflows.one_step(), activate=False)
    like = await _execute(at, connection, workflow)
    await _event(at, connection, like, "execution.completed", at_least=1)
    database = at.environment_of("worker")["DATABASE_URL"]
    await ask_for(database, UUID(like), bulk, priority=3)
    found: list[float] = []
    for _ in range(20):
        began = time.perf_counter()
        path = f"/api/workflows/{workflow['id']}/execute?wait=60"
        await connection.request("POST", path, {}, at.token)
        found.append(time.perf_counter() - began)
    await _until_idle(at, connection)
    return max(found)


async def _killed(at: Installation, connection: Connection, victim: Callable[[str], int]) -> float:
    workflow = await make_workflow(at, connection, workflows.sleeper(0.5), activate=False)
    execution = await _execute(at, connection, workflow)
    await _event(at, connection, execution, "execution.node_started", at_least=3)
    [claimed] = await _event(at, connection, execution, "execution.claimed", at_least=1)
    os.kill(victim(claimed["data"]["worker"]), signal.SIGKILL)
    began = time.monotonic()
    await _event(at, connection, execution, "execution.claimed", at_least=2)
    went_on = time.monotonic() - began
    await _event(at, connection, execution, "execution.completed", at_least=1)
    return went_on


async def _execute(
    at: Installation, connection: Connection, workflow: dict[str, Any], input: Any = None
) -> str:
    path = f"/api/workflows/{workflow['id']}/execute"
    body = {} if input is None else {"input": input}
    _, answer = await connection.request("POST", path, body, at.token)
    return str(json.loads(answer)["execution_id"])


async def _event(
    at: Installation, connection: Connection, execution: str, topic: str, *, at_least: int
) -> list[dict[str, Any]]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        _, answer = await connection.request("GET", f"/api/executions/{execution}/events", None, at.token)
        found = [event for event in json.loads(answer)["items"] if event["type"] == topic]
        if len(found) >= at_least:
            return found
        await asyncio.sleep(0.02)
    raise RuntimeError(f"{execution} had no {topic} within 60 s")


async def _until_idle(at: Installation, connection: Connection) -> None:
    for status in ("queued", "running"):
        until = time.monotonic() + 120
        while time.monotonic() < until:
            path = f"/api/executions?status={status}&limit=1"
            code, answer = await connection.request("GET", path, None, at.token)
            if code == 200 and not json.loads(answer)["items"]:
                break
            await asyncio.sleep(0.2)
