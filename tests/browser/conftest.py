"""Real Chromium before the real stack."""

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.acceptance.flowtape import Flowtape
from tests.browser.wire import Wire, wire_to
from tests.fixtures.folders import short_folder

PASSWORD = "four words of mine"


@dataclass(frozen=True)
class Stack:
    base_url: str
    flowtape: Flowtape
    silent_url: str
    """Of a server that takes requests and never answers."""


@pytest.fixture(scope="session")
def stack(docker_engine: object) -> Iterator[Stack]:
    """All processes, in a data folder and on a port of their own."""
    with short_folder() as folder:
        folder.chmod(0o711)
        flowtape = Flowtape(folder / "data")
        with socket.create_server(("127.0.0.1", 0)) as silent:
            address = f"127.0.0.1:{silent.getsockname()[1]}"
            flowtape.environment["FLOWTAPE_ALLOW_PRIVATE"] = address
            with flowtape.up("--no-demo"):
                yield Stack(f"http://127.0.0.1:{flowtape.port}", flowtape, f"http://{address}/")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        arguments = ["--no-sandbox", "--disable-gpu", *quiet]
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield browser
        await browser.close()


@pytest.fixture
async def wire(stack: Stack) -> AsyncIterator[Wire]:
    async with wire_to(stack.base_url) as wire:
        yield wire


@pytest.fixture
async def page(browser: Browser, wire: Wire) -> AsyncIterator[Page]:
    """A first visit. Whatever the page itself throws fails the test."""
    context = await browser.new_context(base_url=wire.base_url, locale="en-GB")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    await context.close()
    assert faults == []


class Person:
    """Somebody with an account, who uses the API beside the page."""

    def __init__(self, api: httpx.AsyncClient, email: str) -> None:
        self.api = api
        self.email = email

    async def creates(self, name: str, *nodes: dict[str, Any]) -> str:
        """A workflow of these nodes in a row after a manual trigger; its id."""
        chain = [{"id": "start", "type": "trigger.manual", "name": "Start"}, *nodes]
        edges = [{"source": one["id"], "target": following["id"]} for one, following in pairwise(chain)]
        answer = await self.api.post(
            "/api/workflows", json={"name": name, "definition": {"nodes": chain, "edges": edges}}
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


@pytest.fixture
async def person(page: Page, stack: Stack, request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """Registered through the page, and in it."""
    email = f"{abs(hash(request.node.nodeid))}@example.org"
    await page.goto("/")
    await page.get_by_role("button", name="Create an account").click()
    await page.get_by_label("Email").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await page.get_by_role("heading", name="Workflows", exact=True).wait_for()
    async with httpx.AsyncClient(base_url=stack.base_url) as api:
        answer = await api.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        api.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield Person(api, email)


def python(node_id: str, code: str, name: str | None = None) -> dict[str, Any]:
    parameters = {"language": "python", "code": code}
    return {"id": node_id, "type": "code", "name": name or node_id, "parameters": parameters}
