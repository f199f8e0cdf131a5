"""The log of a run: at its end, narrowed, searched; with everything behind it real."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python
from tests.browser.test_executions import runs

MANY = """import sys
for i in range(8000):
    print(f"line {i} of many" + (" NEEDLE" if i % 1000 == 500 else ""))
print("careful", file=sys.stderr)
return items"""
SLOW = """import time
for i in range(60):
    print(f"slow {i}", flush=True)
    time.sleep(0.1)
return items"""


def logs(page: Page) -> Locator:
    return page.get_by_role("region", name="Logs", exact=True)


async def test_of_many_lines_few_are_drawn_and_hits_are_gone_through(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Many lines", python("many", MANY, "Many"))
    await page.goto(f"/executions/{(await runs(person, workflow_id))['id']}")
    await expect(logs(page)).to_contain_text("8,001 lines")
    assert await logs(page).locator("[data-log-line]").count() < 100
    search = logs(page).get_by_label("Search logs")
    hits = logs(page).get_by_label("Hits", exact=True)
    await search.fill("needle")
    await expect(hits).to_have_text("8 hits")
    current = logs(page).locator("[data-current]")
    for number, line in ((1, 500), (2, 1500)):
        await search.press("Enter")
        await expect(hits).to_have_text(f"{number} of 8")
        await expect(current).to_contain_text(f"line {line} of many")
        await expect(current).to_be_in_viewport()
        await expect(current.locator("mark")).to_have_text("NEEDLE")
    await logs(page).get_by_role("button", name="Previous hit").click()
    await logs(page).get_by_role("button", name="Previous hit").click()
    await expect(hits).to_have_text("8 of 8")
    await expect(current).to_contain_text("line 7500 of many")
    await expect(current).to_be_in_viewport()
    await logs(page).get_by_role("button", name="Only lines with hits").click()
    await expect(logs(page).locator("[data-log-line]")).to_have_count(8)
    await logs(page).get_by_label("Stream").select_option("stderr")
    await expect(logs(page)).to_contain_text("No line matches.")
    await search.fill("")
    await expect(logs(page).locator("[data-log-line]")).to_have_text([re.compile("careful")])


async def test_the_log_stays_at_its_end_unless_somebody_scrolls_up(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Slow lines", python("slow", SLOW, "Slow"))
    started = await runs(person, workflow_id, wait=0)
    await page.goto(f"/executions/{started['execution_id']}")
    lines = logs(page).get_by_role("region", name="Log lines")
    await expect(lines.get_by_text("slow 25", exact=True)).to_be_in_viewport(timeout=30_000)
    await lines.hover()
    await page.mouse.wheel(0, -5000)
    await expect(lines.get_by_text("slow 0", exact=True)).to_be_in_viewport()
    await expect(logs(page)).to_contain_text("60 lines", timeout=30_000)
    await expect(lines.get_by_text("slow 0", exact=True)).to_be_in_viewport()
