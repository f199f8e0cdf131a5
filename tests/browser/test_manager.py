"""Keeping order among workflows, with everything behind it real."""

import json
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


async def chooses(page: Page, name: str, item: str) -> None:
    await row(page, name).get_by_role("button", name=f"What can be done with {name}").click()
    await page.get_by_role("menuitem", name=item).click()


async def names(person: Person, **query: str) -> list[str]:
    answer = await person.api.get("/api/workflows", params={"sort": "name", **query})
    return [workflow["name"] for workflow in answer.json()["items"]]


async def test_folders_and_tags_are_given_and_narrow_the_list_down(page: Page, person: Person) -> None:
    await person.creates("Invoices")
    await person.creates("Weather")
    await page.goto("/workflows")
    await chooses(page, "Invoices", "Name, tags and folder")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Folder").fill("Finance")
    await dialog.get_by_label("Tags").fill("daily, money, daily")
    await dialog.get_by_role("button", name="Save").click()
    places = page.get_by_role("navigation", name="Narrow the list down")
    await places.get_by_role("button", name="Finance").click()
    await expect(row(page, "Weather")).to_have_count(0)
    await expect(row(page, "Invoices")).to_be_visible()
    await page.go_back()
    await expect(row(page, "Weather")).to_be_visible()
    await places.get_by_role("button", name="money").click()
    await expect(row(page, "Weather")).to_have_count(0)
    assert await names(person, tag="daily", folder="Finance") == ["Invoices"]


async def test_the_last_execution_appears_as_it_happens(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Fails", python("bad", "raise ValueError('no')"))
    await page.goto("/workflows")
    await expect(row(page, "Fails")).to_contain_text("Never run")
    await person.api.post(f"/api/workflows/{workflow_id}/execute", json={})
    await expect(row(page, "Fails")).to_contain_text("Failed", timeout=30_000)
    await person.creates("Made elsewhere")
    await expect(row(page, "Made elsewhere")).to_be_visible()


async def test_many_are_activated_duplicated_and_archived_at_once_and_archiving_is_undone(
    page: Page, person: Person
) -> None:
    for name in ("One", "Two", "Three"):
        await person.creates(name)
    await page.goto("/workflows")
    bar = page.get_by_role("group", name="The chosen workflows")
    for name in ("One", "Two"):
        await row(page, name).get_by_role("checkbox").check()
    await bar.get_by_role("button", name="Activate", exact=True).click()
    await expect(page.get_by_role("switch", name="Two is active")).to_be_checked()
    assert await names(person, is_active="true") == ["One", "Two"]
    await page.get_by_role("checkbox", name="Choose all that are shown").check()
    await bar.get_by_role("button", name="Duplicate").click()
    await expect(row(page, "Three (copy)")).to_be_visible()
    await page.get_by_role("checkbox", name="Choose all that are shown").check()
    await bar.get_by_role("button", name="Archive").click()
    await expect(page.get_by_text("6 workflows archived")).to_be_visible()
    await expect(page.get_by_text("No workflows yet")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(row(page, "One")).to_be_visible()
    assert len(await names(person)) == 6


async def test_an_archived_workflow_is_found_in_the_archive_and_restored(page: Page, person: Person) -> None:
    await person.creates("Old")
    await page.goto("/workflows")
    await chooses(page, "Old", "Archive")
    await expect(row(page, "Old")).to_have_count(0)
    await page.get_by_role("button", name="Archive", exact=True).click()
    await chooses(page, "Old", "Restore")
    await expect(page.get_by_text("The archive is empty")).to_be_visible()
    assert await names(person) == ["Old"]


async def test_what_cannot_be_activated_says_why(page: Page, person: Person) -> None:
    await person.creates("Half", {"id": "half", "type": "code", "name": "Half", "parameters": {}})
    await page.goto("/workflows")
    await page.get_by_role("switch", name="Half is active").click()
    await expect(page.get_by_role("status").get_by_text("Half: ")).to_be_visible()
    await expect(page.get_by_role("switch", name="Half is active")).not_to_be_checked()


async def test_an_exported_file_is_canonical_and_can_be_imported_again(
    page: Page, person: Person, tmp_path: Path
) -> None:
    workflow_id = await person.creates("Exact", python("big", "return {'n': 12345678901234567890}"))
    await person.api.patch(f"/api/workflows/{workflow_id}", json={"tags": ["kept"], "folder": "Safe"})
    await page.goto("/workflows")
    async with page.expect_download() as download:
        await chooses(page, "Exact", "Export as a file")
    file = tmp_path / "exact.json"
    await (await download.value).save_as(file)
    text = file.read_text()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
    await page.keyboard.press("i")
    await page.get_by_role("dialog").locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_text("1 workflow found")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Import", exact=True).click()
    await expect(page.get_by_role("link", name="Exact", exact=True)).to_have_count(2)
    both = (await person.api.get("/api/workflows", params={"tag": "kept", "folder": "Safe"})).json()["items"]
    whole = [(await person.api.get(f"/api/workflows/{each['id']}")).json()["definition"] for each in both]
    assert len(whole) == 2
    assert whole[0] == whole[1]


async def test_what_is_pasted_is_checked_before_it_is_imported(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="Import one").click()
    dialog = page.get_by_role("dialog")
    paste = dialog.get_by_label("Workflow as JSON")
    await paste.fill('{"name": "Broken",}')
    await expect(dialog.get_by_role("alert")).to_contain_text("Line 1, column 19")
    await paste.fill('{"name": "No definition"}')
    await expect(dialog.get_by_role("alert")).to_contain_text("There is no workflow in it")
    await paste.fill('[{"name": "Pasted", "definition": {"nodes": []}}, {"nodes": []}]')
    await dialog.get_by_role("button", name="Import", exact=True).click()
    await expect(row(page, "Pasted")).to_be_visible()
    assert await names(person) == ["Imported workflow", "Pasted"]


async def test_a_template_runs_at_once(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="Look at the templates").click()
    card = page.get_by_role("article", name="A week of earthquakes")
    await card.get_by_role("button", name="Use this template").click()
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=60_000)


async def test_the_list_is_walked_and_chosen_from_with_the_keyboard(page: Page, person: Person) -> None:
    for name in ("Below", "Above"):
        await person.creates(name)
    await page.goto("/workflows")
    await expect(row(page, "Below")).to_be_visible()
    for key in ("j", "j", "x"):
        await page.keyboard.press(key)
    await expect(row(page, "Below").get_by_role("checkbox")).to_be_checked()
    await page.keyboard.press("/")
    await page.keyboard.type("abo")
    await expect(row(page, "Below")).to_have_count(0)
    await expect(row(page, "Above")).to_be_visible()
