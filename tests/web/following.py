"""Server-sent events as a client parses them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.web.people import Person


class Stream:
    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()
        self.comments = 0

    async def event(self) -> dict[str, Any] | None:
        """The next event's fields, None at the end of the stream."""
        fields: dict[str, Any] = {}
        async for line in self._lines:
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                return {**fields, "data": json.loads(fields["data"])}
        return None

    async def some(self, number: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) < number:
            event = await self.event()
            assert event, f"it ended after {found}"
            found.append(event)
        return found

    async def rest(self) -> list[dict[str, Any]]:
        found = []
        while (event := await self.event()) is not None:
            found.append(event)
        return found

    async def comment(self) -> None:
        """Wait for one."""
        async for line in self._lines:
            if line.startswith(":"):
                return
        raise AssertionError("the stream ended")


@asynccontextmanager
async def listening(
    server: httpx.AsyncClient, person: Person, path: str, **headers: str
) -> AsyncIterator[Stream]:
    sent = {"Authorization": f"Bearer {person.token}", "Accept": "text/event-stream", **headers}
    async with asyncio.timeout(60), server.stream("GET", path, headers=sent) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)
