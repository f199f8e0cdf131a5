import asyncio
from playwright.async_api import Page
from tests.browser.conftest import Person, python
from tests.browser.test_expressions import with_data, types, value_of
from tests.browser.test_code_editor import opened, code_of, javascript, SLOW
from tests.browser.test_editor import opens, card

async def shot(page, name):
    await asyncio.sleep(1)
    for theme in ("light", "dark"):
        await page.evaluate(f"document.documentElement.dataset.theme='{theme}'")
        await asyncio.sleep(0.3)
        await page.screenshot(path=f"/tmp/expr/{name}-{theme}.png")

async def test_shots(page: Page, person: Person) -> None:
    await page.set_viewport_size({"width": 1440, "height": 900})
    _, panel = await with_data(page, person, "Hi {{ $json.name.toUpperCase() + 1 }}, {{ $('Make').all().length }} of you", "{{ $json.name + * 2 }}", "{{ $json.nope }}", "x")
    await types(page, value_of(panel).last, "{{ $json.")
    await shot(page, "expr")
    await page.keyboard.press("Escape")
    await panel.get_by_role("button", name="Larger editor for Value").first.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("{{ ({ name: $json.name, all: $input.all() })")
    await shot(page, "expr-dialog")

async def test_code_shots(page: Page, person: Person) -> None:
    await page.set_viewport_size({"width": 1440, "height": 900})
    _, panel = await opened(page, person, python("work", SLOW))
    await panel.get_by_role("button", name="Run this node alone").click()
    await asyncio.sleep(5)
    await code_of(panel).click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("\n\nprint(items[0][\"json\"][\"")
    await shot(page, "code")
    await page.keyboard.press("Escape")
    await panel.get_by_role("button", name="Larger editor").click()
    d = page.get_by_role("dialog", name="Code")
    await d.get_by_label("Compare with").select_option(label="As it was when opened")
    await shot(page, "code-dialog")
