"""Large workflows and data, and many executions at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.acceptance.workflows import (
    TERMINAL,
    chain,
    code,
    create,
    ended,
    get,
    good,
    node,
    problem,
    ran_once,
    run,
    start,
)
from tests.conftest import Stack, until

LIMIT = 10 * 1024 * 1024
ROWS, LAYERS = 100, 50


def wide(rows: int, layers: int) -> dict[str, Any]:
    """Rows of no-ops behind one trigger."""
    nodes, edges = [node("start", "trigger.manual")], []
    for row in range(rows):
        before = "start"
        for layer in range(layers):
            nodes.append(node(f"n{row}-{layer}", "flow.noop"))
            edges.append({"source": before, "target": f"n{row}-{layer}"})
            before = f"n{row}-{layer}"
    return {"nodes": nodes, "edges": edges}


def test_five_thousand_nodes_are_saved_read_and_run(stack: Stack) -> None:
    client = stack.client()
    began = time.monotonic()
    workflow = create(client, wide(ROWS, LAYERS))
    print(f"measured: saved in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    stored = good(client.get(f"/api/workflows/{workflow['id']}"))
    print(f"measured: read in {time.monotonic() - began:.2f} s")
    assert len(stored["definition"]["nodes"]) == ROWS * LAYERS + 1
    assert stored["problems"] == []
    began = time.monotonic()
    execution = ended(client, start(client, workflow, input={"a": 1}), 60)
    print(f"measured: ran in {time.monotonic() - began:.1f} s")
    assert execution["status"] == "completed", execution
    assert execution["output_data"] == {f"n{row}-{LAYERS - 1}": [{"a": 1}] for row in range(ROWS)}
    ran_once(client, execution["id"])


def test_more_than_ten_thousand_nodes_are_refused(stack: Stack) -> None:
    nodes = [node(f"n{number}", "flow.noop") for number in range(10_001)]
    refused = stack.client().post("/api/workflows", json={"name": "x", "definition": {"nodes": nodes}})
    problem(refused, 413, "too_large")
    assert "10,000" in refused.json()["detail"] or "10000" in refused.json()["detail"]


def of_size(size: int) -> bytes:
    """A request body of so many bytes with a definition that is nearly all of it."""
    head = b'{"name": "x", "definition": {"nodes": [{"id": "a", "type": "code", "parameters": '
    head += b'{"language": "bash", "code": "'
    tail = b'"}}]}}'
    return head + b"x" * (size - len(head) - len(tail)) + tail


def test_ten_megabytes_are_accepted_and_not_more(stack: Stack) -> None:
    client = stack.client()
    headers = {"Content-Type": "application/json"}
    problem(client.post("/api/workflows", content=of_size(LIMIT + 1), headers=headers), 413, "too_large")
    body = of_size(LIMIT - 200)
    workflow = good(client.post("/api/workflows", content=body, headers=headers))
    stored = good(client.get(f"/api/workflows/{workflow['id']}"))
    assert len(stored["definition"]["nodes"][0]["parameters"]["code"]) > LIMIT - 1000


def test_large_data_goes_from_node_to_node_and_is_shown_cut(stack: Stack) -> None:
    client = stack.client()
    make = code("make", "return [{'n': n, 'text': 'x' * 100} for n in range(20_000)]")
    count = code("count", "return {'n': len(items), 'sum': sum(i['json']['n'] for i in items)}")
    both = {"nodes": [node("start", "trigger.manual"), make, count, node("pass", "flow.noop")], "edges": []}
    both["edges"] = [
        {"source": a, "target": b} for a, b in [("start", "make"), ("make", "count"), ("make", "pass")]
    ]
    execution = run(client, both)
    assert execution["status"] == "completed", execution
    assert execution["output_data"]["count"] == [{"n": 20_000, "sum": 199_990_000}]
    cut = execution["output_data"]["pass"]
    assert (cut["truncated"], cut["items"]) == (True, 20_000)
    page = good(client.get(cut["href"], params={"offset": 19_999, "limit": 5}))
    assert [item["json"]["n"] for item in page["items"]] == [19_999]


def test_two_hundred_executions_at_once_all_end_once(own_stack: Stack) -> None:
    own_stack.start("worker-2")
    client = own_stack.client()
    workflow = create(
        client, chain(node("set", "data.set", fields=[{"name": "b", "value": "{{ $json.a + 1 }}"}]))
    )
    with ThreadPoolExecutor(16) as threads:
        begun = list(threads.map(lambda number: start(client, workflow, input={"a": number}), range(200)))
    assert len(set(begun)) == 200
    until(lambda: _statuses(client, workflow).keys() <= TERMINAL, 60)
    assert _statuses(client, workflow) == {"completed": 200}
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda execution_id: ran_once(client, execution_id), begun))
    outputs = [get(client, execution_id)["output_data"] for execution_id in begun]
    assert outputs == [{"set": [{"a": number, "b": number + 1}]} for number in range(200)]


def _statuses(client: httpx.Client, workflow: Any) -> dict[str, int]:
    params = {"workflow_id": workflow["id"], "limit": 200}
    items = good(client.get("/api/executions", params=params))["items"]
    found: dict[str, int] = {}
    for item in items:
        found[item["status"]] = found.get(item["status"], 0) + 1
    return found
