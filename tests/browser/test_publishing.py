"""What webhooks run, as the editor tells it."""

import uuid

from playwright.async_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.test_editor import card, opens, saved


async def listens(person: Person, path: str) -> str:
    """A workflow whose webhook answers with what its last node puts out; its id."""
    fields = {"fields": [{"name": "said", "value": "before"}], "keep": False}
    hook = {"path": path, "methods": ["GET"], "respond": "last"}
    nodes = [
        {"id": "hook", "type": "trigger.webhook", "name": "Hear", "parameters": hook},
        {"id": "say", "type": "data.set", "name": "Say", "parameters": fields},
    ]
    body = {"name": "Echo", "definition": {"nodes": nodes, "edges": [{"source": "hook", "target": "say"}]}}
    return str((await person.api.post("/api/workflows", json=body)).json()["id"])


async def test_the_editor_says_that_webhooks_still_run_what_was_published(page: Page, person: Person) -> None:
    path = f"echo-{uuid.uuid4().hex}"
    workflow_id = await listens(person, path)
    await opens(page, workflow_id)
    publish = page.get_by_role("button", name="Publish")
    active = page.get_by_role("switch", name="Active: webhooks run it")
    await active.click()
    await expect(active).to_be_checked()
    await expect(active).to_be_enabled()
    await expect(publish).to_have_count(0)

    await page.get_by_role("textbox", name="Name of the workflow").fill("Renamed")
    await page.keyboard.press("Enter")
    await expect(saved(page)).to_be_visible()
    await card(page, "Say").click()
    value = page.get_by_role("region", name="Node Say").get_by_role("textbox", name="Value", exact=True)
    await expect(publish).to_have_count(0)
    await value.fill("after")
    await expect(publish).to_be_visible()
    assert (await person.api.get(f"/hooks/{path}")).json() == {"said": "before"}

    await publish.click()
    await expect(publish).to_have_count(0)
    assert (await person.api.get(f"/hooks/{path}")).json() == {"said": "after"}
    await page.reload()
    await expect(card(page, "Say")).to_be_visible()
    await expect(publish).to_have_count(0)


async def test_a_webhook_shows_its_address_where_its_path_is_written(page: Page, person: Person) -> None:
    path = f"echo-{uuid.uuid4().hex}"
    workflow_id = await listens(person, "begun")
    await opens(page, workflow_id)
    await card(page, "Hear").click()
    panel = page.get_by_role("region", name="Node Hear")
    address = panel.get_by_role("region", name="Address")
    await expect(address).to_contain_text("/hooks/begun")
    await expect(address).to_contain_text("They answer once the workflow is active.")
    await panel.get_by_role("textbox", name="Path").fill(path)
    await expect(address).to_contain_text(f"/hooks/{path}")
    url = await address.locator("code").inner_text()
    await page.get_by_role("switch", name="Active: webhooks run it").click()
    await expect(address.get_by_text("They answer once")).to_have_count(0)
    assert (await person.api.get(url)).json() == {"said": "before"}
