"""Users of the API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

PASSWORD = "correct horse battery"


@dataclass
class Person:
    """Calls the API with their access token."""

    client: httpx.AsyncClient
    id: UUID
    email: str
    token: str

    async def call(self, method: str, path: str, json: Any = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        body = {} if json is None else {"json": json}
        return await self.client.request(method, path, headers=headers, **body, **more)

    async def get(self, path: str, **more: Any) -> Any:
        """The JSON of a successful answer."""
        return good(await self.call("GET", path, **more))

    async def post(self, path: str, json: Any = None, **more: Any) -> Any:
        return good(await self.call("POST", path, json, **more))


def good(response: httpx.Response) -> Any:
    assert response.is_success, response.text
    return response.json()


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem that a refusal carries."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"]
    assert body["title"]
    assert body["detail"]
    return body


async def sign_up(client: httpx.AsyncClient, email: str) -> Person:
    registered = await client.post("/api/auth/register", json={"email": email, "password": PASSWORD})
    user = good(registered)
    login = good(await client.post("/api/auth/login", json={"email": email, "password": PASSWORD}))
    client.cookies.clear()
    return Person(client, UUID(user["id"]), user["email"], login["access_token"])
