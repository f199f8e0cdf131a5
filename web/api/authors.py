"""Who did it, by name."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from web.api.services import Services

_USER = "user:"


async def with_authors(services: Services, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The items with ``author``: ``{id, name}``, or None where their ``actor`` is no user."""
    ids = {UUID(each["actor"].removeprefix(_USER)) for each in items if each["actor"].startswith(_USER)}
    names = await services.accounts.names(ids)
    known = {f"{_USER}{identity}": {"id": identity, "name": name} for identity, name in names.items()}
    return [{**each, "author": known.get(each["actor"])} for each in items]
