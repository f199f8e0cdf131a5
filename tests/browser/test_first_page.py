"""What people do on the first page, with everything behind it real."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import PASSWORD, Person, python
from tests.browser.wire import Wire

SLOW = """import time
for i in range({lines}):
    print(f"line {{i}} of {{len(items)}}")
    time.sleep({pause})
return [{{"id": 12345678901234567890, "__proto__": "kept", "city": "東京"}}]"""


async def opens(page: Page, name: str) -> None:
    await page.goto("/workflows")
    await page.get_by_role("link", name=name).click()
    await executions_of_it(page)


async def executions_of_it(page: Page) -> None:
    """From the editor to the page with the workflow's executions."""
    await page.get_by_role("navigation", name="Workflow").get_by_role("link", name="Executions").click()
    await page.get_by_role("form", name="Run").wait_for()


async def ends(page: Page, words: str) -> None:
    heading = page.locator("main header")
    await expect(heading.get_by_text(words, exact=True)).to_be_visible(timeout=30_000)


async def test_registering_then_watching_a_run_live(page: Page, person: Person) -> None:
    await expect(page.get_by_text("No workflows yet")).to_be_visible()
    await person.creates(
        "Slow reader",
        python("read", SLOW.format(lines=4, pause=0.5), "Read"),
        {"id": "keep", "type": "flow.noop"},
    )
    await opens(page, "Slow reader")
    await page.get_by_role("button", name="With input").click()
    await page.get_by_label("Input").fill('[{"a": 1}, {"a": 2}]')
    await page.get_by_role("button", name="Run", exact=True).click()

    first_line = page.get_by_text("line 0 of 2")
    await expect(first_line).to_be_visible()
    await expect(page.locator('[data-track="read"]')).to_have_attribute("data-state", "running")
    await expect(page.get_by_text("line 3 of 2")).to_have_count(0)
    await expect(page.locator('[data-track="keep"]')).to_have_attribute("data-state", "idle")

    await ends(page, "Completed")
    await expect(page.get_by_text("line 3 of 2")).to_be_visible()
    for node in ("start", "read", "keep"):
        await expect(page.locator(f'[data-track="{node}"]')).to_have_attribute("data-state", "completed")
    await expect(page.locator('[data-track="read"]')).to_have_text(
        re.compile(r"Read\s*Completed\s*2\s*1\s*[\d.]+ s")
    )


async def test_output_is_shown_digit_for_digit(page: Page, person: Person) -> None:
    await person.creates("Exact", python("exact", SLOW.format(lines=1, pause=0)))
    await opens(page, "Exact")
    await page.get_by_role("button", name="Run", exact=True).click()
    await ends(page, "Completed")
    output = page.get_by_label("Output of the chosen node")
    await expect(output.get_by_role("cell", name="12345678901234567890")).to_be_visible()
    await expect(output.get_by_role("columnheader", name="__proto__")).to_be_visible()
    await expect(output.get_by_role("cell", name="東京")).to_be_visible()
    await output.get_by_role("button", name="JSON").click()
    await expect(output.get_by_text("12345678901234567890")).to_be_visible()


async def test_a_failing_run_says_where_and_why(page: Page, person: Person) -> None:
    code = 'print("before the fault")\nreturn items[0]["json"]["celsius"]'
    await person.creates(
        "Breaks", python("convert", code, "Convert <b>"), {"id": "after", "type": "flow.noop"}
    )
    await opens(page, "Breaks")
    await page.get_by_role("button", name="Run", exact=True).click()
    await ends(page, "Failed")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("“Convert <b>” failed")
    await expect(alert).to_contain_text("celsius")
    await expect(page.get_by_label("Output of the chosen node")).to_contain_text("KeyError")
    await expect(page.get_by_text("before the fault")).to_be_visible()
    await expect(page.locator('[data-track="after"]')).to_have_attribute("data-state", "idle")

    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Executions").click()
    await page.goto("/executions?status=completed")
    await expect(page.get_by_text("No execution matches")).to_be_visible()
    await page.goto("/executions?status=failed")
    await page.get_by_role("link", name="Breaks").click()
    await ends(page, "Failed")


async def test_a_lost_connection_is_resumed_without_a_gap(page: Page, person: Person, wire: Wire) -> None:
    await person.creates("Long", python("count", SLOW.format(lines=40, pause=0.1)))
    await opens(page, "Long")
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_text("line 2 of 1")).to_be_visible()
    wire.cut()
    await expect(page.get_by_text("Connection lost, reconnecting")).to_be_visible()
    wire.mend()
    await expect(page.get_by_text("Connection lost, reconnecting")).to_have_count(0)
    await ends(page, "Completed")
    await expect(page.get_by_label("Logs", exact=True)).to_contain_text("40 lines")
    await expect(page.locator("[data-log-line]").last).to_contain_text("line 39 of 1")


async def test_a_run_can_be_cancelled(page: Page, person: Person) -> None:
    await person.creates("Endless", python("wait", SLOW.format(lines=600, pause=0.1)))
    await opens(page, "Endless")
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_text("line 1 of 1")).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    await ends(page, "Cancelled")
    await expect(page.locator('[data-track="wait"]')).to_have_attribute("data-state", "stopped")


async def test_logs_can_be_narrowed_to_a_node(page: Page, person: Person) -> None:
    voices = [python(name, f'print("from {name}")\nreturn items') for name in ("one", "two")]
    await person.creates("Two voices", *voices)
    await opens(page, "Two voices")
    await page.get_by_role("button", name="Run", exact=True).click()
    await ends(page, "Completed")
    await expect(page.get_by_text("from one")).to_be_visible()
    await page.get_by_label("Node", exact=True).select_option("two")
    await expect(page.get_by_text("from two")).to_be_visible()
    await expect(page.get_by_text("from one")).to_have_count(0)


async def test_bad_input_is_pointed_at_and_not_sent(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Takes input", {"id": "keep", "type": "flow.noop"})
    await opens(page, "Takes input")
    await page.get_by_role("button", name="With input").click()
    await page.get_by_label("Input").fill('{"city": "Oslo",\n "n": 1,}')
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text(
        "Line 2, column 9: the comma before this } is one too many"
    )
    await expect(page.get_by_label("Input")).to_be_focused()
    assert (await person.api.get("/api/executions", params={"workflow_id": workflow_id})).json()[
        "items"
    ] == []


async def test_a_workflow_that_cannot_run_says_what_is_missing(page: Page, person: Person) -> None:
    await person.creates("Half built", {"id": "half", "type": "code", "name": "Half", "parameters": {}})
    await opens(page, "Half built")
    await expect(page.get_by_label("Problems")).to_contain_text("Half: code")
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("form", name="Run").get_by_role("alert")).to_contain_text("parameters.code")


async def test_the_example_for_beginners_runs(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="Create an example").click()
    await executions_of_it(page)
    await page.get_by_role("button", name="Run", exact=True).click()
    await ends(page, "Completed")
    await page.locator('[data-track="outside"]').click()
    await expect(page.get_by_role("cell", name="Sit outside in Lisbon")).to_be_visible()


async def test_search_narrows_the_list(page: Page, person: Person) -> None:
    for name in ("Ünïcode & <b>bold</b>", "__proto__"):
        await person.creates(name)
    await page.goto("/workflows")
    await page.get_by_label("Search workflows").fill("ünï")
    await expect(page.get_by_role("link", name="Ünïcode & <b>bold</b>")).to_be_visible()
    await expect(page.get_by_role("link", name="__proto__")).to_have_count(0)
    await page.get_by_label("Search workflows").fill("nothing like it")
    await expect(page.get_by_text("No workflow matches")).to_be_visible()


async def test_an_expired_token_is_renewed_unseen(page: Page, person: Person) -> None:
    await page.evaluate("sessionStorage.setItem('flowtape.token', 'expired')")
    await page.reload()
    await expect(page.get_by_text(person.email)).to_be_visible()


async def test_logging_out_and_in_again(page: Page, person: Person) -> None:
    await page.get_by_role("button", name="Log out").click()
    await page.get_by_label("Email").fill(person.email)
    await page.get_by_label("Password").fill("not " + PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("No workflows yet")).to_be_visible()


async def test_what_is_not_there_says_so(page: Page, person: Person) -> None:
    await page.goto("/executions/01999999-0000-7000-8000-000000000000")
    await expect(page.get_by_role("alert")).to_contain_text("It may have been removed")
