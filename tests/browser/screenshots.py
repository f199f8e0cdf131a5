"""Pictures of the running page for the README, in both themes.

``python -m tests.browser.screenshots http://127.0.0.1:8000 EMAIL PASSWORD WORKFLOW_ID`` of somebody
whose workflow of that id has been executed; they go to ``docs/images``.
"""

import asyncio
import sys
from pathlib import Path
from typing import Literal, get_args

from playwright.async_api import Browser, async_playwright, expect

Theme = Literal["light", "dark"]
BESIDE_THE_PANEL = """() => {
  const edge = document.querySelector("[aria-label^='Node ']").getBoundingClientRect().left;
  const nodes = [...document.querySelectorAll(".react-flow__node")];
  return nodes.every((node) => node.getBoundingClientRect().right < edge);
}"""
FOLDER = Path(__file__).parents[2] / "docs" / "images"


async def take(browser: Browser, theme: Theme, base_url: str, person: tuple[str, str], workflow: str) -> None:
    page = await browser.new_page(
        base_url=base_url,
        color_scheme=theme,
        viewport={"width": 1440, "height": 940},
        locale="en-GB",
    )
    await page.goto(f"/workflows/{workflow}")
    await page.get_by_label("Email").fill(person[0])
    await page.get_by_label("Password").fill(person[1])
    await page.get_by_role("button", name="Log in").click()
    await page.locator(".react-flow__node-step").nth(1).click()
    await expect(page.locator("[data-code] .cm-line").first).to_be_visible()
    await page.get_by_role("button", name="Show all").click()
    await page.wait_for_function(BESIDE_THE_PANEL)
    await page.screenshot(path=FOLDER / f"workflow-{theme}.png")
    await page.goto(f"/workflows/{workflow}/executions")
    executions = page.get_by_role("region", name="Executions")
    await expect(executions.get_by_role("link").first).to_be_visible()
    await executions.locator('[data-state="completed"]').get_by_role("link").first.click()
    await expect(page.locator('[data-track][data-state="completed"]').first).to_be_visible()
    await page.locator("[data-track]").nth(2).click()
    await expect(page.get_by_label("Output of the chosen node").get_by_role("cell").first).to_be_visible()
    await page.screenshot(path=FOLDER / f"execution-{theme}.png")
    await page.close()


async def main(base_url: str, email: str, password: str, workflow: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for theme in get_args(Theme):
            await take(browser, theme, base_url, (email, password), workflow)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
