"""``make screenshots``: a picture of every page in both themes, in ``docs/images``.

``python -m tests.browser.screenshots`` starts a whole Flowtape in a folder of its own; with an address it
uses the one that is there. Names of places may follow, to make those alone.
"""

import asyncio
import sys
import time
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.acceptance.flowtape import Flowtape
from tests.browser.places import PLACES, Look, Place, visitor
from tests.browser.scene import Scene, set_up
from tests.fixtures.folders import short_folder

FOLDER = Path(__file__).parents[2] / "docs" / "images"
VIEW: ViewportSize = {"width": 1280, "height": 800}
LOOKS = (Look(), Look("dark"))
WRITTEN_TO = "ada@example.org"


async def main(base_url: str, wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    places = [place for place in PLACES if place.pictured and (not wanted or place.name in wanted)]
    async with httpx.AsyncClient(base_url=base_url) as api, async_playwright() as playwright:
        scene = await set_up(api, f"ada-{time.time_ns()}@example.org")
        arguments = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for look in LOOKS:
            for place in places:
                await take(browser, scene, place, look)
        await browser.close()
    for picture in sorted(FOLDER.glob("*.png")):
        print(f"  {picture.stat().st_size // 1000:>4} kB  {picture.name}")


async def take(browser: Browser, scene: Scene, place: Place, look: Look) -> None:
    context = await visitor(browser, scene, place, look, viewport=VIEW)
    page = await context.new_page()
    await place.goes(page, scene)
    await _at_rest(page, scene)
    await page.screenshot(path=FOLDER / f"{place.name}-{look.theme}.png")
    await page.close()
    await context.close()


async def _at_rest(page: Page, scene: Scene) -> None:
    """Fonts are there, frames are drawn, and the account has the name that everybody knows."""
    await page.evaluate("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 300)))")
    await page.evaluate(
        """([from, to]) => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(from, to);
          for (const each of document.querySelectorAll("input")) each.value = each.value.replaceAll(from, to);
        }""",
        [scene.email, WRITTEN_TO],
    )


def run() -> None:
    given = sys.argv[1:]
    if given and given[0].startswith("http"):
        asyncio.run(main(given[0], given[1:]))
        return
    with short_folder() as folder:
        folder.chmod(0o711)
        flowtape = Flowtape(folder / "data")
        with flowtape.up("--no-demo"):
            asyncio.run(main(f"http://127.0.0.1:{flowtape.port}", given))


if __name__ == "__main__":
    run()
