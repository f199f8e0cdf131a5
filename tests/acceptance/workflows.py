"""Definitions, and what a person does with them over HTTP."""

from collections import Counter
from itertools import pairwise
from typing import Any

import httpx

from tests.conftest import until

TERMINAL = {"completed", "failed", "cancelled", "timed_out"}


def node(node_id: str, type: str, settings: dict[str, Any] | None = None, **parameters: Any) -> Any:
    return {"id": node_id, "type": type, "parameters": parameters, "settings": settings or {}}


def code(node_id: str, text: str, language: str = "python", **settings: Any) -> Any:
    return node(node_id, "code", settings, language=language, code=text)


def chain(*nodes: Any, trigger: Any = None, **settings: Any) -> dict[str, Any]:
    """One after another, behind a manual trigger unless another is given."""
    all_nodes = [trigger or node("start", "trigger.manual"), *nodes]
    edges = [{"source": a["id"], "target": b["id"]} for a, b in pairwise(all_nodes)]
    return {"nodes": all_nodes, "edges": edges, "settings": settings}


def create(client: httpx.Client, definition: Any, name: str = "Mine") -> Any:
    return good(client.post("/api/workflows", json={"name": name, "definition": definition}))


def start(client: httpx.Client, workflow: Any, **body: Any) -> str:
    """Ask for an execution; its id."""
    answer = good(client.post(f"/api/workflows/{workflow['id']}/execute", json=body))
    return str(answer["execution_id"])


def run(client: httpx.Client, definition: Any, **body: Any) -> Any:
    """Create, execute and wait for the end: the execution."""
    workflow = create(client, definition)
    path = f"/api/workflows/{workflow['id']}/execute"
    return good(client.post(path, params={"wait": 60}, json=body))


def get(client: httpx.Client, execution_id: str, what: str = "") -> Any:
    return good(client.get(f"/api/executions/{execution_id}{what}"))


def ended(client: httpx.Client, execution_id: str, seconds: float = 30) -> Any:
    """The execution once it is over."""
    until(lambda: get(client, execution_id)["status"] in TERMINAL, seconds)
    return get(client, execution_id)


def events(client: httpx.Client, execution_id: str) -> list[Any]:
    """Its whole tape; checks that it is gapless."""
    found: list[Any] = []
    cursor = None
    while True:
        params: dict[str, str] = {"cursor": cursor} if cursor else {}
        page = good(client.get(f"/api/executions/{execution_id}/events", params=params))
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [event["version"] for event in found] == list(range(1, len(found) + 1))
    return found


def types(client: httpx.Client, execution_id: str) -> list[str]:
    return [event["type"].removeprefix("execution.") for event in events(client, execution_id)]


def ran_once(client: httpx.Client, execution_id: str) -> None:
    """It is over, exactly once, and no node run completed twice."""
    told = events(client, execution_id)
    kinds = [event["type"].removeprefix("execution.") for event in told]
    assert kinds[-1] in TERMINAL
    assert sum(kind in TERMINAL for kind in kinds) == 1
    runs = Counter((data["node_id"], data["run_index"]) for data in completions(told))
    assert set(runs.values()) <= {1}, runs


def completions(told: list[Any]) -> list[Any]:
    """The node runs that completed, whether an event tells of one or of many."""
    found: list[Any] = []
    for event in told:
        if event["type"] == "execution.node_completed":
            found.append(event["data"])
        elif event["type"] == "execution.node_runs_completed":
            found += event["data"]["runs"]
    return found


def good(response: httpx.Response) -> Any:
    assert response.is_success, f"{response.status_code}: {response.text}"
    return response.json()


def problem(response: httpx.Response, status: int, code: str) -> Any:
    """The problem that a refusal carries."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code, response.text
    return response.json()
