"""Much data through the whole engine: from one code step to the next, stored on the way."""

import json
from pathlib import Path

from tests.benchmarks import workflows
from tests.benchmarks.installation import Installation, make_workflow
from tests.benchmarks.load import Connection, median

MEGABYTES = 50
_MAKE = """
import random, string
pick = random.Random(7)
words = [''.join(pick.choices(string.ascii_lowercase, k=pick.randint(2, 9))) for _ in range(5000)]
made, left = [], 50 * 1024 * 1024 - 100_000
while left > 0:
    text = ' '.join(pick.choices(words, k=150))
    made.append({'n': len(made), 'text': text})
    left -= len(text) + 40
return made
"""


async def copied(at: Installation, connection: Connection, times: int = 5) -> tuple[float, float]:
    """Seconds of the copying step from its start until its result is stored, and by how much the worker grew
    at most while both steps ran, in payloads."""
    definition = workflows.made_and_copied(_MAKE)
    workflow = await make_workflow(at, connection, definition, activate=False)
    worker = at.pid_of("worker")
    small = await make_workflow(at, connection, workflows.made_and_copied("return {}"), activate=False)
    await _run(at, connection, small["id"])
    seconds, growth = [], []
    for _ in range(times):
        before = _memory(worker, "VmRSS", from_here_on=True)
        execution = await _run(at, connection, workflow["id"])
        growth.append((_memory(worker, "VmHWM") - before) / MEGABYTES)
        _, answer = await connection.request("GET", f"/api/executions/{execution}/nodes", None, at.token)
        (step,) = [run for run in json.loads(answer)["items"] if run["node_id"] == "copy"]
        seconds.append(step["duration_ms"] / 1000)
    return median(seconds), max(growth)


async def _run(at: Installation, connection: Connection, workflow: str) -> str:
    path = f"/api/workflows/{workflow}/execute?wait=120"
    _, answer = await connection.request("POST", path, {}, at.token)
    execution = json.loads(answer)
    if execution["status"] != "completed":
        raise RuntimeError(f"the execution {execution['status']}: {execution['error_message']}")
    return str(execution["id"])


def _memory(pid: int, which: str, *, from_here_on: bool = False) -> float:
    """Of a process, in MB; with ``from_here_on`` what it was at most is forgotten."""
    if from_here_on:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines[which].split()[0]) / 1024
