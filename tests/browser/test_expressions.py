"""Expressions where they are written: completion, preview and faults, with everything behind them real."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import card, definition, opens, saved
from tests.workers.expressions.hostile import CODE_FROM_TEXT, DATES_OF_OTHERS, REACHING_OUT, STAYING_BEHIND

ADA = "return [{'name': 'ada', 'a b': {'deep': [1, 2]}, 'big': 2**70}, {'name': 'bob'}]"


def set_fields(*values: Any) -> dict[str, Any]:
    fields = [{"name": f"f{place}", "value": value} for place, value in enumerate(values)]
    return {"id": "set", "type": "data.set", "name": "Copy", "parameters": {"fields": fields, "keep": False}}


async def with_data(
    page: Page, person: Person, *values: Any, make: str = ADA, timezone: str | None = None
) -> tuple[str, Locator]:
    """The workflow's id, and the open panel of a node that sets a field to each value, after a run."""
    workflow_id = await person.creates("Expressions", python("make", make, "Make"), set_fields(*values))
    if timezone:
        await in_zone(person, workflow_id, timezone)
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={"until_node": "make"})
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "Copy").click()
    panel = page.get_by_role("region", name="Node Copy")
    await expect(panel.locator("[data-expression], .field .cm-content").first).to_be_visible()
    return workflow_id, panel


async def in_zone(person: Person, workflow_id: str, timezone: str) -> None:
    version = (await person.api.get(f"/api/workflows/{workflow_id}")).json()["version"]
    change = {"type": "change_settings", "settings": {"timezone": timezone}}
    body = {"expected_version": version, "commands": [change]}
    answer = await person.api.post(f"/api/workflows/{workflow_id}/commands", json=body)
    assert answer.status_code == 200, answer.text


def value_of(panel: Locator) -> Locator:
    return panel.get_by_role("textbox", name="Value", exact=True)


def preview_of(panel: Locator) -> Locator:
    return panel.locator("[data-preview]")


async def types(page: Page, field: Locator, text: str) -> None:
    await field.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type(text)


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


async def test_what_is_no_plain_path_is_previewed_item_by_item(page: Page, person: Person) -> None:
    _, panel = await with_data(page, person, "{{ $json.name.toUpperCase() + 1 }}")
    await expect(preview_of(panel)).to_have_text("ADA1")
    await panel.get_by_role("button", name="Preview with the next item").click()
    await expect(preview_of(panel)).to_have_text("BOB1")
    await expect(panel.get_by_text("Preview with item 2")).to_be_visible()
    await types(page, value_of(panel), "Hi {{ $json.name }}, {{ $input.all().length")
    await expect(preview_of(panel)).to_have_text("Hi bob, 2")


async def test_the_browser_previews_what_the_server_evaluates(page: Page, person: Person) -> None:
    table = [
        "{{ $json.big }}",
        "{{ $json.big + 1 }}",
        '{{ $json["a b"].deep }}',
        '{{ $json["a b"]?.deep[1] }}',
        "{{ $json.constructor }}",
        "{{ $json.a.b.c }}",
        "{{ $json.a.b.trim() }}",
        "<{{ $json.a }}{{ $json.a.trim() }}{{ null }}{{ NaN }}>",
        "{{ [1, null, [2, {}]] }} and {{ {} }} {{ new Date(0) }}",
        "{{ $json['a b'] }}!",
        "{{ 1e21 }}|{{ 1e-7 }}|{{ -0 }}|{{ 0.1 + 0.2 }}",
        "{{ ({ b: 1, a: undefined, c: [undefined] }) }}",
        r"\{{ literal }} {{ '}}' }} {{ `${'}}'}` }}",
        "{{ /[}}]/.test('}') ? 'yes' : 'no' }}",
        "{{ $json.name.at(-1) }}{{ $json.name[0] }}",
        "{{ $('Make').last().json.name }}",
        "{{ $('Make').item.json.name }}",
        "{{ $('Make').item.json.name.toUpperCase() + $('Make').item.json.big }}",
        "{{ $('Make').all().map((item) => item.json.name).join() }}",
        "{{ $input.first().json.name + $input.last().json.name + $itemIndex }}",
        "{{ $workflow.name + $runIndex }}",
        "{{ typeof $now }}",
        "{{ $now.zoneName }} {{ $today.hour }} {{ DateTime.now().diff($now).as('minutes') < 1 }}",
        "{{ DateTime.fromISO('2026-03-01T10:00') }}",
        "at {{ DateTime.fromFormat('1.3.2026', 'd.M.yyyy') }}",
        "{{ (() => DateTime.fromISO('2026-03-01T10:00').setZone('system'))() }}",
        "{{ DateTime.utc(2026).setLocale('de').toLocaleString(DateTime.DATE_FULL) }}",
        "{{ DateTime.utc(2026).toLocaleString(DateTime.DATETIME_MED) }}",
        "{{ [Duration.fromMillis(1), Interval.after(DateTime.utc(2026), { days: 1 })] }}",
        "{{ DateTime.fromISO('nonsense') }} {{ Duration.fromObject({ hours: 2 }).toHuman() }}",
        "{{ new Intl.NumberFormat('de').format(1234.5) }}",
        "{{ typeof window + typeof self + typeof fetch + typeof globalThis + typeof addEventListener }}",
        "{{ $json.name.replace(/a/g, 'é') }}",
        "{{ (() => { try { return null.a } catch (error) { return error.message } })() }}",
        "{{ ($json.name = 'changed') }}",
        "{{ $json.name }}",
    ]
    workflow_id, panel = await with_data(page, person, *table, timezone="Asia/Tokyo")
    await expect(preview_of(panel)).to_have_count(len(table))
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.json()["status"] == "completed", ran.text
    exact = json.loads(ran.text, parse_float=str)
    put_out = exact["output_data"]["set"][0]
    shown = await preview_of(panel).evaluate_all("all => all.map(one => one.textContent)")
    expected = [put_out[f"f{place}"] for place in range(len(table))]
    assert dict(zip(table, shown, strict=True)) == {
        text: value
        if isinstance(value, str)
        else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        for text, value in zip(table, expected, strict=True)
    }


@pytest.mark.parametrize(
    ("between", "first", "second"),
    [
        ("return [{'json': {}, 'paired': 1}, {'json': {}, 'paired': 0}]", "bob", "ada"),
        ("return [{}, {}, {}]", "doesn't say which of its items", "doesn't say which of its items"),
    ],
    ids=["turned round", "made anew"],
)
async def test_an_item_is_followed_back_through_a_node_in_between(
    page: Page, person: Person, between: str, first: str, second: str
) -> None:
    nodes = python("make", ADA, "Make"), python("between", between, "Between")
    value = "{{ $('Make').item.json.name }}"
    workflow_id = await person.creates("Followed", *nodes, set_fields(value))
    ran = await person.api.post(
        f"/api/workflows/{workflow_id}/execute?wait=120", json={"until_node": "between"}
    )
    assert ran.json()["status"] == "completed", ran.text
    await opens(page, workflow_id)
    await card(page, "Copy").click()
    panel = page.get_by_role("region", name="Node Copy")
    shown = panel.locator("[data-preview], [data-expression-fault]")
    await expect(shown).to_contain_text(first)
    await panel.get_by_role("button", name="Preview with the next item").click()
    await expect(panel.get_by_text("Preview with item 2")).to_be_visible()
    await expect(shown).to_contain_text(second)


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


STEALING = [
    "{{ parent.localStorage.getItem('x') }}",
    "{{ parent.sessionStorage['flowtape.token'] }}",
    "{{ top.document.cookie }}",
    "{{ document.cookie }}",
    "{{ fetch('/api/user').then((answer) => answer.text()) }}",
    "{{ new XMLHttpRequest() }}",
    "{{ new WebSocket('ws://127.0.0.1/') }}",
    "{{ importScripts('data:text/javascript,1') }}",
    "{{ new Worker('data:text/javascript,1') }}",
    "{{ indexedDB.open('x') }}",
    "{{ postMessage('out') }}",
    "{{ self.location.href }}",
]


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
