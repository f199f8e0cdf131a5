"""How smoothly the tape of an execution with 10,000 events rewinds, and 50 MB of output open, in Chromium.

``python -m tests.browser.rewinding`` starts a whole Flowtape in a folder of its own, runs 5,000 nodes in a
row, and prints what a step costs. With an address it uses the Flowtape that is there.
"""

import asyncio
import sys
from itertools import pairwise

import httpx
from playwright.async_api import Page, async_playwright

from tests.acceptance.flowtape import Flowtape
from tests.browser.conftest import PASSWORD
from tests.fixtures.folders import short_folder

EVENTS = 10_000
EMAIL = "rewinding@example.org"
MEASURE = """async ([steps, jump]) => {
  const tape = document.querySelector("section[data-place]");
  const slider = document.querySelector("[role=slider]");
  const frame = () => new Promise(requestAnimationFrame);
  const { left, width, top } = slider.getBoundingClientRect();
  const times = [];
  const places = new Set();
  for (let step = 0; step < steps; step++) {
    const began = performance.now();
    if (jump) {
      const clientX = left + ((step * 0.381966) % 1) * width;
      const at = { bubbles: true, pointerId: 1, buttons: 1, clientX, clientY: top + 9 };
      slider.dispatchEvent(new PointerEvent("pointermove", at));
    } else {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
    }
    await frame();
    times.push(performance.now() - began);
    places.add(tape.dataset.place);
  }
  times.sort((one, other) => one - other);
  const [p50, p95] = [times[steps >> 1], times[Math.floor(steps * 0.95)]];
  return { p50, p95, most: times.at(-1), places: places.size };
}"""

FRAMES = """
  window.longestFrame = 0;
  let last = performance.now();
  requestAnimationFrame(function frame(now) {
    window.longestFrame = Math.max(window.longestFrame, now - last);
    last = now;
    requestAnimationFrame(frame);
  });
"""


async def ran(api: httpx.AsyncClient) -> str:
    """An execution with at least so many events: nodes in a row, each started and completed; its id."""
    names = [f"step-{number}" for number in range(EVENTS // 2)]
    nodes = [
        {"id": "start", "type": "trigger.manual"},
        *({"id": name, "type": "flow.noop"} for name in names),
    ]
    edges = [{"source": one, "target": following} for one, following in pairwise(["start", *names])]
    workflow = await api.post(
        "/api/workflows", json={"name": "Long", "definition": {"nodes": nodes, "edges": edges}}
    )
    assert workflow.status_code == 201, workflow.text
    path = f"/api/workflows/{workflow.json()['id']}/execute"
    answer = await api.post(path, params={"wait": 300}, json={}, timeout=310)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


async def heavy(api: httpx.AsyncClient) -> str:
    """An execution whose last node put out about 50 MB; its id."""
    code = "return [{'n': n, 'text': 'x' * 9_900} for n in range(5_000)]"
    parameters = {"language": "python", "code": code}
    nodes = [
        {"id": "start", "type": "trigger.manual"},
        {"id": "heavy", "type": "code", "name": "Heavy", "parameters": parameters},
    ]
    definition = {"nodes": nodes, "edges": [{"source": "start", "target": "heavy"}]}
    workflow = await api.post("/api/workflows", json={"name": "Heavy", "definition": definition})
    path = f"/api/workflows/{workflow.json()['id']}/execute"
    answer = await api.post(path, params={"wait": 300}, json={}, timeout=310)
    assert answer.json()["status"] == "completed", answer.text
    return str(answer.json()["id"])


async def opened(page: Page, execution_id: str) -> None:
    """Prints the longest time between two frames from the visit of the page until items are shown."""
    await page.add_init_script(FRAMES)
    await page.goto(f"/executions/{execution_id}")
    await page.get_by_label("Output of the chosen node").get_by_role("cell").first.wait_for()
    for view in ("JSON", "Schema", "Table"):
        await page.get_by_role("button", name=view, exact=True).click()
    longest = await page.evaluate("longestFrame")
    print(f"50 MB of output opened, and shown as JSON, schema and table: longest frame {longest:.0f} ms")


async def measured(page: Page, execution_id: str) -> None:
    await page.goto(f"/executions/{execution_id}")
    await page.get_by_label("Email").fill(EMAIL)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await page.locator("main header").get_by_text("Completed", exact=True).wait_for()
    count = await page.locator("section[data-place]").get_attribute("data-count")
    print(f"{count} events")
    for name, jump in (("one event back", False), ("a jump anywhere", True)):
        found = await page.evaluate(MEASURE, [300, jump])
        print(
            f"{name}: {found['p50']:.1f} ms until the next frame (p50), {found['p95']:.1f} ms (p95), "
            f"{found['most']:.1f} ms (most); {found['places']} places"
        )


async def main(base_url: str) -> None:
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as api:
        await api.post("/api/auth/register", json={"email": EMAIL, "password": PASSWORD})
        answer = await api.post("/api/auth/login", json={"email": EMAIL, "password": PASSWORD})
        api.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        execution_id, heavy_id = await ran(api), await heavy(api)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        viewport = {"width": 1440, "height": 900}
        page = await browser.new_page(base_url=base_url, locale="en-GB", viewport=viewport)  # type: ignore[arg-type]
        await measured(page, execution_id)
        await opened(page, heavy_id)
        await browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(main(sys.argv[1]))
    else:
        with short_folder() as folder:
            folder.chmod(0o711)
            flowtape = Flowtape(folder / "data")
            with flowtape.up("--no-demo"):
                asyncio.run(main(f"http://127.0.0.1:{flowtape.port}"))
