"""The API beside the page."""

from typing import Any

import httpx


async def answer_of(
    api: httpx.AsyncClient, method: str, path: str, body: Any = None, **query: Any
) -> dict[str, Any]:
    answer = await api.request(method, path, json=body, params=query, timeout=330)
    assert answer.status_code < 300, f"{method} {path}: {answer.text}"
    found: dict[str, Any] = answer.json()
    return found


async def run_of(api: httpx.AsyncClient, name: str, definition: dict[str, Any]) -> str:
    """The id of a completed execution of it."""
    workflow = await answer_of(api, "POST", "/api/workflows", {"name": name, "definition": definition})
    path = f"/api/workflows/{workflow['id']}/execute"
    execution = await answer_of(api, "POST", path, {}, wait=300)
    assert execution["status"] == "completed", execution
    return str(execution["id"])
