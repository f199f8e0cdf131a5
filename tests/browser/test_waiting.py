"""Executions that wait for somebody: asked on the canvas, in the list and in the viewer, all of it real."""

import os
import re
import signal
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, Stack
from tests.browser.test_editor import card, opens
from tests.browser.test_executions import runs

APPROVAL = {
    "id": "ship",
    "type": "flow.wait",
    "name": "Ship it",
    "position": {"x": 300, "y": 0},
    "parameters": {"mode": "approval", "message": "Is the parcel packed?", "limit": 48},
}


def asked(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=f"Decide about {name}")


def completed(page: Page) -> Locator:
    return page.locator("main header").get_by_text("Completed", exact=True)


async def waits(person: Person, execution_id: str, count: int = 1) -> Any:
    """The execution, once so many of its runs wait."""
    while True:
        execution = (await person.api.get(f"/api/executions/{execution_id}")).json()
        if execution["status"] == "waiting" and len(execution["waiting"]) == count:
            return execution
        assert execution["status"] in {"queued", "running", "waiting"}, execution


async def test_what_is_asked_on_the_canvas_is_answered_there_with_a_comment(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Approved here", APPROVAL)
    await opens(page, workflow_id)
    await page.keyboard.press("Control+Enter")
    question = asked(page, "Ship it")
    await expect(question).to_contain_text(
        re.compile(r"Ship it asks: Is the parcel packed\? It can be answered until \w")
    )
    await expect(card(page, "Ship it")).to_have_attribute("data-state", "waiting")
    await question.get_by_label("Comment").fill("Not the blue one")
    await question.get_by_role("button", name="Reject").click()
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=30_000)
    await expect(question).to_have_count(0)
    [execution] = (await person.api.get(f"/api/executions?workflow_id={workflow_id}")).json()["items"]
    path = f"/api/executions/{execution['id']}"
    [node] = [n for n in (await person.api.get(f"{path}/nodes")).json()["items"] if n["node_id"] == "ship"]
    assert [*node["output"]] == ["rejected"]
    lines = [line["line"] for line in (await person.api.get(f"{path}/logs")).json()["items"]]
    assert any("Not the blue one" in line for line in lines), lines


async def test_the_list_says_what_an_execution_waits_for_as_soon_as_it_does(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Listed", APPROVAL)
    await page.goto("/executions")
    started = await runs(person, workflow_id, wait=0)
    row = page.locator(f'[data-execution="{started["execution_id"]}"]')
    await expect(row).to_have_attribute("data-state", "waiting", timeout=30_000)
    await expect(row).to_contain_text("Ship it asks: Is the parcel packed?")
    answer = await person.api.post(
        f"/api/executions/{started['execution_id']}/resume", json={"node_id": "ship", "action": "approve"}
    )
    assert answer.status_code == 202, answer.text
    await expect(row).to_have_attribute("data-state", "completed", timeout=30_000)
    await expect(row).not_to_contain_text("parcel")


async def test_the_link_that_is_waited_for_stands_in_the_page(page: Page, person: Person) -> None:
    hook = {**APPROVAL, "name": "Await the courier", "parameters": {"mode": "webhook"}}
    started = await runs(person, await person.creates("Called back", hook), wait=0)
    await waits(person, started["execution_id"])
    await page.goto(f"/executions/{started['execution_id']}")
    question = asked(page, "Await the courier")
    await question.get_by_role("button", name="Show its link").click()
    link = await question.get_by_text("/resume/").text_content()
    assert link is not None
    called = await person.api.post(link, json={"parcel": 1})
    assert called.status_code == 202, called.text
    await expect(completed(page)).to_be_visible(timeout=30_000)


async def crashes(person: Person, stack: Stack, name: str) -> str:
    """An execution whose worker was killed while it sent something; it waits. Its id."""
    post = {"url": stack.silent_url, "method": "POST", "body": {"n": 1}}
    node = {"id": "order", "type": "http.request", "name": "Order it", "parameters": post}
    after = {"id": "after", "type": "flow.noop", "name": "After"}
    started = await runs(person, await person.creates(name, node, after), wait=0)
    execution_id = str(started["execution_id"])
    while True:
        events = (await person.api.get(f"/api/executions/{execution_id}/events")).json()["items"]
        if any(e["type"] == "execution.node_started" and e["data"]["node_id"] == "order" for e in events):
            break
    [worker] = [pid for pid, title in stack.flowtape.processes().items() if "flowtape worker" in title]
    os.kill(worker, signal.SIGKILL)
    await waits(person, execution_id)
    return execution_id


async def test_after_a_crash_people_decide_and_may_say_what_it_would_have_put_out(
    page: Page, person: Person, stack: Stack
) -> None:
    execution_id = await crashes(person, stack, "Lost in the middle")
    await page.goto("/executions")
    row = page.locator(f'[data-execution="{execution_id}"]')
    await expect(row).to_contain_text("Order it was at work when its worker was lost.")
    await row.get_by_role("link").click()
    question = asked(page, "Order it")
    await expect(question).to_contain_text("Nobody knows whether it did what it does outside. What now?")
    for button in ("Run it again", "Skip it", "Continue", "Let it fail"):
        await expect(question.get_by_role("button", name=button, exact=True)).to_be_enabled()
    await question.get_by_role("button", name="With other data…").click()
    data = question.get_by_label("Items to go on with (JSON)")
    await data.fill('[{"json": {"order": 12345678901234567890')
    await expect(question.get_by_role("button", name="Continue", exact=True)).to_be_disabled()
    await data.fill('[{"json": {"order": 12345678901234567890}}]')
    await question.get_by_role("button", name="Continue", exact=True).click()
    await expect(completed(page)).to_be_visible(timeout=30_000)
    await expect(question).to_have_count(0)
    ended = (await person.api.get(f"/api/executions/{execution_id}")).json()
    assert ended["output_data"] == {"after": [{"order": 12345678901234567890}]}


async def test_what_is_let_fail_after_a_crash_fails(page: Page, person: Person, stack: Stack) -> None:
    execution_id = await crashes(person, stack, "Given up")
    await page.goto(f"/executions/{execution_id}")
    await asked(page, "Order it").get_by_role("button", name="Let it fail").click()
    await expect(page.locator("main header").get_by_text("Failed", exact=True)).to_be_visible(timeout=30_000)


async def test_a_question_that_was_answered_elsewhere_says_so(page: Page, person: Person) -> None:
    started = await runs(person, await person.creates("Twice", APPROVAL), wait=0)
    await page.goto(f"/executions/{started['execution_id']}")
    question = asked(page, "Ship it")
    await expect(question).to_be_visible()

    async def answered_elsewhere(route: Any) -> None:
        body = {"node_id": "ship", "action": "approve"}
        await person.api.post(f"/api/executions/{started['execution_id']}/resume", json=body)
        await route.continue_()

    await page.route("**/resume", answered_elsewhere)
    refused = page.wait_for_event("response", lambda response: response.url.endswith("/resume"))
    await question.get_by_role("button", name="Reject").click()
    assert (await refused).status == 409
    await expect(completed(page)).to_be_visible(timeout=30_000)
