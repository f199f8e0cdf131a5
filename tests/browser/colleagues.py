"""Somebody else in one's workflow. Projects can't be shared yet, so they come in below the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

from commands.apply_commands import apply_commands
from commands.context import Context
from domain.tape import Cause
from infra.clock import SystemClock
from infra.embedded.folders import kept_secrets
from infra.embedded.postgres import APP, DATABASE
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.pool import make_pool
from workers.nodes.registry import Catalogue


class Colleague:
    def __init__(self, store: PostgresEventStore) -> None:
        nobody: Any = None
        self._context = Context(store=store, doorbell=nobody, nodes=Catalogue(), clock=SystemClock())
        self._actor = f"user:{uuid4()}"

    async def edits(self, workflow_id: str, *commands: dict[str, Any]) -> None:
        history = await self._context.store.load(UUID(workflow_id))
        cause = Cause(project_id=history[0].project_id, actor=self._actor, correlation_id=uuid4())
        asked: Any = {"workflow_id": UUID(workflow_id), "expected_version": history[-1].version}
        await apply_commands(self._context, cause, **asked, commands=commands)


@asynccontextmanager
async def colleague(data_dir: Path) -> AsyncIterator[Colleague]:
    """Over the database of the Flowtape whose data folder that is."""
    secret = kept_secrets(data_dir / "postgres.json", ())[APP]
    sockets = urlencode({"host": str(data_dir / "postgres" / "run")})
    url = f"postgresql://{APP}:{quote(secret)}@/{DATABASE}?{sockets}"
    async with make_pool(url) as pool:
        with Tape(url) as tape:
            store = PostgresEventStore(pool, tape)
            yield Colleague(store)
            store.close()
