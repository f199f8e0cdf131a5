"""All that the HTTP API is given."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from commands.context import Context
from projections.read_model import ReadModel
from sandbox.environments import Environment
from web.api.identity.access_tokens import AccessTokens
from web.api.identity.passwords import Passwords
from web.api.owners import Owners
from web.api.pace import Pace
from web.api.ports import Accounts, Attempts, Files, Health, Links, Payloads, Sessions, Tail
from web.api.presence import Presence
from web.api.webhooks.routes import WebhookRoutes
from web.api.workflow_view import WorkflowView


@dataclass(frozen=True, kw_only=True)
class Services:
    context: Context
    read_model: ReadModel
    payloads: Payloads
    files: Files
    tail: Tail
    accounts: Accounts
    sessions: Sessions
    attempts: Attempts
    health: Health
    tokens: AccessTokens
    passwords: Passwords
    links: Links
    presence: Presence
    describe_node_types: Callable[[str], list[dict[str, Any]]]
    environments: Callable[[], Mapping[str, Environment]]
    """Those that there are now, by name."""
    base_url: str
    """What webhook addresses begin with, without a slash at the end."""
    most_file_bytes: int
    """Of an uploaded file."""
    unavailable: tuple[type[Exception], ...] = ()
    """What the ports raise when storage can't be reached."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is about to stop: streams and waiting requests end by themselves."""

    @cached_property
    def workflows(self) -> WorkflowView:
        return WorkflowView(self.context.nodes, self.base_url)

    @cached_property
    def presence_pace(self) -> Pace:
        return Pace(burst=60, per_second=30)

    @cached_property
    def owners(self) -> Owners:
        return Owners(self.context.store)

    @cached_property
    def webhooks(self) -> WebhookRoutes:
        return WebhookRoutes(self.read_model, self.tail)


def services_of(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


Given = Annotated[Services, Depends(services_of)]
