"""What an expression comes to is shown while it is written, and is what the server would give."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Person, python
from tests.browser.previewing import (
    ADA,
    preview_of,
    set_fields,
    types,
    value_of,
    with_data,
)
from tests.browser.test_editor import card, opens


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
