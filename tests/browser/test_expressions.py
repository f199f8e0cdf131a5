"""Expressions where they are written: completion, faults and keys, with everything behind them real."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.previewing import (
    preview_of,
    types,
    value_of,
    with_data,
)
from tests.browser.test_editor import definition, saved


async def test_a_real_field_is_completed_and_previewed(page: Page, person: Person) -> None:
    workflow_id, panel = await with_data(page, person, "x")
    await types(page, value_of(panel), "{{ $json.")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    await expect(suggestions.get_by_role("option", name=re.compile("^name"))).to_be_visible()
    await page.keyboard.type("na")
    await expect(suggestions.get_by_role("option", selected=True)).to_contain_text("name")
    await expect(page.locator(".cm-completionInfo")).to_contain_text("ada")
    await page.keyboard.press("Enter")
    await expect(value_of(panel)).to_have_text("{{ $json.name}}")
    await expect(preview_of(panel)).to_have_text("ada")
    await expect(saved(page)).to_be_visible()
    stored = (await definition(person, workflow_id))["nodes"][2]["parameters"]["fields"]
    assert stored[0]["value"] == "{{ $json.name}}"


async def test_keys_that_are_no_names_and_other_nodes_are_completed(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "x")
    await types(page, value_of(panel), "{{ $json.a")
    await page.get_by_role("option", name=re.compile("^a b")).click()
    await page.keyboard.type(".deep.length + $(")
    await page.get_by_role("option", name=re.compile("^Make")).click()
    await page.keyboard.type(".first().json.na")
    await page.get_by_role("option", name=re.compile("^name")).click()
    await expect(value_of(panel)).to_have_text(
        """{{ $json["a b"].deep.length + $('Make').first().json.name}}"""
    )
    await expect(preview_of(panel)).to_have_text("2ada")


async def test_dates_are_completed_with_what_can_be_done_with_them(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "x", timezone="Asia/Tokyo")
    await types(page, value_of(panel), "{{ $no")
    await expect(page.get_by_role("option", name=re.compile(r"^\$now"))).to_be_visible()
    await expect(page.locator(".cm-completionInfo")).to_contain_text("+09:00")
    await page.keyboard.press("Enter")
    await page.keyboard.type(".toF")
    await page.get_by_role("option", name=re.compile("^toFormat")).click()
    await expect(value_of(panel)).to_have_text('{{ $now.toFormat("yyyy-MM-dd")}}')
    await expect(preview_of(panel)).to_have_text(re.compile(r"^\d{4}-\d\d-\d\d$"))


async def test_a_syntax_error_is_said_where_it_is(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "x")
    await types(page, value_of(panel), "{{ $json.name + * 2 }}")
    await expect(panel.get_by_role("alert")).to_have_text("* can’t stand here.")
    await expect(panel.locator(".cm-lintRange-error")).to_have_text("*")
    await expect(value_of(panel)).to_have_attribute("aria-invalid", "true")
    await types(page, value_of(panel), "{{ $json.name")
    await page.keyboard.press("Delete")
    await page.keyboard.press("Delete")
    await expect(panel.get_by_role("alert")).to_contain_text("{{ is never closed")
    await expect(panel.locator(".cm-lintRange-error")).to_have_text("{{")


async def test_tab_leaves_the_field_and_ctrl_space_suggests(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "{{ $ }}", "x")
    first, second = value_of(panel).nth(0), value_of(panel).nth(1)
    await first.focus()
    for _ in range(4):
        await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Control+Space")
    await expect(page.get_by_role("option", name=re.compile(r"^\$json"))).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)
    await expect(panel).to_be_visible()
    for _ in range(8):
        await page.keyboard.press("Tab")
        if await second.evaluate("field => field.getRootNode().activeElement === field"):
            return
    raise AssertionError("Tab never reached the next field")


async def test_a_long_expression_is_written_in_a_larger_editor(page: Page, person: Person) -> None:
    workflow_id, panel = await with_data(page, person, "x")
    await panel.get_by_role("button", name="Larger editor for Value").click()
    dialog = page.get_by_role("dialog", name="Value")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("{{ ({ name: $json.name })")
    await expect(dialog.locator("[data-preview]")).to_have_text(re.compile(r'\{\s+"name": "ada"\s+\}'))
    await dialog.get_by_role("button", name="Preview with the next item").click()
    await expect(dialog.locator("[data-preview]")).to_contain_text("bob")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(value_of(panel)).to_have_text("{{ ({ name: $json.name })}}")
    await expect(saved(page)).to_be_visible()
    stored = (await definition(person, workflow_id))["nodes"][2]["parameters"]["fields"]
    assert stored[0]["value"] == "{{ ({ name: $json.name })}}"


async def test_suggestions_leave_when_the_workflow_is_run(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "x")
    await types(page, value_of(panel), "{{ $json.")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    await expect(suggestions).to_be_visible()
    await page.keyboard.press("Control+Enter")
    await expect(suggestions).to_have_count(0)
