"""From the first visit to a result without a pointer, on the canvas and in the list."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD, Person
from tests.browser.sequence import FORK, step, steps
from tests.browser.test_editor import canvas, card, definition, opens, saved

FOCUSED = """(element) => {
  const { activeElement } = element.getRootNode();
  return activeElement === element;
}"""


async def tabs_to(page: Page, goal: Locator, key: str = "Tab") -> None:
    """As far as there are things to reach, and fails where the goal is none of them."""
    await expect(goal).to_be_attached()
    for _ in range(150):
        if await goal.evaluate(FOCUSED):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{goal} can't be reached with {key}")


async def signs_up(page: Page, email: str) -> None:
    await page.goto("/")
    await tabs_to(page, page.get_by_role("button", name="Create an account"))
    await page.keyboard.press("Enter")
    await tabs_to(page, page.get_by_label("Email"))
    await page.keyboard.type(email)
    await tabs_to(page, page.get_by_label("Password"))
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Workflows", exact=True)).to_be_visible()


async def makes_a_workflow(page: Page) -> None:
    await tabs_to(page, page.get_by_role("button", name="New workflow"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Choose the first node")).to_be_visible()


async def picks(page: Page, typed: str) -> None:
    await page.keyboard.press("n")
    await expect(page.get_by_role("combobox", name="Choose a node")).to_be_focused()
    await page.keyboard.type(typed)
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Choose a node")).to_have_count(0)


async def sets_a_field(page: Page) -> None:
    """In the panel of the node that has the focus, and back to it."""
    await page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Node Set fields")
    await expect(panel.get_by_role("tab", name="Parameters")).to_be_focused()
    name = panel.get_by_role("textbox", name="Name", exact=True)
    if await name.count() == 0:
        await tabs_to(page, panel.get_by_role("button", name="Add"))
        await page.keyboard.press("Enter")
    await tabs_to(page, name.first)
    await page.keyboard.type("answer")
    await tabs_to(page, panel.get_by_role("textbox", name="Value", exact=True))
    await page.keyboard.type("42")
    await expect(saved(page)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)


async def runs_and_reads(page: Page) -> None:
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=30_000)
    await page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Node Set fields")
    await tabs_to(page, panel.get_by_role("button", name="Show input and output beside it"), "Shift+Tab")
    await page.keyboard.press("Enter")
    output = panel.get_by_role("region", name="Output")
    await expect(output.get_by_role("cell", name="42")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)


async def test_a_workflow_is_made_run_and_undone_on_the_canvas(page: Page, stack: Any) -> None:
    await signs_up(page, "canvas-keys@example.org")
    await makes_a_workflow(page)
    await picks(page, "manual")
    node = page.locator(".react-flow__node")
    await expect(node.first).to_be_focused()
    await picks(page, "set f")
    await expect(node.filter(has_text="Set fields")).to_be_focused()
    await expect(page.locator(".react-flow__edge")).to_have_count(1)
    await sets_a_field(page)
    await expect(node.filter(has_text="Set fields")).to_be_focused()
    await runs_and_reads(page)
    await page.keyboard.press("Delete")
    await expect(page.locator("[data-node]")).to_have_count(1)
    await page.keyboard.press("Control+z")
    await expect(page.locator("[data-node]")).to_have_count(2)
    await expect(page.locator(".react-flow__edge")).to_have_count(1)
    await expect(saved(page)).to_be_visible()


async def test_a_workflow_is_made_run_and_undone_in_the_list(page: Page, stack: Any) -> None:
    await signs_up(page, "list-keys@example.org")
    await makes_a_workflow(page)
    await page.keyboard.press("v")
    await expect(page.get_by_text("No steps yet")).to_be_visible()
    await picks(page, "manual")
    await expect(page.get_by_role("row", name="1, Manual trigger")).to_be_focused()
    await picks(page, "do nothing")
    await picks(page, "set f")
    await expect(page.get_by_role("row", name="3, Set fields")).to_be_focused()
    await sets_a_field(page)
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.get_by_role("row", name="2, Set fields")).to_be_focused()
    await runs_and_reads(page)
    await expect(page.get_by_role("row", name="2, Set fields, Completed, 1 item")).to_be_focused()
    await page.keyboard.press("Delete")
    await expect(steps(page)).to_have_count(2)
    await page.keyboard.press("Control+z")
    await expect(steps(page)).to_have_count(3)
    await expect(saved(page)).to_be_visible()


async def test_nodes_are_connected_disconnected_and_listed_from_the_canvas(
    page: Page, person: Person
) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Connected", "definition": FORK})
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator('.react-flow__node[data-id="both"]'))
    await page.keyboard.press("i")
    dialog = page.get_by_role("dialog", name="“Both” takes its input from")
    await tabs_to(page, dialog.get_by_label("Instead of"))
    await page.keyboard.press("ArrowDown")
    await tabs_to(page, dialog.get_by_role("combobox", name="Search nodes of this workflow"), "Shift+Tab")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator(".react-flow__edge")).to_have_count(5)
    await expect(page.locator('.react-flow__node[data-id="both"]')).to_be_focused()


async def test_the_menu_of_a_node_is_opened_with_keys(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Menu", "definition": FORK})
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator('.react-flow__node[data-id="first"]'))
    await page.keyboard.press("Shift+F10")
    await tabs_to(page, page.get_by_role("menuitem", name="Rename"), "ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Name of the node")).to_be_focused()
    await page.keyboard.type("Renamed")
    await page.keyboard.press("Enter")
    await expect(card(page, "Renamed")).to_be_visible()
    await expect(page.locator('.react-flow__node[data-id="first"]')).to_be_focused()


async def test_a_note_is_written_with_keys(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Noted", "definition": FORK})
    await opens(page, answer.json()["id"])
    await page.keyboard.press("Shift+N")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Text of the note")).to_be_focused()
    await page.keyboard.type("Mind the gap")
    await page.keyboard.press("Escape")
    note = page.locator(".react-flow__node-note")
    await expect(note).to_be_focused()
    await expect(note).to_contain_text("Mind the gap")


async def test_a_node_is_put_into_a_connection_that_is_chosen_by_name(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Between", "definition": FORK})
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator('.react-flow__node[data-id="ask"]'))
    await page.keyboard.press("b")
    dialog = page.get_by_role("dialog", name="Insert a node into a connection of “Ask”")
    await expect(dialog.get_by_role("option")).to_have_text(
        ["Ask, true → Yes", "Ask, false → No", "First → Ask"]
    )
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Choose a node")).to_be_focused()
    await page.keyboard.type("set f")
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".react-flow__node").filter(has_text="Set fields")).to_be_focused()
    await expect(saved(page)).to_be_visible()
    found = await definition(person, answer.json()["id"])
    [new] = [node["id"] for node in found["nodes"] if node["type"] == "data.set"]
    ends = [(one["source"], one["source_port"], one["target"]) for one in found["edges"]]
    assert ("ask", "false", new) in ends
    assert (new, "main", "no") in ends
    assert ("ask", "false", "no") not in ends


async def test_what_is_put_into_the_only_connection_is_asked_for_at_once(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Only", "definition": FORK})
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator('.react-flow__node[data-id="start"]'))
    await page.keyboard.press("b")
    await expect(page.get_by_role("combobox", name="Choose a node")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator('.react-flow__node[data-id="start"]')).to_be_focused()
    await expect(page.locator("[data-node]")).to_have_count(6)


async def test_a_note_is_moved_and_resized_with_keys(page: Page, person: Person) -> None:
    note = {"id": "note", "x": 0, "y": 300, "width": 240, "height": 140, "text": "Mind", "colour": "blue"}
    answer = await person.api.post(
        "/api/workflows", json={"name": "Noted", "definition": {**FORK, "notes": [note]}}
    )
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator(".react-flow__node-note"))
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+Alt+ArrowRight", "Shift+Alt+ArrowDown"):
        await page.keyboard.press(key)
    for _ in range(20):
        await page.keyboard.press("Shift+Alt+ArrowLeft")
    await expect(saved(page)).to_be_visible()
    [now] = (await definition(person, answer.json()["id"]))["notes"]
    step = now["x"] / 2
    assert step > 0
    assert (now["y"], now["width"], now["height"]) == (300 - step, 120, 140 + step)
    await expect(page.locator(".react-flow__node-note")).to_be_focused()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    for label in ("Insert into a connection…", "Make a note wider", "Make a note shorter"):
        await expect(dialog.get_by_text(label, exact=True)).to_be_visible()


async def test_a_node_comes_from_the_palette_with_keys(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Palette", "definition": FORK})
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator("aside").get_by_role("searchbox", name="Search nodes"))
    await page.keyboard.type("merge")
    await page.keyboard.press("Enter")
    await expect(page.locator(".react-flow__node").filter(has_text="Merge")).to_be_focused()
    await expect(canvas(page)).to_be_visible()


async def test_switching_the_view_keeps_what_is_chosen(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Both views", "definition": FORK})
    await opens(page, answer.json()["id"])
    await tabs_to(page, page.locator('.react-flow__node[data-id="yes"]'))
    await page.keyboard.press("v")
    await expect(step(page, "yes")).to_be_focused()
    await page.keyboard.press("v")
    await expect(page.locator('.react-flow__node[data-id="yes"]')).to_be_focused()


async def test_all_keys_of_the_list_are_in_the_list_of_keys(page: Page, person: Person) -> None:
    answer = await person.api.post("/api/workflows", json={"name": "Keys", "definition": FORK})
    await opens(page, answer.json()["id"])
    await page.keyboard.press("v")
    await expect(steps(page).first).to_be_visible()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    for label in (
        "Show as canvas",
        "Move up",
        "Take input from…",
        "Go one down",
        "Fold up, or go to what it hangs on",
    ):
        await expect(dialog.get_by_text(label, exact=True)).to_be_visible()


async def test_escape_closes_the_panel_from_the_node_it_was_opened_by(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Escape", {"id": "n", "type": "flow.noop", "name": "Nothing"})
    await opens(page, workflow_id)
    await card(page, "Nothing").click()
    panel = page.get_by_role("region", name="Node Nothing")
    await expect(panel).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(panel).to_be_visible()
