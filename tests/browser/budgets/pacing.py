"""Frames while something goes on, and what each costs the page's main thread."""

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from tests.benchmarks.row import Row


@dataclass(frozen=True, slots=True)
class Pace:
    """``rate``: frames per second. ``cost``: processor time of the main thread for each frame, in ms."""

    rate: float
    cost: float
    found: dict[str, Any]

    def rows(self, name: str, least: float) -> list[Row]:
        return [
            Row(name, least, 60, self.rate, "frames/s", True),
            Row("  processor time of the main thread for each frame", 1000 / least, 8, self.cost, "ms"),
        ]


async def pace_of(page: Page, expression: str) -> Pace:
    """Of an expression for the page that paces something with ``probes``."""
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})

    async def spent() -> float:
        metrics = (await session.send("Performance.getMetrics"))["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    before = await spent()
    found = await page.evaluate(expression)
    cost = (await spent() - before) * 1000 / found["frames"]
    await session.detach()
    return Pace(found["rate"], cost, found)
