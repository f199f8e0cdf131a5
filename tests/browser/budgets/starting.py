"""From the press of Run until a node on the canvas shows another state."""

from statistics import median

import httpx
from playwright.async_api import Page

from tests.benchmarks.row import Row
from tests.browser.budgets.asking import answer_of

TIMES = 20
DEFINITION = {
    "nodes": [
        {"id": "start", "type": "trigger.manual", "position": {"x": 0, "y": 0}},
        {"id": "keep", "type": "flow.noop", "position": {"x": 300, "y": 0}},
    ],
    "edges": [{"source": "start", "target": "keep"}],
}
PRESS = """() => {
  const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Run");
  return probes.answered(button, "[data-node]", "data-state");
}"""


async def measured(page: Page, api: httpx.AsyncClient) -> list[Row]:
    workflow = await answer_of(api, "POST", "/api/workflows", {"name": "Quick", "definition": DEFINITION})
    await page.goto(f"/workflows/{workflow['id']}")
    await page.locator("[data-save=saved]").wait_for()
    times = []
    for _ in range(TIMES):
        times.append(await page.evaluate(PRESS))
        await page.locator('[data-node="keep"][data-state="completed"]').wait_for()
        await page.get_by_role("button", name="Hide this run").click()
        await page.locator('[data-node="keep"][data-state="idle"]').wait_for()
    print(f"  click Run, ms: {', '.join(f'{each:.0f}' for each in sorted(times))}")
    return [Row("click Run to first state change on screen, p50", 150, 75, median(times), "ms")]
