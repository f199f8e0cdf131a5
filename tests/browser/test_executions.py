"""Looking at executions, rewinding them and going on from them, with everything behind it real."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python

READ = 'print("reading")\nreturn [{"n": 1}, {"n": 2}, {"n": 3}]'
BREAK = 'print("before the fault")\nreturn items[0]["json"]["celsius"]'
SLOW = 'import time\nfor i in range(40):\n    print(f"line {i}")\n    time.sleep(0.1)\nreturn items'


async def runs(person: Person, workflow_id: str, wait: int = 60) -> dict[str, Any]:
    answer = await person.api.post(
        f"/api/workflows/{workflow_id}/execute", params={"wait": wait} if wait else {}, json={}, timeout=90
    )
    assert answer.status_code in (200, 202), answer.text
    started: dict[str, Any] = answer.json()
    return started


async def fails(person: Person) -> str:
    """An execution whose second node fails; its id."""
    workflow_id = await person.creates(
        "Breaks",
        python("read", READ, "Read"),
        python("break", BREAK, "Break"),
        {"id": "after", "type": "flow.noop", "name": "After"},
    )
    return str((await runs(person, workflow_id))["id"])


def tape(page: Page) -> Locator:
    return page.get_by_role("region", name="Rewind")


def state(page: Page, node_id: str) -> tuple[Locator, Locator]:
    """The node on the canvas and in the timeline."""
    return page.locator(f'[data-node="{node_id}"]'), page.locator(f'[data-track="{node_id}"]')


async def test_at_each_event_canvas_timeline_data_and_logs_are_as_they_were_then(
    page: Page, person: Person
) -> None:
    execution_id = await fails(person)
    await page.goto(f"/executions/{execution_id}")
    await expect(page.get_by_role("alert")).to_contain_text("“Break” failed")
    await expect(state(page, "break")[0]).to_be_in_viewport()
    count = int(await tape(page).get_attribute("data-count") or 0)
    told = await _told(page)
    assert told[-1] == "execution.failed"
    assert "log.lines_captured" in told

    await page.locator('[data-track="read"]').click()
    states = {"start": "idle", "read": "idle", "break": "idle"}
    lines = 0
    await page.keyboard.press("Home")
    for place, event in enumerate(await _events(person, execution_id, told)):
        await expect(tape(page)).to_have_attribute("data-place", str(place))
        for node_id, expected in states.items():
            for shown in state(page, node_id):
                await expect(shown).to_have_attribute("data-state", expected)
        await expect(page.locator("[data-log-line]")).to_have_count(lines)
        items = page.get_by_label("Output of the chosen node").get_by_text("3 items", exact=True)
        await expect(items).to_have_count(1 if states["read"] == "completed" else 0)
        links = page.locator('[data-link="read main"]')
        await expect(links).to_have_count(1 if states["read"] == "completed" else 0)
        await page.keyboard.press("ArrowRight")
        if event["type"] == "log.lines_captured":
            lines += event["lines"]
        else:
            _follow(states, event)
    await expect(tape(page)).to_have_attribute("data-place", str(count))
    await expect(page.get_by_role("alert")).to_contain_text("KeyError")


async def _told(page: Page) -> list[str]:
    """The types of all events of the tape, as one steps through them."""
    await page.keyboard.press("Home")
    count = int(await tape(page).get_attribute("data-count") or 0)
    types = []
    for place in range(1, count + 1):
        await page.keyboard.press("ArrowRight")
        await expect(tape(page)).to_have_attribute("data-place", str(place))
        types.append(await tape(page).locator("[data-event]").get_attribute("data-event") or "")
    return types


async def _events(person: Person, execution_id: str, told: list[str]) -> list[dict[str, Any]]:
    """The API's own events in the order of the tape, with log lines between them where the page has them."""
    base = f"/api/executions/{execution_id}"
    events = iter((await person.api.get(f"{base}/events")).json()["items"])
    logged = (await person.api.get(f"{base}/logs", params={"limit": 200})).json()["items"]
    chunks = [line["position"] for line in logged]
    by_chunk = iter([chunks.count(position) for position in sorted(set(chunks))])
    return [
        {"type": kind, "lines": next(by_chunk)} if kind == "log.lines_captured" else next(events)
        for kind in told
    ]


def _follow(states: dict[str, str], event: dict[str, Any]) -> None:
    match event["type"]:
        case "execution.node_started":
            states[event["data"]["node_id"]] = "running"
        case "execution.node_completed":
            states[event["data"]["node_id"]] = "completed"
        case "execution.node_failed":
            states[event["data"]["node_id"]] = "failed"


async def test_forking_from_a_node_with_other_data(page: Page, person: Person) -> None:
    execution_id = await fails(person)
    await page.goto(f"/executions/{execution_id}")
    await page.locator('[data-track="break"]').click()
    await page.get_by_role("button", name="Fork from here").click()
    dialog = page.get_by_role("dialog", name="Fork this execution")
    await dialog.get_by_role("button", name="Take what was recorded").click()
    data = dialog.get_by_label("Items instead of what Read put out (JSON)")
    await expect(data).to_have_value(re.compile('"n": 3'))
    await data.fill('[{"json": {"celsius": {"degrees": 21}}}]')
    await dialog.get_by_role("button", name="Fork", exact=True).click()
    await expect(page).not_to_have_url(re.compile(execution_id))
    await expect(page.locator("main header").get_by_text("Completed", exact=True)).to_be_visible(
        timeout=30_000
    )
    await expect(state(page, "read")[1]).to_have_attribute("data-state", "completed")
    await page.locator('[data-track="break"]').click()
    await expect(page.get_by_role("cell", name="21")).to_be_visible()
    await page.get_by_role("link", name="Forked from").click()
    await expect(page).to_have_url(re.compile(execution_id))
    await expect(page.get_by_role("alert")).to_contain_text("“Break” failed")


async def test_a_failed_execution_is_tried_again_from_where_it_failed(page: Page, person: Person) -> None:
    execution_id = await fails(person)
    await page.goto(f"/executions/{execution_id}")
    await page.get_by_role("button", name="Run again").click()
    await page.get_by_role("menuitem", name="From the node that failed").click()
    await expect(page).not_to_have_url(re.compile(execution_id))
    await expect(page.get_by_role("alert")).to_contain_text("“Break” failed", timeout=30_000)
    await page.locator('[data-track="read"]').click()
    await expect(page.get_by_text("From the execution before")).to_be_visible()


async def test_the_tape_sticks_to_its_end_while_it_grows_unless_it_is_moved(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Slow", python("slow", SLOW, "Slow"))
    started = await runs(person, workflow_id, wait=0)
    await page.goto(f"/executions/{started['execution_id']}")
    await expect(page.get_by_text("line 3", exact=True)).to_be_visible()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_text("Rewound")).to_be_visible()
    await expect(page.locator("[data-log-line]")).to_have_count(0)
    await expect(tape(page)).to_have_attribute("data-place", "1")
    await page.get_by_role("button", name="To the end").click()
    await expect(page.get_by_text("Rewound")).to_have_count(0)
    await expect(page.get_by_text("line 39", exact=True)).to_be_visible(timeout=30_000)
    await expect(page.locator("main header").get_by_text("Completed", exact=True)).to_be_visible()


async def test_the_tape_plays_to_its_end_and_the_slider_is_dragged(page: Page, person: Person) -> None:
    await page.goto(f"/executions/{await fails(person)}")
    await expect(page.get_by_role("alert")).to_be_visible()
    slider = page.get_by_role("slider", name="Place on the tape")
    box = await slider.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(box["x"] - 20, box["y"] + 10)
    await page.mouse.up()
    await expect(slider).to_have_attribute("aria-valuenow", "0")
    await expect(page.get_by_text("Before the first event")).to_be_visible()
    await page.get_by_label("Speed").select_option("20")
    await page.get_by_role("button", name="Play", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("“Break” failed")
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


async def test_what_waits_for_approval_goes_on_when_it_is_given(page: Page, person: Person) -> None:
    workflow_id = await person.creates(
        "Asks", {"id": "ask", "type": "flow.wait", "name": "Ship it?", "parameters": {"mode": "approval"}}
    )
    started = await runs(person, workflow_id, wait=0)
    await page.goto(f"/executions/{started['execution_id']}")
    await expect(page.locator('[data-track="ask"]')).to_have_attribute("data-state", "waiting")
    await (
        page.get_by_role("group", name="Decide about Ship it?").get_by_role("button", name="Approve").click()
    )
    await expect(page.locator("main header").get_by_text("Completed", exact=True)).to_be_visible(
        timeout=30_000
    )
    await expect(page.locator('[data-track="ask"] [data-tone="waiting"]')).to_have_count(1)


async def test_the_list_is_filtered_by_its_address_and_follows_what_happens(
    page: Page, person: Person
) -> None:
    await page.goto("/executions?status=failed&status=cancelled&trigger=manual&range=day")
    await expect(page.get_by_text("No execution matches")).to_be_visible()
    await expect(page.get_by_label("Trigger")).to_have_value("manual")
    execution_id = await fails(person)
    row = page.locator(f'[data-execution="{execution_id}"]')
    await expect(row).to_have_attribute("data-state", "failed")
    await page.get_by_role("button", name=re.compile("^Status: ")).click()
    await page.get_by_role("menuitemcheckbox", name="Failed").click()
    await page.keyboard.press("Escape")
    await expect(page).to_have_url(re.compile(r"\?status=cancelled&trigger=manual&range=day$"))
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="Clear filters").click()
    await expect(row).to_be_visible()
    workflow_id = await person.creates("Slow", python("slow", SLOW, "Slow"))
    started = await runs(person, workflow_id, wait=0)
    slow = page.locator(f'[data-execution="{started["execution_id"]}"]')
    await expect(slow).to_have_attribute("data-state", "running")
    await expect(slow).to_have_attribute("data-state", "completed", timeout=30_000)


async def test_logs_are_narrowed_by_node_stream_and_text(page: Page, person: Person) -> None:
    loud = 'import sys\nfor i in range(50):\n    print(f"number {i}")\n'
    loud += 'print("careful", file=sys.stderr)\nreturn items'
    workflow_id = await person.creates("Loud", python("loud", loud, "Loud"), python("read", READ, "Read"))
    await page.goto(f"/executions/{(await runs(person, workflow_id))['id']}")
    logs = page.get_by_role("region", name="Logs", exact=True)
    await expect(logs).to_contain_text("52 lines")
    await logs.get_by_label("Node").select_option("Read")
    await expect(logs.locator("[data-log-line]")).to_have_text([re.compile("reading")])
    await logs.get_by_label("Node").select_option("")
    await logs.get_by_label("Stream").select_option("stderr")
    await expect(logs.locator("[data-log-line]")).to_have_text([re.compile("careful")])
    await logs.get_by_label("Stream").select_option("")
    await logs.get_by_label("Search logs").fill("NUMBER 4")
    await logs.get_by_role("button", name="Only lines with hits").click()
    await expect(logs.locator("[data-log-line]")).to_have_count(11)
