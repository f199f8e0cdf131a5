"""Undo and redo from the tape: across reloads, browsers and people, with everything behind it real."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.colleagues import Colleague, colleague
from tests.browser.conftest import PASSWORD, Person, Stack, python
from tests.browser.test_editor import canvas, card, definition, opens, saved
from tests.browser.wire import Wire

ONE = python("one", "return items", "One") | {"position": {"x": 300, "y": 0}}


@pytest.fixture
async def bob(stack: Stack) -> AsyncIterator[Colleague]:
    async with colleague(stack.flowtape.data_dir) as bob:
        yield bob


@pytest.fixture
async def elsewhere(person: Person, browser: Browser, stack: Stack) -> AsyncIterator[Page]:
    """The same person in another browser."""
    context = await browser.new_context(base_url=stack.base_url, locale="en-GB")
    page = await context.new_page()
    await page.goto("/")
    await page.get_by_label("Email").fill(person.email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await page.get_by_role("heading", name="Workflows", exact=True).wait_for()
    yield page
    await context.close()


def adds(node_id: str, x: int) -> dict[str, Any]:
    node = {"id": node_id, "type": "flow.noop", "name": node_id, "position": {"x": x, "y": 300}}
    return {"type": "add_node", "node": node}


async def renames(page: Page, old: str, new: str) -> None:
    await card(page, old).click()
    name = page.get_by_role("textbox", name="Name of the node")
    await name.fill(new)
    await name.press("Enter")
    await expect(card(page, new)).to_be_visible()
    await page.keyboard.press("Escape")


async def names(person: Person, workflow_id: str) -> list[str]:
    return [node["name"] for node in (await definition(person, workflow_id))["nodes"]]


async def presses(page: Page, keys: str) -> None:
    await canvas(page).click(position={"x": 300, "y": 560})
    await page.keyboard.press(keys)


async def test_what_was_built_is_undone_and_redone_across_reloads(page: Page, person: Person) -> None:
    workflow_id = await person.creates("On tape", ONE)
    await opens(page, workflow_id)
    await renames(page, "One", "First")
    await renames(page, "First", "Second")
    await expect(saved(page)).to_be_visible()
    await presses(page, "Control+z")
    await expect(card(page, "First")).to_be_visible()
    await expect(saved(page)).to_be_visible()
    assert (await names(person, workflow_id))[1] == "First"

    await page.reload()
    await expect(page.get_by_role("button", name="Redo: 1 node renamed")).to_be_enabled()
    await presses(page, "Control+Shift+z")
    await expect(card(page, "Second")).to_be_visible()
    await expect(saved(page)).to_be_visible()

    await page.reload()
    for name in ("First", "One"):
        await presses(page, "Control+z")
        await expect(card(page, name)).to_be_visible()
    await expect(saved(page)).to_be_visible()
    await expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    assert (await names(person, workflow_id))[1] == "One"


async def test_in_another_browser_the_same_persons_last_edit_is_undone(
    page: Page, person: Person, elsewhere: Page
) -> None:
    workflow_id = await person.creates("In two browsers", ONE)
    await opens(page, workflow_id)
    await opens(elsewhere, workflow_id)
    await renames(page, "One", "Renamed there")
    await expect(card(elsewhere, "Renamed there")).to_be_visible()
    await expect(elsewhere.get_by_role("button", name="Undo: 1 node renamed")).to_be_enabled()
    await presses(elsewhere, "Control+z")
    for each in (page, elsewhere):
        await expect(card(each, "One")).to_be_visible()
    await expect(page.get_by_role("button", name="Redo: 1 node renamed")).to_be_enabled()
    await presses(page, "Control+Shift+z")
    for each in (page, elsewhere):
        await expect(card(each, "Renamed there")).to_be_visible()


async def test_undoing_leaves_alone_what_somebody_else_did_meanwhile(
    page: Page, person: Person, bob: Colleague
) -> None:
    workflow_id = await person.creates("Of two people", ONE)
    await opens(page, workflow_id)
    await renames(page, "One", "Mine")
    await expect(saved(page)).to_be_visible()
    await bob.edits(workflow_id, adds("Theirs", 600))
    await expect(card(page, "Theirs")).to_be_visible()
    await presses(page, "Control+z")
    await expect(card(page, "One")).to_be_visible()
    await expect(card(page, "Theirs")).to_be_visible()
    await expect(saved(page)).to_be_visible()
    await expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    assert await names(person, workflow_id) == ["Start", "One", "Theirs"]


async def test_what_somebody_else_changed_since_is_not_undone_silently(
    page: Page, person: Person, bob: Colleague
) -> None:
    workflow_id = await person.creates("Changed since", ONE)
    await opens(page, workflow_id)
    await renames(page, "Start", "Begin")
    await renames(page, "One", "Mine")
    await expect(saved(page)).to_be_visible()
    await bob.edits(workflow_id, {"type": "rename_node", "node_id": "one", "name": "Theirs"})
    await expect(card(page, "Theirs")).to_be_visible()
    await presses(page, "Control+z")
    dialog = page.get_by_role("dialog", name="This can’t be undone")
    await expect(dialog).to_contain_text("Somebody else has changed the same since")
    await expect(dialog.get_by_role("list", name="Their edits")).to_contain_text("Theirs")
    assert await names(person, workflow_id) == ["Begin", "Theirs"]
    await dialog.get_by_role("button", name="Leave it, undo the step before").click()
    await expect(card(page, "Start")).to_be_visible()
    await expect(card(page, "Theirs")).to_be_visible()
    await expect(saved(page)).to_be_visible()
    assert await names(person, workflow_id) == ["Start", "Theirs"]


async def test_what_was_never_sent_is_undone_without_the_server(
    page: Page, person: Person, wire: Wire
) -> None:
    workflow_id = await person.creates("Undone offline", ONE)
    await opens(page, workflow_id)
    wire.cut()
    await renames(page, "Start", "Kept")
    offline = page.get_by_role("status").get_by_text("Offline – kept here, 1 edit waiting")
    await expect(offline).to_be_visible()
    await renames(page, "One", "Let go")
    await presses(page, "Control+z")
    await expect(card(page, "One")).to_be_visible()
    await expect(offline).to_be_visible()
    wire.mend()
    await expect(saved(page)).to_be_visible(timeout=20_000)
    assert await names(person, workflow_id) == ["Kept", "One"]


async def test_two_people_write_on_different_notes_at_once(
    page: Page, person: Person, wire: Wire, bob: Colleague
) -> None:
    workflow_id = await person.creates("Two notes", ONE)
    path = f"/api/workflows/{workflow_id}"
    notes = [{"id": name, "x": x, "y": 200, "text": name} for name, x in (("left", 0), ("right", 400))]
    whole = {**await definition(person, workflow_id), "notes": notes}
    stored = await person.api.put(f"{path}/definition", json={"definition": whole, "expected_version": 1})
    if stored.status_code == 409:
        version = stored.json()["current_version"]
        stored = await person.api.put(
            f"{path}/definition", json={"definition": whole, "expected_version": version}
        )
    assert stored.status_code == 200, stored.text
    await opens(page, workflow_id)
    wire.cut()
    await page.locator('[data-note="left"]').dblclick()
    await page.get_by_label("Text of the note").fill("mine")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("status").get_by_text("Offline – kept here")).to_be_visible()
    await bob.edits(workflow_id, {"type": "change_note", "note": {**notes[1], "text": "theirs"}})
    wire.mend()
    await expect(page.locator('[data-note="right"]')).to_have_text("theirs", timeout=20_000)
    await expect(page.locator('[data-note="left"]')).to_have_text("mine")
    await expect(saved(page)).to_be_visible()
    stored_notes = (await definition(person, workflow_id))["notes"]
    assert [note["text"] for note in stored_notes] == ["mine", "theirs"]
