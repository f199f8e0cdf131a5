"""German, and wherever on earth somebody is."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, Request, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import opens
from tests.browser.wire import Wire

WAIT = {
    "id": "wait",
    "type": "flow.wait",
    "name": "Wait",
    "parameters": {"mode": "duration", "unit": "hours", "amount": 12},
}
FAR = ("Pacific/Auckland", "America/St_Johns")


@asynccontextmanager
async def elsewhere(page: Page, browser: Browser, wire: Wire, **settings: Any) -> AsyncIterator[Page]:
    """The person of ``page`` in another browser, with another machine's language and time zone."""
    token = await page.evaluate("sessionStorage.getItem('flowtape.token')")
    context = await browser.new_context(base_url=wire.base_url, **settings)
    await context.add_init_script(f"sessionStorage.setItem('flowtape.token', {token!r})")
    try:
        yield await context.new_page()
    finally:
        await context.close()


def local(instant: str, zone: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))


async def test_node_types_and_their_forms_are_german(
    page: Page, person: Person, browser: Browser, wire: Wire
) -> None:
    workflow_id = await person.creates("Deutsch", WAIT)
    async with elsewhere(page, browser, wire, locale="de-DE") as there:
        await there.goto(f"/workflows/{workflow_id}")
        await expect(there.locator('[data-type="flow.wait"]')).to_have_text("Warten")
        await there.get_by_role("searchbox").fill("zusammen")
        await expect(there.locator("[data-type]").first).to_have_text("Zusammenführen")
        await there.locator('[data-node="wait"]').click()
        panel = there.get_by_role("region", name="Knoten Wait")
        await expect(panel.get_by_label("Einheit").locator("option:checked")).to_have_text("Stunden")
        await panel.get_by_label("Warten").select_option(label="Auf eine Freigabe")
        await expect(there.locator('[data-port="approved"]')).to_have_text("freigegeben")
        await expect(there.locator('[data-save="saved"]')).to_be_visible()
        await there.get_by_role("button", name="Liste", exact=True).click()
        await expect(there.get_by_role("row", name="freigegeben")).to_be_visible()
    stored = (await person.api.get(f"/api/workflows/{workflow_id}")).json()["definition"]["nodes"][1]
    assert stored["parameters"]["mode"] == "approval"


async def test_the_forms_speak_the_language_that_is_chosen_while_one_looks_on(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Both", WAIT)
    await opens(page, workflow_id)
    await expect(page.locator('[data-type="flow.wait"]')).to_have_text("Wait")
    await page.get_by_role("link", name="Settings").click()
    await page.get_by_role("radio", name="Deutsch").check()
    await page.go_back()
    await expect(page.locator('[data-type="flow.wait"]')).to_have_text("Warten")


@pytest.mark.parametrize("zone", FAR)
async def test_times_are_told_as_the_clock_on_the_wall_has_them(
    page: Page, person: Person, browser: Browser, wire: Wire, zone: str
) -> None:
    workflow_id = await person.creates("Anywhere", python("say", "print('said')\nreturn items"), WAIT)
    answer = await person.api.post(f"/api/workflows/{workflow_id}/execute", json={})
    path = f"/api/executions/{answer.json()['execution_id']}"
    async with elsewhere(page, browser, wire, locale="de-DE", timezone_id=zone) as there:
        await there.goto(f"/executions/{answer.json()['execution_id']}")
        decide = there.get_by_role("group", name="Über Wait entscheiden")
        await expect(decide).to_be_visible(timeout=30_000)
        execution = (await person.api.get(path)).json()
        until = local(execution["waiting"][0]["until"], zone)
        await expect(decide).to_contain_text(f"{until:%d.%m.%Y}, {until:%H:%M:%S}")
        await expect(decide).not_to_contain_text("+00:00")
        created = local(execution["created_at"], zone)
        await expect(there.locator("main header")).to_contain_text(f"{created:%d.%m.%Y}, {created:%H:%M:%S}")
        [line] = (await person.api.get(f"{path}/logs")).json()["items"]
        said = local(line["at"], zone)
        shown = there.locator("[data-log-line]").filter(has_text="said").locator("time")
        await expect(shown).to_have_text(re.compile(f"{said:%H:%M:%S}"))
        await there.goto("/executions")
        row = there.locator(f'[data-execution="{execution["id"]}"]')
        await expect(row.locator("time").first).to_have_attribute(
            "title", re.compile(f"{created:%d.%m.%Y}, ")
        )


@pytest.mark.parametrize("zone", FAR)
async def test_executions_are_looked_for_between_local_times(
    page: Page, person: Person, browser: Browser, wire: Wire, zone: str
) -> None:
    asked: list[datetime] = []

    def listens(request: Request) -> None:
        since = parse_qs(urlsplit(request.url).query).get("since")
        if since and urlsplit(request.url).path == "/api/executions":
            asked.append(datetime.fromisoformat(since[0]))

    async with elsewhere(page, browser, wire, locale="en-GB", timezone_id=zone) as there:
        there.on("request", listens)
        await there.goto("/executions?since=2026-03-29T02:30")
        await expect(there.get_by_text("No execution matches")).to_be_visible()
        await expect(there.get_by_label("From")).to_have_value("2026-03-29T02:30")
    meant = datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo(zone))
    assert asked[-1] == meant.astimezone(UTC)


async def test_times_are_told_in_the_zone_that_is_chosen_also_across_a_change_of_the_clocks(
    page: Page, person: Person, browser: Browser, wire: Wire
) -> None:
    workflow_id = await person.creates("Elsewhere", python("say", "print('said')\nreturn items"))
    answer = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=60", json={})
    execution = answer.json()
    [line] = (await person.api.get(f"/api/executions/{execution['id']}/logs")).json()["items"]
    asked: list[datetime] = []

    def listens(request: Request) -> None:
        since = parse_qs(urlsplit(request.url).query).get("since")
        if since and urlsplit(request.url).path == "/api/executions":
            asked.append(datetime.fromisoformat(since[0]))

    async with elsewhere(page, browser, wire, locale="de-DE", timezone_id="Pacific/Auckland") as there:
        there.on("request", listens)
        await there.goto("/settings")
        zone = there.get_by_label("Zeitzone")
        await expect(zone).to_have_attribute("placeholder", "Wie dieser Computer: Pacific/Auckland")
        await zone.fill("Europe/Bielefeld")
        await expect(there.get_by_text("Diese Zeitzone gibt es nicht")).to_be_visible()
        await zone.fill("america/new york")
        await expect(zone).to_be_focused()
        await expect(zone).to_have_value("America/New_York")
        await there.goto(f"/executions/{execution['id']}")
        created = local(execution["created_at"], "America/New_York")
        await expect(there.locator("main header")).to_contain_text(f"{created:%d.%m.%Y}, {created:%H:%M:%S}")
        shown = there.locator("[data-log-line]").filter(has_text="said").locator("time")
        await expect(shown).to_have_text(re.compile(f"{local(line['at'], 'America/New_York'):%H:%M:%S}"))
        for moment, offset in (("2026-03-08T01:59", "-05:00"), ("2026-03-08T03:01", "-04:00")):
            await there.goto(f"/executions?since={moment}")
            await expect(there.get_by_label("Von (America/New_York)")).to_have_value(moment)
            await expect(there.locator(f'[data-execution="{execution["id"]}"]')).to_be_visible()
            assert asked[-1] == datetime.fromisoformat(f"{moment}:00{offset}")
        await there.goto("/settings")
        await there.get_by_label("Zeitzone").fill("")
        await there.goto(f"/executions/{execution['id']}")
        created = local(execution["created_at"], "Pacific/Auckland")
        await expect(there.locator("main header")).to_contain_text(f"{created:%d.%m.%Y}, {created:%H:%M:%S}")


async def test_what_the_server_says_is_german(
    page: Page, person: Person, browser: Browser, wire: Wire
) -> None:
    request = {"id": "request", "type": "http.request", "name": "Abruf"}
    workflow_id = await person.creates("Kaputt", request)
    failing = await person.creates("Scheitert", python("fails", "return 1 / 0"))
    answer = await person.api.post(f"/api/workflows/{failing}/execute?wait=60", json={})
    async with elsewhere(page, browser, wire, locale="de-DE") as there:
        await there.goto(f"/workflows/{workflow_id}")
        problem = there.locator('[data-problem="request"]')
        await expect(problem).to_have_attribute("title", "URL: das wird gebraucht")
        await there.get_by_role("button", name="Ausführen", exact=True).click()
        await expect(there.get_by_role("alert")).to_contain_text(
            "Der Workflow kann noch nicht laufen: Abruf – URL: das wird gebraucht"
        )
        await there.goto(f"/executions/{answer.json()['id']}")
        told = there.get_by_role("alert").filter(has_text="„fails“ ist gescheitert")
        await expect(told).to_contain_text("Der Code hat einen Fehler geworfen")
        await expect(told).to_contain_text("ZeroDivisionError: division by zero")
        await there.goto(f"/executions/{workflow_id}")
        await expect(there.get_by_role("alert")).to_contain_text("So etwas gibt es hier nicht.")
        await there.goto("/settings")
        await there.get_by_label("Jetziges Passwort").fill("nicht dieses")
        await there.get_by_label("Neues Passwort").fill("kurz")
        await there.get_by_role("button", name="Passwort ändern").click()
        await expect(there.get_by_text("das braucht mindestens 8 Zeichen")).to_be_visible()
