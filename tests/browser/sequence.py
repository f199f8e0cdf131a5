"""A workflow as a list, for tests of it."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.test_editor import definition, saved


def noop(node_id: str, name: str, x: float = 0, y: float = 0) -> dict[str, Any]:
    return {"id": node_id, "type": "flow.noop", "name": name, "position": {"x": x, "y": y}}


def edge(source: str, target: str, port: str = "main") -> dict[str, str]:
    return {"source": source, "source_port": port, "target": target}


ASK = {"id": "ask", "type": "flow.if", "name": "Ask", "parameters": {"condition": "{{ true }}"}}
FORK = {
    "nodes": [
        {"id": "start", "type": "trigger.manual", "name": "Start"},
        noop("first", "First", 250),
        ASK | {"position": {"x": 500, "y": 0}},
        noop("yes", "Yes", 750, -100),
        noop("no", "No", 750, 100),
        noop("both", "Both", 1000),
    ],
    "edges": [
        edge("start", "first"),
        edge("first", "ask"),
        edge("ask", "yes", "true"),
        edge("ask", "no", "false"),
        edge("yes", "both"),
        edge("no", "both"),
    ],
}


async def lists(page: Page, person: Person, given: dict[str, Any] = FORK) -> str:
    """A workflow, shown as a list; its id."""
    answer = await person.api.post("/api/workflows", json={"name": "Listed", "definition": given})
    assert answer.status_code == 201, answer.text
    workflow_id = str(answer.json()["id"])
    await page.goto(f"/workflows/{workflow_id}")
    await expect(saved(page)).to_be_visible(timeout=30_000)
    await page.keyboard.press("v")
    await expect(steps(page).first).to_be_visible()
    return workflow_id


def steps(page: Page) -> Locator:
    return page.locator("[data-step]")


def step(page: Page, node_id: str) -> Locator:
    return page.locator(f'[data-step="{node_id}"]')


async def told(page: Page) -> list[str]:
    """The rows' labels, two spaces for each level."""
    rows = page.get_by_role("treegrid", name="Steps of the workflow").get_by_role("row")
    found: list[str] = await rows.evaluate_all(
        """(rows) => rows
          .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)
          .map((row) => "  ".repeat(row.ariaLevel - 1) + row.ariaLabel)"""
    )
    return found


async def has_edges(person: Person, workflow_id: str, *expected: str) -> None:
    found = (await definition(person, workflow_id))["edges"]
    assert sorted(f"{one['source']}.{one['source_port']}>{one['target']}" for one in found) == sorted(
        expected
    )


FORK_TOLD = [
    "1, Start, Manual trigger",
    "2, First, Do nothing",
    "3, Ask, If",
    "  Branch true of “Ask”",
    "    4, Yes, Do nothing",
    "    continues at 6 · Both",
    "  Branch false of “Ask”",
    "    5, No, Do nothing",
    "    continues at 6 · Both",
    "6, Both, Do nothing",
]
