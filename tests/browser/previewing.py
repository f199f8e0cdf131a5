"""A node with expressions, and what is shown of them."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import card, opens

ADA = "return [{'name': 'ada', 'a b': {'deep': [1, 2]}, 'big': 2**70}, {'name': 'bob'}]"


def set_fields(*values: Any) -> dict[str, Any]:
    fields = [{"name": f"f{place}", "value": value} for place, value in enumerate(values)]
    return {"id": "set", "type": "data.set", "name": "Copy", "parameters": {"fields": fields, "keep": False}}


async def with_data(
    page: Page, person: Person, *values: Any, make: str = ADA, timezone: str | None = None
) -> tuple[str, Locator]:
    """The workflow's id, and the open panel of a node that sets a field to each value, after a run."""
    workflow_id = await person.creates("Expressions", python("make", make, "Make"), set_fields(*values))
    if timezone:
        await in_zone(person, workflow_id, timezone)
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={"until_node": "make"})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "Copy").click()
    panel = page.get_by_role("region", name="Node Copy")
    await expect(panel.locator("[data-expression], .field .cm-content").first).to_be_visible()
    return workflow_id, panel


async def in_zone(person: Person, workflow_id: str, timezone: str) -> None:
    version = (await person.api.get(f"/api/workflows/{workflow_id}")).json()["version"]
    change = {"type": "change_settings", "settings": {"timezone": timezone}}
    body = {"expected_version": version, "commands": [change]}
    answer = await person.api.post(f"/api/workflows/{workflow_id}/commands", json=body)
    assert answer.status_code == 200, answer.text


def value_of(panel: Locator) -> Locator:
    return panel.get_by_role("textbox", name="Value", exact=True)


def preview_of(panel: Locator) -> Locator:
    return panel.locator("[data-preview]")


async def types(page: Page, field: Locator, text: str) -> None:
    await field.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type(text)


STEALING = [
    "{{ parent.localStorage.getItem('x') }}",
    "{{ parent.sessionStorage['flowtape.token'] }}",
    "{{ top.document.cookie }}",
    "{{ document.cookie }}",
    "{{ fetch('/api/user').then((answer) => answer.text()) }}",
    "{{ new XMLHttpRequest() }}",
    "{{ new WebSocket('ws://127.0.0.1/') }}",
    "{{ importScripts('data:text/javascript,1') }}",
    "{{ new Worker('data:text/javascript,1') }}",
    "{{ indexedDB.open('x') }}",
    "{{ postMessage('out') }}",
    "{{ self.location.href }}",
]
