"""Versions of a workflow: looking at them, comparing, bringing one back."""

from typing import Any

from playwright.async_api import Page, expect

from tests.browser.conftest import Person, python

BEFORE = "total = 0\nfor item in items:\n    total += 1\nreturn [{'total': total}]"
AFTER = BEFORE.replace("+= 1", "+= 2")


async def edits(person: Person, workflow_id: str, *commands: dict[str, Any]) -> None:
    version = (await person.api.get(f"/api/workflows/{workflow_id}")).json()["version"]
    answer = await person.api.post(
        f"/api/workflows/{workflow_id}/commands",
        json={"expected_version": version, "commands": commands},
    )
    assert answer.status_code == 200, answer.text


async def has_changed(person: Person) -> str:
    """A workflow that was published, then lost a node, got another and other code."""
    workflow_id = await person.creates(
        "Counted", python("count", BEFORE, "Count"), {"id": "old", "type": "flow.noop", "name": "Old"}
    )
    await person.api.post(f"/api/workflows/{workflow_id}/publish")
    code = {"language": "python", "code": AFTER}
    await edits(
        person,
        workflow_id,
        {"type": "configure_node", "node_id": "count", "parameters": code},
        {"type": "remove_node", "node_id": "old"},
        {"type": "add_node", "node": {"id": "new", "type": "flow.noop", "name": "New"}},
    )
    return workflow_id


async def test_two_versions_are_compared_node_by_node_and_line_by_line(page: Page, person: Person) -> None:
    workflow_id = await has_changed(person)
    await page.goto(f"/workflows/{workflow_id}")
    await page.get_by_role("navigation", name="Workflow").get_by_role("link", name="Versions").click()
    await page.get_by_label("Compared with").select_option("the published version")
    await expect(page.get_by_role("status", name="What changed")).to_contain_text(
        "1 node added · 1 node removed · 1 node changed"
    )
    code = page.locator('[data-change="count"] [data-field="parameters.code"]')
    await expect(code.locator("[data-line=gone]")).to_have_text(["−    total += 1"])
    await expect(code.locator("[data-line=new]")).to_have_text(["+    total += 2"])
    picture = page.get_by_role("region", name="Both versions in one picture")
    for fate in ("added", "removed", "changed"):
        await expect(picture.locator(f'[data-fate="{fate}"]')).to_have_count(1)


async def test_a_version_is_restored_and_published(page: Page, person: Person) -> None:
    workflow_id = await has_changed(person)
    await page.goto(f"/workflows/{workflow_id}/versions")
    versions = page.get_by_role("list", name="Versions, newest first")
    await expect(page.get_by_role("button", name="Restore this version")).to_be_disabled()
    await versions.get_by_role("button").filter(has_text="Published").click()
    await page.get_by_role("button", name="Restore this version").click()
    await expect(versions.get_by_text("Restored from")).to_be_visible()
    definition = (await person.api.get(f"/api/workflows/{workflow_id}")).json()["definition"]
    assert {node["id"] for node in definition["nodes"]} == {"start", "count", "old"}
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    await page.get_by_role("button", name="Activate", exact=True).click()
    await expect(page.get_by_role("button", name="Deactivate", exact=True)).to_be_visible()
    workflow = (await person.api.get(f"/api/workflows/{workflow_id}")).json()
    assert workflow["is_active"]


async def test_somebody_elses_edit_appears_in_the_open_list(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Watched", python("one", BEFORE, "One"))
    await page.goto(f"/workflows/{workflow_id}/versions")
    await expect(page.get_by_role("heading", name="Version")).to_have_count(2)
    await edits(person, workflow_id, {"type": "rename_node", "node_id": "one", "name": "Renamed"})
    await expect(page.get_by_role("region", name="Renamed", exact=True)).to_be_visible()
