"""Data beside parameters, and several people in one workflow, with everything behind it real."""

import asyncio
import re

from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import canvas, card, definition, middle_of, opens, saved
from tests.browser.wire import Wire

SET = {
    "id": "set",
    "type": "data.set",
    "name": "Copy",
    "parameters": {"fields": [{"name": "copied", "value": "x"}], "keep": False},
}


async def test_a_field_dragged_into_a_parameter_is_what_the_run_puts_out(page: Page, person: Person) -> None:
    workflow_id = await person.creates(
        "By dragging", python("make", "return [{'a': {'b c': 41}}, {'a': {'b c': 42}}]"), SET
    )
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "Copy").click()
    panel = page.get_by_role("region", name="Node Copy")
    await panel.get_by_role("button", name="Show input and output beside it").click()
    value = panel.get_by_role("textbox", name="Value", exact=True)
    await value.fill("")
    await panel.get_by_role("button", name="Insert a.b c", exact=True).drag_to(value)
    await expect(value).to_have_text('{{ $json.a["b c"] }}')
    await expect(panel.locator("[data-preview]")).to_have_text("41")
    await panel.get_by_label("Preview with item").select_option(label="2")
    await expect(panel.locator("[data-preview]")).to_have_text("42")
    await expect(saved(page)).to_be_visible()

    await page.keyboard.press("Control+Enter")
    output = panel.get_by_role("region", name="Output")
    await expect(output.get_by_role("cell", name="42")).to_be_visible(timeout=60_000)
    stored = (await definition(person, workflow_id))["nodes"][2]["parameters"]["fields"]
    assert stored == [{"name": "copied", "value": '{{ $json.a["b c"] }}'}]


async def test_a_field_is_inserted_with_the_keyboard(page: Page, person: Person) -> None:
    workflow_id = await person.creates("By keyboard", python("make", "return [{'n': 41}]"), SET)
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "Copy").click()
    panel = page.get_by_role("region", name="Node Copy")
    await panel.get_by_role("button", name="Show input and output beside it").press("Enter")
    value = panel.get_by_role("textbox", name="Value", exact=True)
    await value.fill("n is ")
    await expect(value).to_be_focused()
    await panel.get_by_role("button", name="Insert n", exact=True).press("Enter")
    await expect(value).to_have_text("n is {{ $json.n }}")
    await expect(value).to_be_focused()
    await expect(saved(page)).to_be_visible()
    stored = (await definition(person, workflow_id))["nodes"][2]["parameters"]["fields"]
    assert stored == [{"name": "copied", "value": "n is {{ $json.n }}"}]


async def test_what_is_inserted_while_the_editor_takes_a_fields_place_stands_at_the_caret(
    page: Page, person: Person
) -> None:
    """Until the editor has been fetched, and while somebody writes, the field is a plain one."""
    workflow_id = await person.creates("Slow", python("make", "return [{'n': 41}]"), SET)
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    wanted = asyncio.Event()

    async def hold(route: Route) -> None:
        await wanted.wait()
        await route.continue_()

    await page.route("**/expression-editor-*.js", hold)
    await opens(page, workflow_id)
    await card(page, "Copy").click()
    panel = page.get_by_role("region", name="Node Copy")
    await panel.get_by_role("button", name="Show input and output beside it").click()
    plain = panel.locator("textarea").and_(panel.get_by_label("Value", exact=True))
    await plain.fill("it is so")
    await plain.evaluate("(field) => field.setSelectionRange(6, 6)")
    async with page.expect_response("**/expression-editor-*.js"):
        wanted.set()
    await expect(plain).to_be_focused()
    await panel.get_by_role("button", name="Insert n", exact=True).press("Enter")
    value = panel.get_by_role("textbox", name="Value", exact=True)
    await expect(value).to_have_text("it is {{ $json.n }}so")
    await expect(value).to_be_focused()


async def test_all_items_are_pinned_and_let_go_again(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Pinned", python("make", "return [{'n': n} for n in range(30)]"))
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "make").click()
    panel = page.get_by_role("region", name="Node make")
    await panel.get_by_role("button", name="Show input and output beside it").click()
    await panel.get_by_role("button", name="Edit and pin").click()
    await expect(panel.get_by_label("Pinned items as JSON")).to_have_value(re.compile('"n": 29'))
    await panel.get_by_role("button", name="Pin", exact=True).click()
    await expect(panel.get_by_role("button", name="Unpin")).to_be_visible()
    await expect(saved(page)).to_be_visible()
    pins = (await definition(person, workflow_id))["pins"]
    assert [item["json"]["n"] for item in pins["make"]] == list(range(30))

    await panel.get_by_role("button", name="Unpin").click()
    await expect(panel.get_by_role("button", name="Unpin")).to_have_count(0)
    await expect(saved(page)).to_be_visible()
    assert (await definition(person, workflow_id))["pins"] == {}


async def test_output_that_is_too_long_to_pin_whole_is_not_cut(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Long", python("make", "return [{'n': n} for n in range(1001)]"))
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "make").click()
    panel = page.get_by_role("region", name="Node make")
    await panel.get_by_role("button", name="Show input and output beside it").click()
    await panel.get_by_role("button", name="Edit and pin").click()
    await expect(panel.get_by_role("alert")).to_contain_text("more than 1,000 items")
    await expect(panel.get_by_role("button", name="Pin", exact=True)).to_have_count(0)


async def test_a_node_is_run_from_its_panel(page: Page, person: Person) -> None:
    workflow_id = await person.creates(
        "From the panel",
        python("make", "return [{'n': 41}]"),
        python("next", "return items") | {"position": {"x": 300, "y": 150}},
        python("last", "return items") | {"position": {"x": 600, "y": 300}},
    )
    await opens(page, workflow_id)
    await card(page, "next").click()
    panel = page.get_by_role("region", name="Node next")
    status = page.get_by_role("status")
    await panel.get_by_role("button", name="Run to here").click()
    await expect(status.get_by_text("Completed")).to_be_visible(timeout=30_000)
    await expect(card(page, "make")).to_have_attribute("data-state", "completed")
    await expect(card(page, "next")).to_have_attribute("data-state", "completed")
    await expect(card(page, "last")).not_to_have_attribute("data-state", "completed")

    await panel.get_by_role("button", name="Run this node alone").click()
    await expect(card(page, "make")).not_to_have_attribute("data-state", "completed")
    await expect(card(page, "next")).to_have_attribute("data-state", "completed", timeout=30_000)


async def test_two_people_see_each_others_edits_and_cursors(
    page: Page, person: Person, browser: Browser, wire: Wire
) -> None:
    workflow_id = await person.creates("Together", SET)
    await opens(page, workflow_id)
    context = await browser.new_context(
        base_url=wire.base_url, locale="en-GB", storage_state=await page.context.storage_state()
    )
    try:
        other = await context.new_page()
        await opens(other, workflow_id)
        await expect(page.get_by_role("list", name="Also here").get_by_role("listitem")).to_have_count(1)
        await page.mouse.move(*await middle_of(canvas(page)))
        await expect(other.locator("[data-cursor]")).to_have_count(1)

        await card(page, "Copy").click()
        name = page.get_by_role("textbox", name="Name of the node")
        await name.fill("Renamed here")
        await name.press("Enter")
        await expect(card(other, "Renamed here")).to_be_visible()
        await expect(other.locator("[data-chosen-by]")).to_have_count(1)
    finally:
        await context.close()
    await expect(page.get_by_role("list", name="Also here")).to_have_count(0, timeout=30_000)


async def test_behind_a_loop_stands_what_left_it_not_its_first_round(page: Page, person: Person) -> None:
    """Rounds and the end leave by different ports, so no one run has both."""
    nodes = [
        {"id": "start", "type": "trigger.manual", "name": "Start"},
        {"id": "each", "type": "flow.loop", "name": "Each", "parameters": {"batch_size": 1}},
        {**SET, "id": "round", "name": "Round"},
        {**SET, "id": "after", "name": "After"},
    ]
    edges = [
        {"source": "start", "target": "each"},
        {"source": "each", "source_port": "loop", "target": "round"},
        {"source": "round", "target": "each", "target_port": "back"},
        {"source": "each", "source_port": "done", "target": "after"},
    ]
    body = {"name": "Rounds", "definition": {"nodes": nodes, "edges": edges}}
    workflow_id = (await person.api.post("/api/workflows", json=body)).json()["id"]
    ran = await person.api.post(
        f"/api/workflows/{workflow_id}/execute?wait=120", json={"input": [{"n": 1}, {"n": 2}]}
    )
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "After").click()
    await page.get_by_role("button", name="Show input and output beside it").click()
    await page.get_by_role("button", name="Close the panel").click()

    async def shows(node: str, items: int, text: str) -> None:
        await card(page, node).click()
        panel = page.get_by_role("region", name=f"Node {node}")
        given = panel.get_by_role("region", name="Input")
        await given.get_by_role("button", name="Table").click()
        await expect(given.get_by_role("row")).to_have_count(1 + items)
        await expect(given.get_by_role("cell", name=text, exact=True)).to_have_count(items)
        await panel.get_by_role("button", name="Close the panel").click()

    await shows("After", 2, "x")
    await shows("Round", 1, "2")
    await page.get_by_role("button", name="Input", exact=True).click()
    await page.keyboard.type('[{"n": 3}, {"n": 4}]')
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("status").filter(has_text="Completed")).to_be_visible(timeout=60_000)
    await shows("After", 2, "x")
    await shows("Round", 1, "4")
