"""What a first visit fetches before it can be used, and what an execution with 50 MB of output costs."""

import httpx
from playwright.async_api import Browser, Page

from tests.benchmarks.row import Row
from tests.browser.budgets.asking import run_of

CODE = "return [{'n': n, 'text': 'x' * 9_900} for n in range(5_000)]"
HEAVY = {
    "nodes": [
        {"id": "start", "type": "trigger.manual"},
        {"id": "heavy", "type": "code", "name": "Heavy", "parameters": {"language": "python", "code": CODE}},
    ],
    "edges": [{"source": "start", "target": "heavy"}],
}
FETCHED = """["resource", "navigation"]
  .flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""


async def first_load(browser: Browser, base_url: str) -> list[Row]:
    """Compressed, until the form to sign in is there."""
    context = await browser.new_context(base_url=base_url)
    page = await context.new_page()
    await page.goto("/")
    await page.get_by_label("Password").wait_for()
    fetched = await page.evaluate(FETCHED)
    await context.close()
    return [Row("first load, compressed", 250, 200, fetched / 1000, "kB")]


async def heavy(page: Page, api: httpx.AsyncClient) -> list[Row]:
    execution_id = await run_of(api, "Heavy", HEAVY)
    await page.goto(f"/executions/{execution_id}")
    output = page.get_by_label("Output of the chosen node")
    await output.get_by_role("cell").first.wait_for()
    for view in ("JSON", "Schema", "Table"):
        await page.get_by_role("button", name=view, exact=True).click()
    for _ in range(3):
        await output.get_by_role("button", name="Next").click()
        await output.get_by_role("cell").first.wait_for()
    longest = await page.evaluate("Math.max(0, ...probes.blocks.map(({ duration }) => duration))")
    fetched = await page.evaluate(FETCHED)
    print(f"  50 MB of output: {fetched / 1e6:.1f} MB were fetched for all views and four pages")
    return [Row("50 MB of output opened: longest block of the main thread", 200, 100, longest, "ms")]
