"""From the first visit to a workflow that runs: what somebody does on the first day, in one go."""

import asyncio
from itertools import pairwise

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.test_editor import (
    canvas,
    card,
    definition,
    drags,
    drags_from_palette,
    middle_of,
    port,
    saved,
)

SLOWLY = "import time; [(print(f'line {n}'), time.sleep(0.1)) for n in range(20)]; return [{'n': 41}]"
BROKEN = "return [{'n': items[0]['json']['gone']}]"
MENDED = "return [{'n': 42}]"


async def writes(page: Page, panel: Locator, code: str) -> None:
    await panel.get_by_role("textbox", name="Code", exact=True).click()
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text(code)
    await expect(saved(page)).to_be_visible()


async def runs(page: Page, words: str) -> None:
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("status").get_by_text(words)).to_be_visible(timeout=30_000)


async def builds(page: Page) -> tuple[Locator, Locator]:
    """Three nodes from the palette, connected by dragging; the latter two of them."""
    await page.get_by_role("button", name="New workflow").click()
    await expect(page.get_by_text("An empty canvas")).to_be_visible()
    for place, node_type in enumerate(("trigger.manual", "code", "data.set")):
        await drags_from_palette(page, node_type, 130 + 300 * place, 160)
        await expect(page.locator("[data-node]")).to_have_count(place + 1)
    chain = card(page, "Manual trigger"), page.locator('[data-node^="code-"]'), card(page, "Set fields")
    for one, following in pairwise(chain):
        await drags(page, await middle_of(port(one, "source")), await middle_of(port(following, "target")))
    await expect(page.locator(".react-flow__edge")).to_have_count(2)
    return chain[1], chain[2]


async def is_stored(person: Person, workflow_id: str, code: str) -> None:
    async with asyncio.timeout(20):
        while code not in str(await definition(person, workflow_id)):  # noqa: ASYNC110 — nobody tells a test
            await asyncio.sleep(0.05)


async def test_from_signing_up_to_a_workflow_that_was_broken_and_mended(page: Page, person: Person) -> None:
    code, copy = await builds(page)
    workflow_id = page.url.rsplit("/", 1)[1]

    await code.click()
    panel = page.get_by_role("region", name="Node Code")
    await writes(page, panel, SLOWLY)
    await page.get_by_role("button", name="Show logs").click()
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(code).to_have_attribute("data-state", "running", timeout=30_000)
    logs = page.get_by_role("region", name="Logs")
    await expect(logs.get_by_text("line 3", exact=True)).to_be_visible()
    await expect(logs.get_by_text("line 19", exact=True)).to_have_count(0)
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=30_000)
    await expect(logs.get_by_text("line 19", exact=True)).to_be_visible()

    await page.get_by_role("button", name="Close the panel").click()
    await copy.click()
    setting = page.get_by_role("region", name="Node Set fields")
    await setting.get_by_role("button", name="Add", exact=True).click()
    await setting.get_by_role("textbox", name="Name", exact=True).fill("copied")
    await setting.get_by_role("button", name="Show input and output beside it").click()
    value = setting.get_by_role("textbox", name="Value", exact=True)
    await setting.get_by_role("button", name="Insert n", exact=True).drag_to(value)
    await expect(saved(page)).to_be_visible()
    await runs(page, "Completed")
    await expect(
        setting.get_by_role("region", name="Output").get_by_role("cell", name="41").last
    ).to_be_visible()
    fields = (await definition(person, workflow_id))["nodes"][2]["parameters"]["fields"]
    assert fields == [{"name": "copied", "value": "{{ $json.n }}"}]

    await setting.get_by_role("button", name="Close the panel").click()
    await code.click()
    await writes(page, panel, BROKEN)
    await runs(page, "KeyError")
    await expect(code).to_have_attribute("data-state", "failed")
    await expect(panel.get_by_text("gone").first).to_be_visible()
    await writes(page, panel, MENDED)
    await runs(page, "Completed")
    await expect(copy).to_have_attribute("data-state", "completed")

    await page.get_by_role("button", name="Close the panel").click()
    await canvas(page).click(position={"x": 300, "y": 420})
    await page.keyboard.press("Control+z")
    await is_stored(person, workflow_id, BROKEN)
    await page.reload()
    await expect(saved(page)).to_be_visible()
    await canvas(page).click(position={"x": 300, "y": 420})
    await page.keyboard.press("Control+Shift+Z")
    await expect(page.get_by_role("button", name="Redo", exact=True)).to_be_disabled()
    await is_stored(person, workflow_id, MENDED)
