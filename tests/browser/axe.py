"""axe-core in a page: what somebody with a screen reader, a keyboard or weak eyes would run into."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

SOURCE = Path(__file__).parents[2] / "web" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
  }));
}"""


async def findings(page: Page) -> list[dict[str, Any]]:
    """All of them, as ``{id, impact, nodes: [where and why]}``."""
    await page.evaluate(SOURCE.read_text())
    found: list[dict[str, Any]] = await page.evaluate(RUN)
    return found


async def grave_findings(page: Page) -> list[dict[str, Any]]:
    return [found for found in await findings(page) if found["impact"] in GRAVE]
