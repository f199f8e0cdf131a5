"""How smoothly the tape of an execution with 10,000 events rewinds, in Chromium.

``python -m tests.browser.rewinding`` starts a whole Flowtape in a folder of its own, runs a loop until there
are so many events, and prints what a step costs.
"""

import asyncio
import sys

import httpx
from playwright.async_api import Page, async_playwright

from tests.acceptance.flowtape import Flowtape
from tests.browser.conftest import PASSWORD
from tests.fixtures.folders import short_folder

EVENTS = 10_000
EMAIL = "rewinding@example.org"
NODES = 100
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
      const at = { bubbles: true, pointerId: 1, buttons: 1, clientX: left + ((step * 0.381966) % 1) * width, clientY: top + 9 };
      slider.dispatchEvent(new PointerEvent("pointermove", at));
    } else {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
    }
    await frame();
    times.push(performance.now() - began);
    places.add(tape.dataset.place);
  }
  times.sort((one, other) => one - other);
  return { p50: times[steps >> 1], p95: times[Math.floor(steps * 0.95)], most: times.at(-1), places: places.size };
}"""


async def ran(api: httpx.AsyncClient) -> str:
    """An execution with at least so many events; its id. Each of its nodes gets and gives many runs."""
    nodes = [{"id": "start", "type": "trigger.manual"}]
    edges = []
    loop = {"id": "loop", "type": "flow.loop", "name": "Loop", "parameters": {"batch_size": 1}}
    nodes.append(loop)
    edges.append({"source": "start", "target": "loop"})
    last = "loop"
    for number in range(NODES):
        node = f"step-{number}"
        nodes.append({"id": node, "type": "flow.noop", "name": f"Step {number}"})
        edges.append({"source": last, "source_port": "loop" if last == "loop" else "main", "target": node})
        last = node
    edges.append({"source": last, "target": "loop"})
    workflow = await api.post(
        "/api/workflows", json={"name": "Long", "definition": {"nodes": nodes, "edges": edges}}
    )
    assert workflow.status_code == 201, workflow.text
    items = [{"n": n} for n in range(EVENTS // NODES // 2 + 1)]
    path = f"/api/workflows/{workflow.json()['id']}/execute"
    answer = await api.post(path, params={"wait": 300}, json={"input": items}, timeout=310)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


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
        execution_id = await ran(api)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        viewport = {"width": 1440, "height": 900}
        page = await browser.new_page(base_url=base_url, locale="en-GB", viewport=viewport)  # type: ignore[arg-type]
        await measured(page, execution_id)
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
