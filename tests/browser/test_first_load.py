"""What a first visit fetches before somebody can sign in, and what comes later."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Person

FETCHED = """["resource", "navigation"]
  .flatMap((kind) => performance.getEntriesByType(kind))
  .map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])"""
MOST = 250_000


async def test_the_first_visit_is_light_and_the_editor_comes_later(page: Page) -> None:
    await page.goto("/")
    await expect(page.get_by_label("Password")).to_be_visible()
    fetched = dict(await page.evaluate(FETCHED))
    assert 50_000 < sum(fetched.values()) <= MOST
    assert not [path for path in fetched if "editor-page" in path or "code-field" in path]


async def test_the_list_of_workflows_needs_no_editor_either(page: Page, person: Person) -> None:
    await page.reload()
    await expect(page.get_by_text("No workflows yet")).to_be_visible()
    assert not [path for path, _ in await page.evaluate(FETCHED) if "editor-page" in path]
