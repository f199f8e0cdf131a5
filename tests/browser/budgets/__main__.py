"""``make budgets``: how quick the page is, measured in Chromium, beside what an empty page reaches here."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.acceptance.flowtape import Flowtape
from tests.benchmarks.row import Row, table
from tests.browser.budgets import canvas, loading, rewinding, starting
from tests.fixtures.folders import short_folder

PASSWORD = "four words of mine"
PROBES = Path(__file__).with_name("probes.js")


@asynccontextmanager
async def signed_in(browser: Browser, api: httpx.AsyncClient) -> AsyncIterator[BrowserContext]:
    """A browser of somebody new, who uses the API beside it."""
    account = {"email": f"budgets-{time.time_ns()}@example.org", "password": PASSWORD}
    await api.post("/api/auth/register", json=account)
    token = (await api.post("/api/auth/login", json=account)).json()["access_token"]
    api.headers["Authorization"] = f"Bearer {token}"
    context = await browser.new_context(
        base_url=str(api.base_url), locale="en-GB", viewport={"width": 1440, "height": 900}
    )
    await context.add_init_script(PROBES.read_text())
    await context.add_init_script(f"sessionStorage.setItem('flowtape.token', '{token}')")
    yield context
    await context.close()


async def idle(context: BrowserContext) -> float:
    """Frames per second of a page in which nothing happens."""
    page = await context.new_page()
    await page.goto("/settings")
    found = await page.evaluate("probes.paced(3000)")
    await page.close()
    return float(found["rate"])


async def measure(base_url: str) -> list[Row]:
    rows: list[Row] = []
    async with async_playwright() as playwright, httpx.AsyncClient(base_url=base_url) as api:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        rows += await loading.first_load(browser, base_url)
        async with signed_in(browser, api) as context:
            print(f"  a page in which nothing happens: {await idle(context):.1f} frames/s", flush=True)
            for measured in (starting.measured, canvas.measured, loading.heavy, rewinding.measured):
                page = await context.new_page()
                rows += await measured(page, api)
                await page.close()
            print(f"  the same at the end: {await idle(context):.1f} frames/s", flush=True)
        await browser.close()
    return rows


def main() -> None:
    if len(sys.argv) > 1:
        rows = asyncio.run(measure(sys.argv[1]))
    else:
        with short_folder() as folder:
            folder.chmod(0o711)
            flowtape = Flowtape(folder / "data")
            with flowtape.up("--no-demo"):
                rows = asyncio.run(measure(f"http://127.0.0.1:{flowtape.port}"))
    print(f"\n{table(rows)}")


if __name__ == "__main__":
    main()
