"""How a node's parameters are written, beyond what one field is."""

import asyncio
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.test_editor import card, definition, opens


def node(node_type: str, name: str, **parameters: Any) -> dict[str, Any]:
    return {"id": "node", "type": node_type, "name": name, "parameters": parameters}


async def opened(page: Page, person: Person, one: dict[str, Any]) -> tuple[str, Locator]:
    """A workflow of it, and its panel."""
    workflow_id = await person.creates("Forms", one)
    await opens(page, workflow_id)
    await card(page, one["name"]).click()
    return workflow_id, page.get_by_role("region", name=f"Node {one['name']}")


async def stores(person: Person, of: str, /, **wanted: Any) -> None:
    """What was written is on its way for a moment; then these parameters are what the server has."""
    found: dict[str, Any] = {}
    for _ in range(100):
        found = (await definition(person, of))["nodes"][1]["parameters"]
        if {name: found.get(name) for name in wanted} == wanted:
            return
        await asyncio.sleep(0.1)
    assert found == wanted


async def test_an_expression_without_braces_is_said_to_be_text(page: Page, person: Person) -> None:
    """As text, any condition would hold."""
    workflow_id, panel = await opened(page, person, node("flow.if", "Old enough?"))
    field = panel.get_by_role("textbox", name="Condition")
    await field.click()
    await page.keyboard.type("$json.age >= 18")
    await expect(panel.get_by_text("Without double braces this counts as text")).to_be_visible()
    await panel.get_by_role("button", name="Put braces around it").click()
    await expect(field).to_have_text("{{ $json.age >= 18 }}")
    await expect(panel.get_by_text("Without double braces")).to_have_count(0)
    await stores(person, workflow_id, condition="{{ $json.age >= 18 }}")


async def test_what_is_added_to_a_list_has_the_focus_and_removing_keeps_it(
    page: Page, person: Person
) -> None:
    workflow_id, panel = await opened(page, person, node("flow.switch", "Sort"))
    add = panel.get_by_role("button", name="Add", exact=True)
    for number in (1, 2):
        await add.press("Enter")
        await expect(panel.get_by_role("textbox", name=str(number - 1), exact=True)).to_be_focused()
        await page.keyboard.type(f"now and then {number}")
    await stores(person, workflow_id, rules=["now and then 1", "now and then 2"])
    await panel.get_by_role("button", name="Remove").nth(1).press("Enter")
    await panel.get_by_role("button", name="Remove").press("Enter")
    await expect(add).to_be_focused()


async def test_a_name_and_its_value_are_written_one_after_the_other(page: Page, person: Person) -> None:
    workflow_id, panel = await opened(page, person, node("http.request", "Ask", url="https://example.org"))
    headers = panel.get_by_role("group", name="Headers")
    await headers.get_by_role("button", name="Add").press("Enter")
    await expect(headers.get_by_role("textbox", name="Name")).to_be_focused()
    await page.keyboard.type("Accept")
    await page.keyboard.press("Tab")
    await page.keyboard.type("text/plain")
    await stores(person, workflow_id, headers={"Accept": "text/plain"})


async def test_a_value_keeps_its_editor_while_its_name_is_written(page: Page, person: Person) -> None:
    """With it would go the focus, and what is typed meanwhile."""
    _, panel = await opened(page, person, node("http.request", "Ask", url="https://example.org"))
    headers = panel.get_by_role("group", name="Headers")
    await headers.get_by_role("button", name="Add").press("Enter")
    editor = await headers.locator(".cm-content").element_handle()
    await headers.get_by_role("textbox", name="Name").press_sequentially("Accept")
    await expect(headers.get_by_role("textbox", name="Value of Accept")).to_be_visible()
    assert editor is not None
    assert await editor.evaluate("element => element.isConnected")


async def test_json_that_was_written_as_text_becomes_what_it_says(page: Page, person: Person) -> None:
    workflow_id, panel = await opened(page, person, node("webhook.respond", "Answer"))
    await panel.get_by_role("textbox", name="Body").click()
    await page.keyboard.insert_text('{"id": 12345678901234567890}')
    await panel.get_by_role("button", name="JSON").click()
    await expect(panel.get_by_role("textbox", name="Body")).to_contain_text('"id": 12345678901234567890')
    await stores(person, workflow_id, body={"id": 12345678901234567890})


async def test_a_workflow_with_large_integers_is_opened_activated_and_changed(
    page: Page, person: Person
) -> None:
    big = 12345678901234567890
    one = node("data.set", "Set", fields=[{"name": "n", "value": big}])
    workflow_id, panel = await opened(page, person, one)
    await expect(panel.get_by_role("textbox", name="Value", exact=True)).to_have_text(str(big))
    active = page.get_by_role("switch", name="Active: webhooks run it")
    await active.click()
    await expect(active).to_be_checked()
    await expect(active).to_be_enabled()
    await panel.get_by_role("textbox", name="Name", exact=True).fill("m")
    await stores(person, workflow_id, fields=[{"name": "m", "value": big}])


async def test_the_workflow_to_call_is_chosen_by_its_name(page: Page, person: Person) -> None:
    called = await person.creates("Called “ä”")
    workflow_id, panel = await opened(page, person, node("flow.call", "Call"))
    choice = panel.get_by_role("combobox", name="Workflow")
    await choice.select_option(label="Called “ä”")
    await stores(person, workflow_id, workflow_id=called)
    await panel.get_by_role("button", name="Expression", exact=True).click()
    await expect(panel.get_by_role("textbox", name="Workflow")).to_have_text(called)
    await panel.get_by_role("button", name="Choose from the list").click()
    await panel.get_by_role("link", name="Open this workflow").click()
    await expect(page.get_by_role("textbox", name="Name of the workflow")).to_have_value("Called “ä”")


async def test_the_environment_of_code_is_one_that_has_its_language(page: Page, person: Person) -> None:
    code = node("code", "Compute", language="python", code="return items")
    workflow_id, panel = await opened(page, person, code)
    field = panel.get_by_role("combobox", name="Environment")
    known = (await person.api.get("/api/environments")).json()["items"]
    fitting = [each["name"] for each in known if "python" in each["languages"]]
    shown = await field.locator("option").evaluate_all("all => all.map(({ value }) => value)")
    assert shown == ["", *fitting]
    await field.select_option("data")
    await stores(person, workflow_id, environment="data")
    await panel.get_by_role("combobox", name="Language").select_option("javascript")
    await expect(field).to_have_value("data")
    await expect(field).to_contain_text("there is no such environment for this language")
    await field.select_option("")
    await stores(person, workflow_id, environment=None)
