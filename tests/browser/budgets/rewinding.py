"""The tape of an execution with 10,000 events: stepped through, jumped about in, and played."""

from itertools import pairwise
from typing import Any

import httpx
from playwright.async_api import Page

from tests.benchmarks.row import Row
from tests.browser.budgets.asking import run_of
from tests.browser.budgets.pacing import pace_of

EVENTS = 10_000
PACE_MS = 4000
STEP = "() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }))"
JUMP = """(step) => {
  const slider = document.querySelector("[role=slider]");
  const { left, width, top } = slider.getBoundingClientRect();
  const clientX = left + ((step * 0.381966) % 1) * width;
  const at = { bubbles: true, pointerId: 1, buttons: 1, clientX, clientY: top + 9 };
  slider.dispatchEvent(new PointerEvent("pointermove", at));
}"""
PLACE = "Number(document.querySelector('section[data-place]').dataset.place)"


def long() -> dict[str, Any]:
    """Nodes in a row, each of which starts and completes."""
    names = [f"step-{number}" for number in range(EVENTS // 2)]
    steps = [{"id": name, "type": "flow.noop"} for name in names]
    edges = [{"source": one, "target": following} for one, following in pairwise(["start", *names])]
    return {"nodes": [{"id": "start", "type": "trigger.manual"}, *steps], "edges": edges}


async def measured(page: Page, api: httpx.AsyncClient) -> list[Row]:
    execution_id = await run_of(api, "Long", long())
    await page.goto(f"/executions/{execution_id}")
    await page.locator("main header").get_by_text("Completed", exact=True).wait_for(timeout=60_000)
    count = int(await page.locator("section[data-place]").get_attribute("data-count") or 0)
    assert count >= EVENTS, count
    rows: list[Row] = []
    for name, act in (("event by event", STEP), ("dragged anywhere", JUMP)):
        pace = await pace_of(page, f"probes.paced({PACE_MS}, {act})")
        print(f"  {count} events, {name}: {pace.found}", flush=True)
        rows += pace.rows(f"{EVENTS:,} events rewound {name}", 30)
    return rows + await _played(page)


async def _played(page: Page) -> list[Row]:
    await page.keyboard.press("Home")
    speed = page.get_by_label("Speed")
    await speed.select_option(await speed.locator("option").last.get_attribute("value"))
    await page.get_by_role("button", name="Play", exact=True).click()
    pace = await pace_of(page, f"probes.paced({PACE_MS})")
    place = await page.evaluate(PLACE)
    assert place > 0, "the tape was not played"
    print(f"  played to event {place}: {pace.found}", flush=True)
    return pace.rows(f"{EVENTS:,} events played at the highest speed", 30)
