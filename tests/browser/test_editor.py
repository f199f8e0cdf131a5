"""Building a workflow in the editor, with everything behind it real."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python
from tests.browser.wire import Wire


async def opens(page: Page, workflow_id: str) -> None:
    await page.goto(f"/workflows/{workflow_id}")
    await expect(saved(page)).to_be_visible()


def saved(page: Page) -> Locator:
    return page.get_by_role("status").get_by_text("Saved", exact=True)


def canvas(page: Page) -> Locator:
    return page.get_by_role("application", name="Canvas")


def card(page: Page, name: str) -> Locator:
    return page.locator("[data-node]").filter(has_text=name)


async def drags_from_palette(page: Page, node_type: str, x: float, y: float) -> None:
    await page.locator(f'[data-type="{node_type}"]').drag_to(canvas(page), target_position={"x": x, "y": y})


async def expect_dropped_at(page: Page, node: Locator, x: float, y: float) -> None:
    """At the pointer, but for the grid and where the pointer holds a card."""
    box = await canvas(page).bounding_box()
    assert box is not None
    middle = await middle_of(node)
    assert abs(middle[0] - box["x"] - x) < 60, "it went elsewhere"
    assert abs(middle[1] - box["y"] - y) < 60, "it went elsewhere"


async def middle_of(place: Locator) -> tuple[float, float]:
    box = await place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drags(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    await page.mouse.move(*start)
    await page.mouse.down()
    await page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    await page.mouse.move(*end, steps=4)
    await page.mouse.up()


def port(place: Locator, side: str, name: str = "main") -> Locator:
    return place.locator(f'.react-flow__handle.{side}[data-port="{name}"]')


async def definition(person: Person, workflow_id: str) -> dict[str, Any]:
    answer = await person.api.get(f"/api/workflows/{workflow_id}")
    found: dict[str, Any] = answer.json()["definition"]
    return found


async def test_a_name_that_is_being_typed_outlives_a_reload(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="New workflow").click()
    name = page.get_by_label("Name of the workflow")
    await name.fill("Half a na")
    await page.reload()
    await expect(name).to_have_value("Half a na")
    await expect(saved(page)).to_be_visible()


async def test_building_by_dragging_then_running(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="New workflow").click()
    await expect(page.get_by_text("An empty canvas")).to_be_visible()
    await drags_from_palette(page, "trigger.manual", 200, 200)
    await drags_from_palette(page, "code", 560, 200)
    await expect(page.locator("[data-node]")).to_have_count(2)
    await expect_dropped_at(page, card(page, "Manual trigger"), 200, 200)
    start, code = card(page, "Manual trigger"), page.locator('[data-node^="code-"]')
    await drags(page, await middle_of(port(start, "source")), await middle_of(port(code, "target")))
    await expect(page.locator(".react-flow__edge")).to_have_count(1)
    await expect(page.locator("[data-problem]")).to_have_count(1)

    await code.click()
    panel = page.get_by_role("region", name="Node Code")
    await panel.get_by_role("textbox", name="Code", exact=True).click()
    await page.keyboard.type("return [{'n': 1}, {'n': 2}]")
    await panel.get_by_label("Name of the node").fill("Two items")
    await page.keyboard.press("Enter")
    await expect(card(page, "Two items")).to_be_visible()
    await expect(page.locator("[data-problem]")).to_have_count(0)
    await expect(saved(page)).to_be_visible()

    await page.reload()
    await expect(card(page, "Two items")).to_be_visible()
    await expect(page.locator(".react-flow__edge")).to_have_count(1)
    await canvas(page).click(position={"x": 300, "y": 500})
    await page.keyboard.press("Control+z")
    await expect(card(page, "Two items")).to_have_count(0)
    await page.keyboard.press("Control+Shift+Z")
    await expect(card(page, "Two items")).to_be_visible()
    await expect(saved(page)).to_be_visible()

    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=30_000)
    for node in (card(page, "Manual trigger"), card(page, "Two items")):
        await expect(node).to_have_attribute("data-state", "completed")
    await expect(page.locator("[data-items='1']")).to_be_visible()


async def test_a_connection_dropped_into_the_void_asks_for_the_next_node(page: Page, person: Person) -> None:
    workflow_id = await person.creates(
        "Void", {"id": "keep", "type": "flow.noop", "position": {"x": 0, "y": 0}}
    )
    await opens(page, workflow_id)
    x, y = await middle_of(port(page.locator('[data-node="keep"]'), "source"))
    await drags(page, (x, y), (x + 120, y + 120))
    await page.get_by_role("combobox", name="Choose a node").fill("set f")
    await page.keyboard.press("Enter")
    await expect(card(page, "Set fields")).to_be_visible()
    await expect(saved(page)).to_be_visible()
    edges = (await definition(person, workflow_id))["edges"]
    assert [edge["source"] for edge in edges] == ["start", "keep"]


async def test_a_node_is_inserted_on_an_edge(page: Page, person: Person) -> None:
    keep = {"id": "keep", "type": "flow.noop", "position": {"x": 500, "y": 0}}
    workflow_id = await person.creates("Between", keep)
    await opens(page, workflow_id)
    start, end = (
        await middle_of(page.locator('[data-node="start"]')),
        await middle_of(page.locator('[data-node="keep"]')),
    )
    await page.mouse.move((start[0] + end[0]) / 2, start[1])
    await page.get_by_role("button", name="Insert a node here").click()
    await page.get_by_role("option", name="If", exact=True).click()
    await expect(saved(page)).to_be_visible()
    edges = (await definition(person, workflow_id))["edges"]
    assert [(edge["source"] == "start", edge["target"] == "keep") for edge in edges] == [
        (True, False),
        (False, True),
    ]


async def test_nodes_are_copied_and_pasted_as_text(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Copied", python("one", "return items", "One"))
    await opens(page, workflow_id)
    await canvas(page).click(position={"x": 60, "y": 500})
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Control+c")
    await page.keyboard.press("Control+v")
    await expect(page.locator("[data-node]")).to_have_count(4)
    await expect(card(page, "One 2")).to_be_visible()
    await page.keyboard.press("Delete")
    await expect(page.locator("[data-node]")).to_have_count(2)


async def test_what_is_edited_while_the_server_is_away_is_kept_and_sent(
    page: Page, person: Person, wire: Wire
) -> None:
    workflow_id = await person.creates("Offline", python("one", "return items", "One"))
    await opens(page, workflow_id)
    wire.cut()
    await card(page, "One").click()
    await page.get_by_label("Name of the node").fill("Named offline")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").get_by_text("Offline – kept here")).to_be_visible()
    wire.mend()
    await page.reload()
    await expect(card(page, "Named offline")).to_be_visible()
    await expect(saved(page)).to_be_visible()
    nodes = (await definition(person, workflow_id))["nodes"]
    assert nodes[1]["name"] == "Named offline"


async def renames_beside_the_page(person: Person, workflow_id: str) -> None:
    path = f"/api/workflows/{workflow_id}"
    edit = {
        "expected_version": (await person.api.get(path)).json()["version"],
        "commands": [{"type": "rename_node", "node_id": "one", "name": "Theirs"}],
    }
    answer = await person.api.post(f"{path}/commands", json=edit)
    assert answer.status_code == 200, answer.text


async def chooses_own_edit(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Somebody else changed the same")
    await expect(dialog.get_by_role("region", name="Your edits")).to_contain_text("Mine")
    await expect(dialog.get_by_role("region", name="Their edits")).to_contain_text("Theirs")
    await dialog.get_by_role("button", name="Keep mine").click()
    await expect(saved(page)).to_be_visible()


async def test_where_two_changed_the_same_both_are_shown(page: Page, person: Person, wire: Wire) -> None:
    workflow_id = await person.creates("Disputed", python("one", "return items", "One"))
    await opens(page, workflow_id)
    await card(page, "One").click()
    wire.cut()
    await renames_beside_the_page(person, workflow_id)
    await page.get_by_label("Name of the node").fill("Mine")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").get_by_text("Offline – kept here")).to_be_visible()
    wire.mend()
    await chooses_own_edit(page)
    assert (await definition(person, workflow_id))["nodes"][1]["name"] == "Mine"


async def test_what_others_change_under_ones_typing_is_not_overwritten_unseen(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Typed upon", python("one", "return items", "One"))
    await opens(page, workflow_id)
    await card(page, "One").click()
    name = page.get_by_label("Name of the node")
    await name.fill("Mine")
    await renames_beside_the_page(person, workflow_id)
    await expect(card(page, "Theirs")).to_be_visible()
    await expect(name).to_have_value("Mine")
    await name.press("Enter")
    await chooses_own_edit(page)
    assert (await definition(person, workflow_id))["nodes"][1]["name"] == "Mine"


async def test_a_failing_node_comes_into_view_with_its_reason(page: Page, person: Person) -> None:
    broken = python("far", 'return items[0]["json"]["gone"]', "Far away") | {
        "position": {"x": 9000, "y": 4000}
    }
    workflow_id = await person.creates("Fails", broken)
    await opens(page, workflow_id)
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("status").get_by_text("KeyError")).to_be_visible(timeout=30_000)
    await expect(card(page, "Far away")).to_have_attribute("data-state", "failed")
    await expect(card(page, "Far away")).to_be_in_viewport()


async def test_a_workflow_is_built_with_the_keyboard_alone(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="New workflow").press("Enter")
    await expect(page.get_by_text("An empty canvas")).to_be_visible()
    for typed in ("manual", "do nothing"):
        await page.keyboard.press("n")
        await page.keyboard.type(typed)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("combobox", name="Choose a node")).to_have_count(0)
    await expect(page.locator(".react-flow__edge")).to_have_count(1)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("lay out")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=re.compile("Undo: Lay out"))).to_be_enabled()
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=30_000)


async def test_all_is_shown_beside_the_open_panel(page: Page, person: Person) -> None:
    far = python("far", "return items", "Far away") | {"position": {"x": 1400, "y": 300}}
    await opens(page, await person.creates("Wide", far))
    await page.locator('[data-node="start"]').click()
    await page.get_by_role("button", name="Show all").click()
    await page.wait_for_function("""() => {
        const edge = (found) => document.querySelector(found).getBoundingClientRect();
        return edge("[data-node=far]").right < edge("[aria-label^='Node ']").left;
    }""")


async def test_nodes_are_connected_by_name(page: Page, person: Person) -> None:
    workflow_id = await person.creates("By name")
    nodes = [
        {"type": "add_node", "node": {"id": name, "type": "flow.noop", "name": name}}
        for name in ("one", "two")
    ]
    added = await person.api.post(
        f"/api/workflows/{workflow_id}/commands", json={"expected_version": 1, "commands": nodes}
    )
    assert added.status_code == 200, added.text
    await opens(page, workflow_id)
    await page.keyboard.press("Alt+ArrowRight")
    await page.keyboard.press("c")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".react-flow__edge")).to_have_count(1)
    await expect(saved(page)).to_be_visible()
    [edge] = (await definition(person, workflow_id))["edges"]
    assert (edge["source"], edge["target"]) == ("start", "two")


async def test_theme_and_language_are_kept(page: Page, person: Person) -> None:
    await page.goto("/settings")
    await page.get_by_role("radio", name="Dark").check()
    await page.get_by_role("radio", name="Deutsch").check()
    await expect(page.get_by_role("heading", name="Einstellungen")).to_be_visible()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.get_by_role("link", name="Ausführungen")).to_be_visible()
