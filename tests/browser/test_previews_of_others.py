"""Expressions that somebody else wrote run in one's browser, and reach nothing there."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.previewing import STEALING, preview_of, types, value_of, with_data
from tests.workers.expressions.hostile import CODE_FROM_TEXT, DATES_OF_OTHERS, REACHING_OUT, STAYING_BEHIND


async def test_an_endless_loop_is_stopped_and_freezes_nothing(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "{{ (() => { for (;;); })() }}", "{{ $json.name + 2 }}")
    await expect(panel.get_by_role("alert")).to_contain_text("Stopped: it took longer than 1 s")
    await page.evaluate("""async () => {
        const frames = [];
        for (let n = 0; n < 5; n++) frames.push(await new Promise(requestAnimationFrame));
    }""")
    await expect(preview_of(panel)).to_have_text("ada2")
    await types(page, value_of(panel).first, "{{ $json.name + 3")
    await expect(preview_of(panel).first).to_have_text("ada3")


async def test_an_expression_of_somebody_else_gets_at_nothing(page: Page, person: Person) -> None:
    asked: list[str] = []
    _, panel = await with_data(page, person, *STEALING)
    page.on("request", lambda request: asked.append(request.url))
    faults = panel.get_by_role("alert")
    await expect(faults).to_have_count(len(STEALING))
    for said in await faults.all_text_contents():
        assert re.fullmatch(r"ReferenceError: \w+ is not defined", said), said
    assert not [url for url in asked if "/api/user" in url or "data:" in url]


@pytest.mark.parametrize(
    "attacks", [CODE_FROM_TEXT, REACHING_OUT, STAYING_BEHIND], ids=["code", "out", "behind"]
)
async def test_attacks_on_the_engine_fail_in_the_browser_too(
    page: Page, person: Person, attacks: list[str]
) -> None:
    probe = "{{ [Object.prototype.ESCAPED, [].ESCAPED, (() => {}).ESCAPED].join('') + 'clean' }}"
    _, panel = await with_data(page, person, *(f"{{{{ {attack} }}}}" for attack in attacks), probe)
    notes = panel.locator("[data-preview], [data-expression-fault]")
    await expect(notes).to_have_count(len(attacks) + 1, timeout=60_000)
    await expect(notes.last).to_have_text("clean")
    values = await preview_of(panel).all_text_contents()
    assert not [value for value in values if "ESCAPED" in value]


async def test_attacks_on_dates_change_them_for_no_other_preview(page: Page, person: Person) -> None:
    probe = "{{ DateTime.utc(2026).setLocale('de').toFormat('LLLL') }} {{ DateTime.fromISO('2026-03-01') }}"
    _, panel = await with_data(
        page, person, *(f"{{{{ {attack} }}}}" for attack in DATES_OF_OTHERS), probe, timezone="Asia/Tokyo"
    )
    notes = panel.locator("[data-preview], [data-expression-fault]")
    await expect(notes).to_have_count(len(DATES_OF_OTHERS) + 1, timeout=60_000)
    await expect(notes.last).to_have_text("Januar 2026-03-01T00:00:00.000+09:00")


async def test_the_evaluators_own_origin_reaches_nothing_even_without_its_realm(
    page: Page, person: Person
) -> None:
    """Whoever broke out of the frozen realm would still be in a frame without an origin or a network."""
    await with_data(page, person, "{{ 1 + 1 }}")
    element = await page.locator('iframe[src="/evaluator.html"]').element_handle()
    assert element is not None
    frame = await element.content_frame()
    assert frame is not None
    tries = [
        "parent.localStorage",
        "localStorage",
        "document.cookie",
        "parent.document.body",
        "indexedDB.open('x')",
    ]
    for attempt in tries:
        said = await frame.evaluate(
            f"() => {{ try {{ {attempt}; return 'got it' }} catch (e) {{ return e.name }} }}"
        )
        assert said == "SecurityError", (attempt, said)
    went_out = "fetch('/api/user').then(() => 'got it', (error) => error.name)"
    assert await frame.evaluate(f"() => {went_out}") == "TypeError"
    assert await frame.evaluate("() => origin") == "null"
