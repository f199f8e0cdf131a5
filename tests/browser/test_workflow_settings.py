"""What holds for a workflow as a whole: set in the editor, kept, undone, and told where it is no use."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person


async def settings_of(person: Person, workflow_id: str) -> Any:
    return (await person.api.get(f"/api/workflows/{workflow_id}")).json()["definition"]["settings"]


async def opened(page: Page, workflow_id: str) -> Locator:
    await page.goto(f"/workflows/{workflow_id}")
    await expect(page.locator("[data-save=saved]")).to_be_visible()
    await page.get_by_role("button", name="Settings of the workflow").click()
    return page.get_by_role("dialog", name="Settings of the workflow")


async def fills(field: Locator, value: str) -> None:
    await field.fill(value)
    await field.press("Enter")


async def test_settings_are_kept_and_undone(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Orders")
    dialog = await opened(page, workflow_id)
    await fills(dialog.get_by_label("Time zone"), "Europe/Berlin")
    await fills(dialog.get_by_label("Deadline in seconds"), "90")
    await dialog.get_by_label("Branches").select_option("sequential")
    await fills(dialog.get_by_label("Searched keys"), "customer, body.order.id")
    await fills(dialog.get_by_label("At the same time, at most"), "2")
    await dialog.get_by_label("Beyond the limit").select_option("skip")
    await fills(dialog.get_by_label("A limit for each"), "{{ $json.customer }}")
    await dialog.get_by_role("button", name="Close").click()
    await expect(page.locator("[data-save=saved]")).to_be_visible()
    assert await settings_of(person, workflow_id) == {
        "timezone": "Europe/Berlin",
        "deadline_s": 90,
        "order": "sequential",
        "search_keys": ["customer", "body.order.id"],
        "concurrency": {"limit": 2, "beyond": "skip", "key": "{{ $json.customer }}"},
    }
    await page.keyboard.press("Control+z")
    dialog = await opened(page, workflow_id)
    await expect(dialog.get_by_label("A limit for each")).to_have_value("")
    await expect(dialog.get_by_label("Beyond the limit")).to_have_value("skip")


async def test_what_can_not_be_followed_is_said_at_its_field(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Orders")
    dialog = await opened(page, workflow_id)
    await fills(dialog.get_by_label("Time zone"), "Mars/Olympus")
    await expect(dialog.get_by_text("there is no time zone “Mars/Olympus”")).to_be_visible()
    await fills(dialog.get_by_label("Priority"), "12")
    await expect(dialog.get_by_text("“12” doesn’t fit here: a whole number from 0 to 9")).to_be_visible()
    await expect(dialog.get_by_label("Priority")).to_have_value("12")
    await fills(dialog.get_by_label("Time zone"), "")
    await expect(dialog.get_by_text("there is no time zone")).to_have_count(0)
    await expect(page.locator("[data-save=saved]")).to_be_visible()
    settings = await settings_of(person, workflow_id)
    assert settings.get("timezone") is None
    assert "priority" not in settings
