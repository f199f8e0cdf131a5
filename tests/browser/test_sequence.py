"""The workflow as a list, with everything behind it real."""

from itertools import pairwise

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Person, python
from tests.browser.sequence import FORK_TOLD, edge, has_edges, lists, noop, step, steps, told
from tests.browser.test_editor import definition, saved


async def test_a_workflow_is_shown_as_a_list_which_is_remembered(page: Page, person: Person) -> None:
    await lists(page, person)
    assert await told(page) == FORK_TOLD
    await page.reload()
    await expect(steps(page).first).to_be_visible()
    await page.get_by_role("button", name="Canvas", exact=True).click()
    await expect(page.get_by_role("application", name="Canvas")).to_be_visible()


async def test_a_step_is_added_into_a_branch(page: Page, person: Person) -> None:
    workflow_id = await lists(page, person)
    await page.get_by_role("button", name="Add a step to the branch false of “Ask”").click()
    await page.get_by_role("combobox", name="Choose a node").fill("set f")
    await page.keyboard.press("Enter")
    await expect(steps(page)).to_have_count(7)
    await expect(saved(page)).to_be_visible()
    found = await definition(person, workflow_id)
    new = next(node["id"] for node in found["nodes"] if node["type"] == "data.set")
    rest = [one for one in found["edges"] if new in (one["source"], one["target"])]
    assert [(one["source"], one["source_port"], one["target"]) for one in rest] == [
        ("ask", "false", new),
        (new, "main", "no"),
    ]
    places = [(node["position"]["x"], node["position"]["y"]) for node in found["nodes"]]
    assert len(set(places)) == len(places)


async def test_a_step_is_moved_with_keys_through_branches_and_back(page: Page, person: Person) -> None:
    workflow_id = await lists(page, person)
    await step(page, "first").focus()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(step(page, "first")).to_have_attribute("aria-level", "3")
    await expect(step(page, "first")).to_be_focused()
    await expect(page.get_by_text("“First” is now step 3.")).to_be_attached()
    await expect(saved(page)).to_be_visible()
    both = ("yes.main>both", "no.main>both")
    await has_edges(
        person, workflow_id, "start.main>ask", "ask.true>first", "first.main>yes", "ask.false>no", *both
    )
    for _ in range(4):
        await page.keyboard.press("Alt+ArrowDown")
    await expect(step(page, "first")).to_have_attribute("aria-level", "1")
    await expect(saved(page)).to_be_visible()
    await has_edges(
        person,
        workflow_id,
        "start.main>ask",
        "ask.true>yes",
        "ask.false>no",
        "yes.main>first",
        "no.main>first",
        "first.main>both",
    )
    for _ in range(5):
        await page.keyboard.press("Control+z")
    await expect(step(page, "first")).to_have_attribute("aria-label", "2, First, Do nothing")
    assert await told(page) == FORK_TOLD


async def test_a_step_is_dragged_into_a_branch(page: Page, person: Person) -> None:
    workflow_id = await lists(page, person)
    await step(page, "first").drag_to(step(page, "no"), target_position={"x": 200, "y": 42})
    await expect(step(page, "first")).to_have_attribute("aria-level", "3")
    await expect(saved(page)).to_be_visible()
    await has_edges(
        person,
        workflow_id,
        "start.main>ask",
        "ask.true>yes",
        "ask.false>no",
        "yes.main>both",
        "no.main>first",
        "first.main>both",
    )


async def test_a_node_type_is_dragged_between_steps(page: Page, person: Person) -> None:
    workflow_id = await lists(page, person)
    await page.locator('[data-type="code"]').drag_to(step(page, "first"), target_position={"x": 200, "y": 44})
    await expect(steps(page)).to_have_count(7)
    await expect(saved(page)).to_be_visible()
    edges = (await definition(person, workflow_id))["edges"]
    [to_ask] = [one for one in edges if one["target"] == "ask"]
    assert to_ask["source"].startswith("code-")


async def test_a_step_is_deleted_copied_renamed_and_disabled(page: Page, person: Person) -> None:
    workflow_id = await lists(page, person)
    await step(page, "first").focus()
    await page.keyboard.press("Delete")
    await expect(steps(page)).to_have_count(5)
    await expect(step(page, "ask")).to_be_focused()
    await step(page, "yes").focus()
    await page.keyboard.press("Control+d")
    await expect(steps(page)).to_have_count(6)
    await page.keyboard.press("F2")
    await page.keyboard.type("Yes again")
    await page.keyboard.press("Enter")
    await page.keyboard.press("d")
    row = page.get_by_role("row", name="4, Yes again, Do nothing, disabled")
    await expect(row).to_be_focused()
    await expect(saved(page)).to_be_visible()
    found = await definition(person, workflow_id)
    copy = next(node for node in found["nodes"] if node["name"] == "Yes again")
    assert copy["disabled"]
    await has_edges(
        person,
        workflow_id,
        "start.main>ask",
        "ask.true>yes",
        "ask.false>no",
        "no.main>both",
        f"yes.main>{copy['id']}",
        f"{copy['id']}.main>both",
    )


async def test_a_branch_is_led_to_a_step_and_a_step_takes_its_input_from_another(
    page: Page, person: Person
) -> None:
    workflow_id = await lists(page, person)
    await page.locator('[data-link="both"]').first.focus()
    await page.keyboard.press("c")
    await page.keyboard.type("No")
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-link="no"]')).to_have_count(2)
    await step(page, "both").focus()
    await page.keyboard.press("i")
    dialog = page.get_by_role("dialog", name="“Both” takes its input from")
    await expect(dialog.get_by_label("Instead of")).to_contain_text("instead of No")
    await page.keyboard.type("First")
    await page.keyboard.press("Enter")
    await expect(saved(page)).to_be_visible()
    await has_edges(
        person,
        workflow_id,
        "start.main>first",
        "first.main>ask",
        "first.main>both",
        "ask.true>yes",
        "ask.false>no",
        "yes.main>no",
    )


async def test_rows_are_folded_and_walked_like_a_tree(page: Page, person: Person) -> None:
    await lists(page, person)
    await step(page, "ask").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(step(page, "ask")).to_have_attribute("aria-expanded", "false")
    await expect(steps(page)).to_have_count(4)
    await page.keyboard.press("ArrowDown")
    await expect(step(page, "both")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("row", name="Branch true of “Ask”")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(step(page, "both")).to_be_focused()
    await page.keyboard.press("Home")
    await expect(step(page, "start")).to_be_focused()


async def test_a_run_is_watched_and_where_it_fails_comes_into_view(page: Page, person: Person) -> None:
    chain = [noop(f"n{place}", f"Step {place}", 250 * place) for place in range(40)]
    broken = python("far", 'return items[0]["json"]["gone"]', "Far away")
    nodes = [{"id": "start", "type": "trigger.manual", "name": "Start"}, *chain, broken]
    ids = [str(node["id"]) for node in nodes]
    edges = [edge(one, other) for one, other in pairwise(ids)]
    await lists(page, person, {"nodes": nodes, "edges": edges})
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(step(page, "far")).to_have_attribute("data-state", "failed", timeout=30_000)
    await expect(step(page, "far")).to_be_in_viewport()
    await page.keyboard.press("Home")
    await expect(step(page, "start")).to_have_attribute("data-state", "completed")
    await expect(step(page, "start")).to_contain_text("1 item")


async def test_what_is_wrong_stands_on_its_row(page: Page, person: Person) -> None:
    request = {"id": "ask", "type": "http.request", "name": "Request"}
    start = {"id": "start", "type": "trigger.manual"}
    await lists(page, person, {"nodes": [start, request], "edges": []})
    row = page.get_by_role(
        "row", name="2, Request, HTTP request, Nothing leads here, problem: URL: this is needed"
    )
    await expect(row).to_be_visible()


async def test_of_a_thousand_steps_only_those_in_view_exist(page: Page, person: Person) -> None:
    ids = [f"n{place}" for place in range(1000)]
    nodes = [{"id": "start", "type": "trigger.manual"}, *(noop(one, one) for one in ids)]
    edges = [edge("start", "n0"), *(edge(one, other) for one, other in pairwise(ids))]
    await lists(page, person, {"nodes": nodes, "edges": edges})
    await page.keyboard.press("End")
    await expect(page.get_by_role("row", name="1,001, n999")).to_be_focused()
    assert await steps(page).count() < 80
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.get_by_role("row", name="1,000, n999")).to_be_focused()


async def test_the_menu_of_a_row_is_opened_with_keys(page: Page, person: Person) -> None:
    await lists(page, person)
    await step(page, "first").focus()
    await page.keyboard.press("Shift+F10")
    await expect(page.get_by_role("menuitem", name="Rename")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(step(page, "first")).to_be_focused()


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Steps of the workflow"), ("de", "Schritte des Workflows")]
)
async def test_the_list_is_named_in_both_languages(
    page: Page, person: Person, language: str, label: str
) -> None:
    await lists(page, person)
    await page.evaluate(
        """(language) => {
          const kept = JSON.parse(localStorage.getItem("flowtape.preferences"));
          localStorage.setItem("flowtape.preferences", JSON.stringify({ ...kept, language }));
        }""",
        language,
    )
    await page.reload()
    await expect(page.get_by_role("treegrid", name=label)).to_be_visible()


async def test_on_a_phone_steps_are_known_by_their_names(page: Page, person: Person) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await lists(page, person)
    await expect(steps(page).first).to_be_visible()
    cut = await steps(page).evaluate_all(
        "rows => rows.map(row => row.querySelector('.font-medium')).filter("
        "name => name.clientWidth === 0 || name.scrollWidth > name.clientWidth).length"
    )
    assert cut == 0
