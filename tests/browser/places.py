"""Every page, panel and dialog, and how somebody gets there; in any language, so nothing is found by words.

Pictures and audits go through :data:`PLACES`: a page that is entered here has both.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.scene import PASSWORD, Scene

Theme = Literal["light", "dark"]
Goes = Callable[[Page, Scene], Awaitable[None]]
VIEW: ViewportSize = {"width": 1440, "height": 900}
SECONDS = 30
NOBODY, EMPTY = "nobody-", "empty-"


@dataclass(frozen=True, slots=True)
class Look:
    theme: Theme = "light"
    locale: str = "en-GB"

    def __str__(self) -> str:
        return f"{self.theme}-{self.locale[:2]}"


@dataclass(frozen=True, slots=True)
class Place:
    """``who``: whose page it is: the scene's own person's, somebody's without workflows, or nobody's.
    ``pictured``: it is shown in the user's guide."""

    name: str
    goes: Goes
    who: str = ""
    pictured: bool = True

    def __str__(self) -> str:
        return self.name


async def visitor(browser: Browser, scene: Scene, place: Place, look: Look, **more: Any) -> BrowserContext:
    """A browser of somebody whom the place is for. Theme and language are those of the system."""
    context = await browser.new_context(
        base_url=str(scene.api.base_url),
        color_scheme=look.theme,
        locale=look.locale,
        **{"viewport": VIEW, "reduced_motion": "reduce", **more},
    )
    if place.who != NOBODY:
        account = {"email": f"{place.who}{scene.email}", "password": PASSWORD}
        token = json.dumps(await _signed_in(context, account))
        await context.add_init_script(f"sessionStorage.setItem('flowtape.token', {token})")
    return context


async def _signed_in(context: BrowserContext, account: dict[str, str]) -> str:
    """The token; whoever has no account yet gets one."""
    answer = await context.request.post("/api/auth/login", data=account)
    if not answer.ok:
        await context.request.post("/api/auth/register", data=account)
        answer = await context.request.post("/api/auth/login", data=account)
    return str((await answer.json())["access_token"])


async def _shown(page: Page, selector: str) -> None:
    await expect(page.locator(selector).first).to_be_visible(timeout=SECONDS * 1000)


async def _settled(page: Page) -> None:
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def sign_in(page: Page, scene: Scene) -> None:
    await page.goto("/")
    await _shown(page, "input[type=password]")


async def sign_up(page: Page, scene: Scene) -> None:
    await sign_in(page, scene)
    await page.locator("button[type=button]").last.click()
    await _shown(page, "input[autocomplete=given-name]")


async def first_visit(page: Page, scene: Scene) -> None:
    await page.goto("/workflows")
    await _shown(page, "main h1")


async def workflows(page: Page, scene: Scene) -> None:
    await page.goto("/workflows")
    await _shown(page, "[data-workflow]")
    await _settled(page)


async def chosen_workflows(page: Page, scene: Scene) -> None:
    await workflows(page, scene)
    boxes = page.locator("tbody input[type=checkbox]")
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await _shown(page, "[role=group] button")


async def workflow_menu(page: Page, scene: Scene) -> None:
    await workflows(page, scene)
    await page.locator("tbody [aria-haspopup=menu]").first.click()
    await _shown(page, "[role=menu]")


async def organising(page: Page, scene: Scene) -> None:
    await workflow_menu(page, scene)
    await page.locator("[role=menuitem]").nth(3).click()
    await _shown(page, "dialog[open]")


async def importing(page: Page, scene: Scene) -> None:
    await workflows(page, scene)
    await page.keyboard.press("i")
    await page.locator("dialog[open] textarea").fill('{"name": "Pasted", "definition": {"nodes": []}}')


async def archive(page: Page, scene: Scene) -> None:
    await page.goto("/workflows?archived=yes")
    await _shown(page, "[data-workflow]")


async def templates(page: Page, scene: Scene) -> None:
    await page.goto("/templates")
    await _shown(page, "article")


async def editor(page: Page, scene: Scene) -> None:
    await page.goto(f"/workflows/{scene.workflows['orders']}")
    await _shown(page, "[data-node=confirm]")
    await _shown(page, "[data-save=saved]")
    await _shown(page, "[data-type]")


async def empty_editor(page: Page, scene: Scene) -> None:
    await page.goto(f"/workflows/{scene.workflows['blank']}")
    await _shown(page, "[data-save=saved]")
    await _shown(page, "[data-type]")


async def node_panel(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.locator("[data-node=ask]").click()
    await _shown(page, "section select")


async def data_panes(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.locator("[data-node=confirm]").click()
    await _shown(page, "section header button")
    await page.locator("section:has(> div header) header button").nth(-2).click()
    await _shown(page, "section td")


async def code_panel(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.locator("[data-node=check]").click()
    await _shown(page, "[data-code] .cm-line")


async def as_list(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.keyboard.press("v")
    await _shown(page, "[role=treegrid] [data-row]")


async def commands(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.keyboard.press("Control+k")
    await _shown(page, "dialog[open] [role=option]")


async def shortcuts(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.keyboard.press("?")
    await _shown(page, "dialog[open] kbd")


async def choosing_a_node(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.keyboard.press("n")
    await _shown(page, "[role=combobox]")


async def connecting(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.locator("[data-node=ship]").click()
    await page.keyboard.press("Escape")
    await page.locator("[data-node=ship]").click()
    await page.locator("[data-node=ship]").focus()
    await page.keyboard.press("c")
    await _shown(page, "dialog[open]")


async def node_menu(page: Page, scene: Scene) -> None:
    await editor(page, scene)
    await page.locator("[data-node=check]").click(button="right")
    await _shown(page, "[role=menu]")


async def versions(page: Page, scene: Scene) -> None:
    await page.goto(f"/workflows/{scene.workflows['orders']}/versions?with=published")
    await _shown(page, "[data-line=new]")


async def workflow_executions(page: Page, scene: Scene) -> None:
    await page.goto(f"/workflows/{scene.workflows['orders']}/executions")
    await _shown(page, "[data-execution]")


async def executions(page: Page, scene: Scene) -> None:
    await page.goto("/executions")
    await _shown(page, "[data-execution]")
    await _settled(page)


async def no_executions(page: Page, scene: Scene) -> None:
    await page.goto("/executions")
    await _shown(page, "main h2, main h1")


async def _viewer(page: Page, scene: Scene, key: str, node: str) -> None:
    await page.goto(f"/executions/{scene.executions[key]}")
    await _shown(page, f"[data-track={node}]")
    await page.locator(f"[data-track={node}]").click()
    await _settled(page)


async def viewer(page: Page, scene: Scene) -> None:
    await _viewer(page, scene, "weather", "months")
    await _shown(page, "td")


async def rewound(page: Page, scene: Scene) -> None:
    await viewer(page, scene)
    slider = page.locator("[role=slider]")
    box = await slider.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + box["height"] / 2)


async def failed(page: Page, scene: Scene) -> None:
    await _viewer(page, scene, "failed", "convert")
    await _shown(page, "[role=alert]")


async def waiting(page: Page, scene: Scene) -> None:
    await _viewer(page, scene, "waiting", "ask")


async def forking(page: Page, scene: Scene) -> None:
    await failed(page, scene)
    await page.locator("header [aria-haspopup=menu]").last.click()
    await page.locator("[role=menuitem]").last.click()
    await _shown(page, "dialog[open]")


async def settings(page: Page, scene: Scene) -> None:
    await page.goto("/settings")
    await _shown(page, "section li")


async def nowhere(page: Page, scene: Scene) -> None:
    await page.goto("/nowhere")
    await _shown(page, "main h2, main h1")


PLACES = (
    Place("sign-in", sign_in, NOBODY),
    Place("sign-up", sign_up, NOBODY, pictured=False),
    Place("first-visit", first_visit, EMPTY),
    Place("workflows", workflows),
    Place("workflows-chosen", chosen_workflows, pictured=False),
    Place("workflow-menu", workflow_menu, pictured=False),
    Place("organise", organising, pictured=False),
    Place("import", importing),
    Place("archive", archive, pictured=False),
    Place("templates", templates),
    Place("editor", editor),
    Place("editor-empty", empty_editor),
    Place("editor-parameters", node_panel, pictured=False),
    Place("editor-code", code_panel),
    Place("editor-data", data_panes),
    Place("editor-list", as_list),
    Place("editor-commands", commands),
    Place("editor-shortcuts", shortcuts, pictured=False),
    Place("editor-choose-node", choosing_a_node),
    Place("editor-connect", connecting, pictured=False),
    Place("editor-node-menu", node_menu, pictured=False),
    Place("versions", versions),
    Place("workflow-executions", workflow_executions, pictured=False),
    Place("executions", executions),
    Place("executions-none", no_executions, EMPTY, pictured=False),
    Place("execution", viewer),
    Place("execution-rewound", rewound),
    Place("execution-failed", failed),
    Place("execution-waiting", waiting),
    Place("execution-fork", forking, pictured=False),
    Place("settings", settings),
    Place("nowhere", nowhere, pictured=False),
)
