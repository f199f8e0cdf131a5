"""Many tabs of one browser, which has six connections to the server for all of them together."""

import asyncio

from playwright.async_api import BrowserContext, Page, Request, expect

from tests.browser.conftest import Person
from tests.browser.test_editor import card, opens
from tests.browser.test_manager import row
from tests.browser.test_panes import SET
from tests.browser.test_waiting import APPROVAL, waits

MANY = 8
BECOMES = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Streams:
    """The event streams that a browser holds open."""

    def __init__(self, context: BrowserContext) -> None:
        self._open: set[Request] = set()
        self._changed = asyncio.Event()
        context.on("request", self._begun)
        context.on("requestfinished", self._over)
        context.on("requestfailed", self._over)

    async def are(self, *pages: Page) -> None:
        """Wait until these have one each, and no other has any."""
        while sorted(map(id, self._holders())) != sorted(map(id, pages)):
            self._changed.clear()
            await self._changed.wait()

    def _holders(self) -> list[Page]:
        return [request.frame.page for request in self._open]

    def _begun(self, request: Request) -> None:
        if "/api/stream" in request.url or "/events" in request.url:
            self._open.add(request)
            self._changed.set()

    def _over(self, request: Request) -> None:
        self._open.discard(request)
        self._changed.set()


async def hide(page: Page) -> None:
    await page.evaluate(BECOMES, "hidden")


async def show(page: Page) -> None:
    await page.evaluate(BECOMES, "visible")


async def in_the_background(context: BrowserContext, workflow_id: str) -> Page:
    """A tab with the editor that somebody looked at, and left."""
    tab = await context.new_page()
    await opens(tab, workflow_id)
    await hide(tab)
    return tab


async def completes(person: Person, path: str) -> None:
    while (await person.api.get(path)).json()["status"] != "completed":
        pass


async def test_tabs_in_the_background_leave_the_connections_to_the_one_in_front(
    page: Page, person: Person
) -> None:
    streams = Streams(page.context)
    workflow_id = await person.creates("Everywhere", SET)
    await page.goto("/workflows")
    await expect(row(page, "Everywhere")).to_be_visible()
    await streams.are(page)
    await hide(page)
    editors = [await in_the_background(page.context, workflow_id) for _ in range(MANY)]
    front = await page.context.new_page()
    await opens(front, workflow_id)
    await streams.are(front)

    await card(front, "Copy").click()
    name = front.get_by_role("textbox", name="Name of the node")
    await name.fill("Renamed in front")
    await name.press("Enter")
    await expect(card(front, "Renamed in front")).to_be_visible()
    await show(editors[0])
    await expect(card(editors[0], "Renamed in front")).to_be_visible()
    await streams.are(front, editors[0])

    await hide(front)
    await person.creates("Made while nobody looked")
    await show(page)
    await expect(row(page, "Made while nobody looked")).to_be_visible()
    await streams.are(page, editors[0])


async def test_an_editor_with_a_run_holds_one_stream_and_shows_what_it_did_meanwhile(
    page: Page, person: Person
) -> None:
    streams = Streams(page.context)
    workflow_id = await person.creates("Approved elsewhere", APPROVAL)
    await opens(page, workflow_id)
    await page.keyboard.press("Control+Enter")
    await expect(card(page, "Ship it")).to_have_attribute("data-state", "waiting")
    await streams.are(page)

    await hide(page)
    other = await page.context.new_page()
    await other.goto("/executions")
    await streams.are(other)
    [started] = (await person.api.get(f"/api/executions?workflow_id={workflow_id}")).json()["items"]
    path = f"/api/executions/{started['id']}"
    await waits(person, started["id"])
    decision = {"node_id": "ship", "action": "approve"}
    assert (await person.api.post(f"{path}/resume", json=decision)).status_code < 300
    await completes(person, path)
    await expect(card(page, "Ship it")).to_have_attribute("data-state", "waiting")
    await show(page)
    await expect(card(page, "Ship it")).to_have_attribute("data-state", "completed")
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible()
    await streams.are(page, other)
