"""Workflows and executions for tests."""

from typing import Any

from tests.web.people import Person

MANUAL = {
    "nodes": [
        {"id": "start", "type": "trigger.manual"},
        {"id": "set", "type": "data.set", "parameters": {"fields": [{"name": "a", "value": 1}]}},
    ],
    "edges": [{"source": "start", "target": "set"}],
}


def webhook(path: str, **parameters: Any) -> dict[str, Any]:
    """A definition that a request starts, and that passes it on."""
    given = {"path": path, "methods": ["POST"], **parameters}
    return {
        "nodes": [
            {"id": "hook", "type": "trigger.webhook", "parameters": given},
            {"id": "end", "type": "flow.noop"},
        ],
        "edges": [{"source": "hook", "target": "end"}],
    }


async def create(person: Person, definition: Any = None, name: str = "Mine") -> Any:
    body = {"name": name, "definition": MANUAL if definition is None else definition}
    return await person.post("/api/workflows", body)


async def activate(person: Person, definition: Any) -> Any:
    workflow = await create(person, definition)
    return await person.post(f"/api/workflows/{workflow['id']}/activate")
