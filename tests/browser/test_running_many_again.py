"""The executions: after an outage all that failed runs again, and one is found by what it is about."""

from typing import Any

from playwright.async_api import Page, expect

from tests.browser.conftest import Person, python

CHECK = 'if items[0]["json"].get("broken"): raise ValueError("no answer")\nreturn items'


async def started(person: Person, workflow_id: str, value: dict[str, Any], wait: int = 60) -> Any:
    answer = await person.api.post(
        f"/api/workflows/{workflow_id}/execute", params={"wait": wait}, json={"input": value}, timeout=90
    )
    return answer.json()


async def changes(person: Person, workflow_id: str, **settings: Any) -> None:
    workflow = (await person.api.get(f"/api/workflows/{workflow_id}")).json()
    command = {"type": "change_settings", "settings": settings}
    body = {"expected_version": workflow["version"], "commands": [command]}
    assert (await person.api.post(f"/api/workflows/{workflow_id}/commands", json=body)).is_success


async def test_all_that_failed_runs_again_after_one_was_tried(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Orders", python("check", CHECK, "Check"))
    for _ in range(3):
        assert (await started(person, workflow_id, {"broken": True}))["status"] == "failed"
    await page.goto("/executions")
    await page.get_by_role("button", name="Run failed ones again…").click()
    dialog = page.get_by_role("dialog", name="Run failed executions again")
    await expect(dialog.get_by_role("status")).to_have_text("3 are left to run again")
    await dialog.get_by_role("button", name="Try one").click()
    await expect(dialog.get_by_role("status")).to_have_text("2 are left to run again · 1 begun")
    await dialog.get_by_role("button", name="Run 2 again").click()
    await expect(dialog.get_by_role("status")).to_have_text("0 are left to run again · 3 begun")
    await expect(dialog.get_by_role("button", name="Try one")).to_be_disabled()
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(page.locator("[data-execution]")).to_have_count(6)
    await expect(page.get_by_label("Forked from another execution")).to_have_count(3)


async def test_an_execution_is_found_by_what_its_workflow_declares(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Orders", python("check", CHECK, "Check"))
    await changes(person, workflow_id, search_keys=["customer"])
    for name in ("Ann Lee", "Bob Ray", "Anna Poe"):
        await started(person, workflow_id, {"customer": name})
    await page.goto("/executions")
    await expect(page.locator("[data-execution]")).to_have_count(3)
    await expect(page.locator("[data-execution]").first).to_contain_text("customer Anna Poe")
    await page.get_by_role("searchbox", name="Text").fill("ann")
    await expect(page.locator("[data-execution]")).to_have_count(2)
    await page.reload()
    await expect(page.get_by_role("searchbox", name="Text")).to_have_value("ann")
    await expect(page.locator("[data-execution]")).to_have_count(2)
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.locator("[data-execution]")).to_have_count(3)
