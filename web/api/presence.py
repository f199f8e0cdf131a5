"""Who has a workflow open, where they point, and what they edit. Told, never stored."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from web.api.answers import to_json

log = logging.getLogger(__name__)

GONE_AFTER = 15.0
"""Seconds without a word from a client."""
SWEEP_EVERY = 1.0
MOST_CLIENTS = 200
"""Of one workflow; whoever comes then isn't seen."""

Message = dict[str, Any]
"""``{workflow_id, client_id, user: {id, name}, gone, …}``."""
Client = tuple[UUID, str, str]
"""Workflow, user, client."""


class Seen(NamedTuple):
    message: Message
    at: float


class Inbox:
    """The newest word of each client that wasn't taken yet."""

    def __init__(self, there: Mapping[Client, Seen]) -> None:
        self._waiting = {client: seen.message for client, seen in there.items()}
        self._something = asyncio.Event()

    def put(self, client: Client, message: Message) -> None:
        self._waiting[client] = message
        self._something.set()

    async def messages(self) -> AsyncIterator[Message]:
        """Without end."""
        while True:
            while self._waiting:
                yield self._waiting.pop(next(iter(self._waiting)))
            self._something.clear()
            await self._something.wait()


class Presence:
    """``publish`` takes a message to every web process, this one too; each gives it to :meth:`hear`."""

    def __init__(self, publish: Callable[[bytes], Awaitable[None]]) -> None:
        self._publish = publish
        self._there: dict[UUID, dict[Client, Seen]] = {}
        self._inboxes: dict[UUID, set[Inbox]] = {}
        self._swept = 0.0

    async def tell(self, message: Message) -> None:
        await self._publish(to_json(message))

    def hear(self, raw: bytes) -> None:
        try:
            message = orjson.loads(raw)
            workflow_id = UUID(message["workflow_id"])
            client = (workflow_id, str(message["user"]["id"]), str(message["client_id"]))
            gone = bool(message["gone"])
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("somebody said on the channel of presence what nobody understands")
            return
        there = self._there.setdefault(workflow_id, {})
        if gone:
            there.pop(client, None)
        elif client in there or len(there) < MOST_CLIENTS:
            there[client] = Seen(message, time.monotonic())
        else:
            return
        self._hand_out(client, message)

    def sweep(self) -> None:
        """Say who has gone without a word. To be called every now and then."""
        now = time.monotonic()
        if now - self._swept < SWEEP_EVERY:
            return
        self._swept = now
        for workflow_id, there in list(self._there.items()):
            for client, seen in list(there.items()):
                if now - seen.at > GONE_AFTER:
                    del there[client]
                    self._hand_out(client, {**seen.message, "gone": True})
            if not there:
                del self._there[workflow_id]

    @contextmanager
    def watch(self, workflows: Collection[UUID]) -> Iterator[Inbox]:
        """Who is there already, then what they do."""
        inbox = Inbox(
            {client: seen for each in workflows for client, seen in self._there.get(each, {}).items()}
        )
        for each in workflows:
            self._inboxes.setdefault(each, set()).add(inbox)
        try:
            yield inbox
        finally:
            for each in workflows:
                self._inboxes[each].discard(inbox)
                if not self._inboxes[each]:
                    del self._inboxes[each]

    def _hand_out(self, client: Client, message: Message) -> None:
        for inbox in self._inboxes.get(client[0], ()):
            inbox.put(client, message)
