"""Steps of the list are copied, cut and pasted, alone and together."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.sequence import FORK_TOLD, edge, has_edges, lists, noop, step, steps, told
from tests.browser.test_editor import saved


async def presses(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_steps_are_copied_into_another_branch_and_cut_with_keys(page: Page, person: Person) -> None:
    workflow_id = await lists(page, person)
    await step(page, "first").focus()
    await presses(page, "Control+c")
    await step(page, "yes").focus()
    await presses(page, "ArrowDown", "ArrowDown")
    await expect(page.get_by_role("row", name="Branch false of “Ask”")).to_be_focused()
    await presses(page, "Control+v")
    await expect(page.get_by_role("row", name="5, First 2, Do nothing")).to_be_focused()
    await expect(saved(page)).to_be_visible()
    assert (await told(page))[6:9] == [
        "  Branch false of “Ask”",
        "    5, First 2, Do nothing",
        "    6, No, Do nothing",
    ]
    await presses(page, "Control+x")
    await expect(page.get_by_role("row", name="5, No, Do nothing")).to_be_focused()
    assert await told(page) == FORK_TOLD
    await presses(page, "Control+z", "Control+z")
    await expect(steps(page)).to_have_count(6)
    await expect(saved(page)).to_be_visible()
    await has_edges(
        person,
        workflow_id,
        "start.main>first",
        "first.main>ask",
        "ask.true>yes",
        "ask.false>no",
        "yes.main>both",
        "no.main>both",
    )


async def test_several_steps_are_chosen_with_keys_copied_to_the_canvas_and_back(
    page: Page, person: Person
) -> None:
    row = {
        "nodes": [
            {"id": "start", "type": "trigger.manual", "name": "Start"},
            noop("a", "A", 250),
            noop("b", "B", 500),
            noop("c", "C", 750),
        ],
        "edges": [edge("start", "a"), edge("a", "b"), edge("b", "c")],
    }
    await lists(page, person, row)
    chosen = page.locator('[data-step][aria-selected="true"]')
    await step(page, "a").focus()
    await presses(page, "Shift+ArrowDown")
    await expect(chosen).to_have_count(2)
    await presses(page, "Shift+ArrowUp")
    await expect(chosen).to_have_count(1)
    await presses(page, "Control+ArrowDown", "Control+ArrowDown")
    await expect(step(page, "c")).to_be_focused()
    await expect(chosen).to_have_count(1)
    await presses(page, "Control+Space")
    await expect(chosen).to_have_count(2)
    await presses(page, "Control+d")
    await expect(page.get_by_role("row", name="5, A 2, Do nothing")).to_be_focused()
    await expect(chosen).to_have_count(2)
    assert [line.split(", ")[1] for line in await told(page)] == ["Start", "A", "B", "C", "A 2", "C 2"]
    await presses(page, "Control+c", "v")
    await expect(page.locator("[data-node]")).to_have_count(6)
    await presses(page, "Control+v")
    await expect(page.locator("[data-node]")).to_have_count(8)
    await presses(page, "Control+c", "v")
    await step(page, "start").focus()
    await presses(page, "Control+v")
    await expect(steps(page)).to_have_count(10)
    assert [line.split(", ")[1] for line in await told(page)][:4] == ["Start", "A 4", "C 4", "A"]
    await presses(page, "Delete")
    await expect(steps(page)).to_have_count(8)
    await expect(saved(page)).to_be_visible()
