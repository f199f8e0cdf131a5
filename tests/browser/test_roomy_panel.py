"""The node panel over all of the canvas: what it shows of a run, and what may be dropped into its fields."""

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import card, definition, opens, saved
from tests.browser.test_waiting import APPROVAL, asked

MERGE = {
    "id": "merge",
    "type": "flow.merge",
    "name": "Join",
    "parameters": {"mode": "key", "fields": ["id"]},
}
FAILS = {**python("make", "raise ValueError('no rows')"), "settings": {"on_error": "continue"}}
NEXT = {"id": "next", "type": "flow.noop", "name": "Next"}


async def roomy(page: Page, name: str) -> Locator:
    await card(page, name).click()
    panel = page.get_by_role("region", name=f"Node {name}")
    await panel.get_by_role("button", name="Show input and output beside it").click()
    return panel


async def test_a_field_is_not_dropped_where_its_expression_would_be_nothing_but_text(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Keys", python("make", "return [{'id': 1}]"))
    version = (await person.api.get(f"/api/workflows/{workflow_id}")).json()["version"]
    join = [
        {"type": "add_node", "node": MERGE},
        *(
            {"type": "connect_nodes", "source": "make", "target": "merge", "target_port": f"input{n}"}
            for n in (1, 2)
        ),
    ]
    body = {"expected_version": version, "commands": join}
    joined = await person.api.post(f"/api/workflows/{workflow_id}/commands", json=body)
    assert joined.status_code == 200, joined.text
    ran = await person.api.post(f"/api/workflows/{workflow_id}/execute?wait=120", json={})
    assert ran.status_code == 200, ran.text
    await opens(page, workflow_id)
    panel = await roomy(page, "Join")
    key = panel.get_by_role("group", name="Fields").get_by_role("textbox").first
    await expect(key).to_have_value("id")
    await panel.get_by_role("button", name="Insert id", exact=True).drag_to(key)
    await expect(key).to_have_value("id")
    await key.fill("di")
    await expect(saved(page)).to_be_visible()
    assert (await definition(person, workflow_id))["nodes"][2]["parameters"]["fields"] == ["di"]


async def test_what_a_run_says_and_asks_is_seen_and_answered_beside_the_data(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("Asked", APPROVAL)
    await opens(page, workflow_id)
    await roomy(page, "Ship it")
    await page.keyboard.press("Control+Enter")
    await expect(asked(page, "Ship it")).to_be_visible(timeout=30_000)
    await asked(page, "Ship it").get_by_role("button", name="Approve").click(timeout=30_000)
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=30_000)


async def test_why_a_node_does_not_run_alone_is_said_over_its_panel(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Loose", NEXT)
    found = (await person.api.get(f"/api/workflows/{workflow_id}")).json()
    edge = {"type": "remove_connection", **found["definition"]["edges"][0]}
    body = {"expected_version": found["version"], "commands": [edge]}
    answer = await person.api.post(f"/api/workflows/{workflow_id}/commands", json=body)
    assert answer.status_code == 200, answer.text
    await opens(page, workflow_id)
    panel = await roomy(page, "Next")
    await panel.get_by_role("button", name="Run this node alone").click()
    alert = panel.get_by_role("alert")
    await expect(alert).to_contain_text("nothing leads to 'Next'")
    await alert.get_by_role("button", name="Close").click()
    await expect(alert).to_have_count(0)


async def test_the_errors_that_a_node_put_out_are_shown_as_its_data(page: Page, person: Person) -> None:
    workflow_id = await person.creates("Goes on", FAILS, NEXT)
    await opens(page, workflow_id)
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=60_000)
    panel = await roomy(page, "Next")
    for pane in ("Input", "Output"):
        shown = panel.get_by_role("region", name=pane).get_by_text("code_error").first
        await expect(shown).to_be_visible()
