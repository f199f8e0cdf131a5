"""Every page, panel and dialog in front of axe-core, in both themes and both languages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import get_args

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.browser.axe import grave_findings
from tests.browser.conftest import Stack
from tests.browser.places import PLACES, Look, Place, Theme, visitor
from tests.browser.scene import Scene, set_up


@pytest.fixture(scope="module")
async def scene(stack: Stack) -> AsyncIterator[Scene]:
    async with httpx.AsyncClient(base_url=stack.base_url) as api:
        yield await set_up(api, "audited@example.org")


COLOURED = """Promise.all(
  document.getAnimations().filter((each) => each instanceof CSSTransition).map(({ finished }) => finished)
)"""


class Visitors:
    """A browser for each look and for whomever a place is for, used again by all places."""

    def __init__(self, browser: Browser, scene: Scene) -> None:
        self._browser, self.scene = browser, scene
        self._open: dict[tuple[str, Look], BrowserContext] = {}

    @asynccontextmanager
    async def at(self, place: Place, look: Look) -> AsyncIterator[Page]:
        """A page at the place. Whatever comes of it, the next place is found as by somebody new."""
        if (place.who, look) not in self._open:
            self._open[place.who, look] = await visitor(self._browser, self.scene, place, look)
        page = await self._open[place.who, look].new_page()
        try:
            await place.goes(page, self.scene)
            yield page
        finally:
            await page.evaluate("localStorage.clear()")
            await page.close()

    async def leave(self) -> None:
        for context in self._open.values():
            await context.close()


@pytest.fixture(scope="module")
async def visitors(browser: Browser, scene: Scene) -> AsyncIterator[Visitors]:
    visitors = Visitors(browser, scene)
    yield visitors
    await visitors.leave()


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_nothing_serious_stands_in_anybodys_way(visitors: Visitors, place: Place, locale: str) -> None:
    found = {}
    async with visitors.at(place, Look(locale=locale)) as page:
        for theme in get_args(Theme):
            await page.emulate_media(color_scheme=theme)
            await page.evaluate(COLOURED)
            found[theme] = await grave_findings(page)
    assert found == {"light": [], "dark": []}


async def test_what_cannot_be_read_is_found(visitors: Visitors) -> None:
    async with visitors.at(PLACES[0], Look()) as page:
        await page.evaluate("document.querySelector('main').style.color = '#ddd'")
        assert "color-contrast" in {found["id"] for found in await grave_findings(page)}
