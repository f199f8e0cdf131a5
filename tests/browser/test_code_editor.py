"""Code where it is written: completion, faults, order, differences and console, all of it real."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import card, definition, opens, saved

ADA = "return [{'name': 'ada', 'a b': 1}]"


def javascript(node_id: str, code: str, **more: Any) -> dict[str, Any]:
    parameters = {"language": "javascript", "code": code, **more}
    return {"id": node_id, "type": "code", "name": node_id, "parameters": parameters}


async def opened(page: Page, person: Person, node: dict[str, Any]) -> tuple[str, Locator]:
    """The workflow's id and the panel of a node after one whose output is known."""
    workflow_id = await person.creates("Code", python("make", ADA, "Make"), node)
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={"until_node": "make"})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, node["name"]).click()
    panel = page.get_by_role("region", name=f"Node {node['name']}")
    await expect(code_of(panel)).to_be_visible()
    return workflow_id, panel


def code_of(place: Locator) -> Locator:
    return place.get_by_role("textbox", name="Code", exact=True)


async def replaces(page: Page, code: Locator, text: str) -> None:
    await code.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type(text)


async def test_javascript_is_completed_with_real_fields_and_node_names(page: Page, person: Person) -> None:
    _, panel = await opened(page, person, javascript("work", "return items", mode="each"))
    await replaces(page, code_of(panel), "return item.json.na")
    await page.get_by_role("option", name=re.compile("^name")).click()
    await page.keyboard.type(" + $(")
    await page.get_by_role("option", name=re.compile("^Make")).click()
    await page.keyboard.type(".first().json.a")
    await page.get_by_role("option", name=re.compile("^a b")).click()
    await expect(code_of(panel)).to_have_text("""return item.json.name + $('Make').first().json["a b"]""")
    await page.keyboard.type(" + $n")
    await expect(page.get_by_role("option", name=re.compile(r"^\$now"))).to_have_count(0)


async def test_python_is_completed_with_real_fields(page: Page, person: Person) -> None:
    _, panel = await opened(page, person, python("work", "return items"))
    await replaces(page, code_of(panel), 'x = items[0]["json"]["')
    await page.get_by_role("option", name=re.compile("^a b")).click()
    await expect(code_of(panel)).to_have_text('x = items[0]["json"]["a b"]')


async def test_code_that_cannot_be_parsed_is_marked(page: Page, person: Person) -> None:
    _, panel = await opened(page, person, python("work", "return items"))
    await replaces(page, code_of(panel), "x = = 1")
    await expect(panel.locator(".cm-lintRange-error").first).to_be_visible()
    await panel.locator(".cm-lintRange-error").first.hover()
    await expect(page.locator(".cm-tooltip-lint")).to_contain_text("can’t stand here")
    await replaces(page, code_of(panel), "x = 1")
    await expect(panel.locator(".cm-lintRange-error")).to_have_count(0)


async def test_that_code_is_needed_is_said_right_below_its_editor(page: Page, person: Person) -> None:
    _, panel = await opened(page, person, javascript("work", "return items"))
    await replaces(page, code_of(panel), " ")
    await page.keyboard.press("Backspace")
    fault = panel.get_by_role("alert").filter(has_text="this needs")
    await expect(fault).to_be_visible()
    editor, said = await panel.locator("[data-code]").bounding_box(), await fault.bounding_box()
    assert editor is not None
    assert said is not None
    assert 0 <= said["y"] - (editor["y"] + editor["height"]) < 10, "something stands between them"
    await expect(panel.get_by_role("region", name="Console")).to_be_visible()


async def test_code_is_put_in_order(page: Page, person: Person) -> None:
    code = "if (items) {\nreturn items   \n}\n"
    workflow_id, panel = await opened(page, person, javascript("work", code))
    await panel.get_by_role("button", name="Tidy").click()
    await expect(saved(page)).to_be_visible()
    await expect(panel.locator(".cm-line").nth(1)).to_have_text("  return items")
    stored = (await definition(person, workflow_id))["nodes"][2]["parameters"]["code"]
    assert stored == "if (items) {\n  return items\n}"


async def test_changes_are_seen_beside_what_was_published_and_taken_back(page: Page, person: Person) -> None:
    workflow_id, panel = await opened(page, person, python("work", "a = 1\nreturn items"))
    published = await person.api.post(f"/api/workflows/{workflow_id}/publish")
    assert published.status_code == 200, published.text
    await replaces(page, code_of(panel), "a = 2\nreturn items")
    await panel.get_by_label("Compare with").select_option(label="As published")
    await expect(panel.locator(".cm-deletedChunk")).to_contain_text("a = 1")
    await expect(panel.locator(".cm-changedLine")).to_have_text("a = 2")
    await panel.get_by_role("button", name="Take back").click()
    await expect(panel.locator(".cm-deletedChunk")).to_have_count(0)
    await expect(saved(page)).to_be_visible()
    assert (await definition(person, workflow_id))["nodes"][2]["parameters"]["code"] == "a = 1\nreturn items"


SLOW = """import time
for n in range(6):
    print("line", n)
    time.sleep(0.5)
return items"""


async def test_what_code_prints_streams_beside_it(page: Page, person: Person) -> None:
    _, panel = await opened(page, person, python("work", SLOW))
    await panel.get_by_role("button", name="Larger editor").click()
    dialog = page.get_by_role("dialog", name="Code")
    await dialog.get_by_role("button", name="Run this node alone").click()
    console = dialog.get_by_role("region", name="Console")
    await expect(console.locator("[data-console-line]").first).to_contain_text("line 0", timeout=30_000)
    await expect(console.get_by_text("line 5")).to_have_count(0)
    await expect(console.get_by_text("line 5")).to_be_visible(timeout=30_000)
    await expect(code_of(dialog)).to_contain_text('print("line", n)')


async def test_what_it_printed_last_is_there_after_a_reload(page: Page, person: Person) -> None:
    workflow_id, panel = await opened(page, person, python("work", 'print("said before")\nreturn items'))
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "work").click()
    await expect(panel.get_by_role("region", name="Console")).to_contain_text("said before")


async def test_the_keyboard_leaves_the_code(page: Page, person: Person) -> None:
    _, panel = await opened(page, person, python("work", "return items"))
    code = code_of(panel)
    await expect(panel.get_by_text("Escape, then Tab leaves", exact=False).first).to_be_visible()
    await replaces(page, code, "x")
    await page.keyboard.press("Tab")
    await expect(code).to_be_focused()
    await expect(code).to_have_text(re.compile(r"x\s+$|^\s+x"))
    await page.keyboard.press("Escape")
    await page.keyboard.press("Tab")
    await expect(code).not_to_be_focused()
    await expect(panel).to_be_visible()
    await code.focus()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
