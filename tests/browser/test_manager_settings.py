"""One's own account, and what this browser keeps."""

from playwright.async_api import Page, expect

from tests.browser.conftest import PASSWORD, Person

NEW = "four other words of mine"


async def test_a_name_is_changed_and_stands_beside_edits(page: Page, person: Person) -> None:
    await page.goto("/settings")
    profile = page.get_by_role("region", name="Profile")
    await profile.get_by_label("First name").fill("Ada")
    await profile.get_by_label("Last name").fill("Lovelace")
    await profile.get_by_role("button", name="Save").click()
    await expect(profile.get_by_role("status")).to_have_text("Saved")
    workflow_id = await person.creates("Hers")
    await page.goto(f"/workflows/{workflow_id}/versions")
    await expect(page.get_by_text("by Ada Lovelace").first).to_be_visible()


async def test_a_password_is_changed_only_with_the_present_one(page: Page, person: Person) -> None:
    await page.goto("/settings")
    password = page.get_by_role("region", name="Password")
    await password.get_by_label("Present password").fill("not " + PASSWORD)
    await password.get_by_label("New password").fill(NEW)
    await password.get_by_role("button", name="Change the password").click()
    await expect(password.get_by_label("Present password")).to_have_attribute("aria-invalid", "true")
    await password.get_by_label("Present password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(password.get_by_role("status")).to_contain_text("Changed")
    logged_in = await person.api.post("/api/auth/login", json={"email": person.email, "password": NEW})
    assert logged_in.status_code == 200


async def test_environments_are_listed_as_the_server_has_them(page: Page, person: Person) -> None:
    known = (await person.api.get("/api/environments")).json()["items"]
    await page.goto("/settings")
    listed = page.get_by_role("region", name="Sandbox environments").get_by_role("listitem")
    await expect(listed).to_have_count(len(known))
    for place, environment in enumerate(known):
        await expect(listed.nth(place)).to_contain_text(environment["description"])


async def test_the_editors_layout_is_kept(page: Page, person: Person) -> None:
    await page.goto("/settings")
    await page.get_by_role("checkbox", name="Show the list of nodes").uncheck()
    workflow_id = await person.creates("Plain")
    await page.goto(f"/workflows/{workflow_id}")
    await expect(page.get_by_role("button", name="Show the list of nodes")).to_have_attribute(
        "aria-pressed", "false"
    )
