"""A workflow of 1,000 nodes and 1,500 connections: opened, and one node of it dragged."""

from statistics import median
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.benchmarks.row import Row
from tests.browser.budgets.asking import answer_of
from tests.browser.budgets.pacing import pace_of

NODES, EDGES, WIDE = 1000, 1500, 40
VISITS = 5
DRAG_MS = 4000


def large() -> dict[str, Any]:
    """Rows of nodes, each connected with the next and every other one with the one below, too."""
    nodes: list[dict[str, Any]] = [
        {
            "id": f"n{n}",
            "type": "trigger.manual" if n == 0 else "flow.noop",
            "name": f"Step {n}",
            "position": {"x": n % WIDE * 240, "y": n // WIDE * 120},
        }
        for n in range(NODES)
    ]
    pairs = [(n, n + 1) for n in range(NODES - 1)]
    pairs += [(n, n + WIDE) for n in range(NODES - WIDE)][: EDGES - len(pairs)]
    return {
        "nodes": nodes,
        "edges": [{"source": f"n{one}", "target": f"n{other}"} for one, other in pairs],
    }


async def measured(page: Page, api: httpx.AsyncClient) -> list[Row]:
    definition = large()
    assert (len(definition["nodes"]), len(definition["edges"])) == (NODES, EDGES)
    body = {"name": "Large", "definition": definition}
    workflow = await answer_of(api, "POST", "/api/workflows", body)
    path = f"/workflows/{workflow['id']}"
    opened = [await _opened(page, path) for _ in range(VISITS)]
    rows = [Row("1,000 nodes and 1,500 edges, open and drawn", 2, 1, median(opened) / 1000, "s")]
    rows += await _dragged(page, "the same: a node dragged", 50)
    await page.keyboard.press("1")
    await expect(page.locator("[data-node]")).to_have_count(NODES, timeout=60_000)
    return rows + await _dragged(page, "the same: a node dragged, all 1,000 in view", 50)


async def _dragged(page: Page, name: str, least: float) -> list[Row]:
    await page.wait_for_timeout(1000)
    pace = await pace_of(page, f"probes.drag({DRAG_MS})")
    assert pace.found["moved"] > 1, "the node was not dragged"
    drawn = await page.locator("[data-node]").count()
    print(f"  dragging with {drawn} nodes in view: {pace.found}", flush=True)
    return pace.rows(name, least)


async def _opened(page: Page, path: str) -> float:
    """Milliseconds from the visit of the page until its nodes are drawn."""
    await page.goto(path, wait_until="commit")
    found: float = await page.evaluate("probes.drawn('[data-node]', 10)")
    await page.locator("[data-save=saved]").wait_for()
    return found
