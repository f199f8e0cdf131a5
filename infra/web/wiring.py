"""The services of a web process, over real Postgres and Redis."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from psycopg_pool import AsyncConnectionPool
from pydantic import SecretStr
from redis.asyncio import Redis

from commands.context import Context
from infra.clock import SystemClock
from infra.environments import environments_of
from infra.links import SignedLinks
from infra.queue import ArqDoorbell
from infra.secret_key import secret_key
from infra.settings import Settings
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.files import PostgresFiles
from infra.store.group_commit import StoreUnavailable
from infra.store.log import Log
from infra.store.payloads import PostgresPayloads
from infra.store.pool import make_pool
from infra.store.tail import Tail
from infra.web.accounts import PostgresAccounts
from infra.web.attempts import PostgresAttempts
from infra.web.presence import open_presence
from infra.web.readiness import Readiness
from infra.web.sessions import PostgresSessions
from projections.read_model import ReadModel
from web.api.identity.access_tokens import AccessTokens
from web.api.identity.passwords import Passwords
from web.api.services import Services
from workers.nodes.registry import Catalogue, describe

CONNECTIONS = 8
RECONNECTING = 1.0
"""Seconds that the pool tries by itself, ever more rarely; after that each request makes it try at once."""
POOL_PATIENCE = 3.0
"""Seconds that a request waits for a connection before it is told that the database is away."""


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """All that the HTTP API needs; closed in the reverse order."""
    database, redis_url = database_url(settings), _url(settings.redis_url, "REDIS_URL")
    key = secret_key(settings)
    async with AsyncExitStack() as opened:
        pool = await _pool(opened, database)
        redis = await opened.enter_async_context(Redis.from_url(redis_url))
        store = PostgresEventStore(pool, opened.enter_context(Tape(database)))
        opened.callback(store.close)
        read_model = ReadModel(pool)
        opened.push_async_callback(read_model.close)
        doorbell = ArqDoorbell(redis_url)
        opened.push_async_callback(doorbell.close)
        tail = await opened.enter_async_context(Tail(database, Log(pool)))
        yield Services(
            context=Context(store=store, doorbell=doorbell, nodes=Catalogue(), clock=SystemClock()),
            read_model=read_model,
            payloads=PostgresPayloads(pool),
            files=PostgresFiles(pool),
            tail=tail,
            accounts=PostgresAccounts(pool),
            sessions=PostgresSessions(pool),
            attempts=PostgresAttempts(pool),
            health=Readiness(pool, redis),
            tokens=AccessTokens(key, settings.access_token_seconds),
            presence=await opened.enter_async_context(open_presence(redis)),
            links=SignedLinks(key, settings.base_url),
            passwords=Passwords(),
            describe_node_types=describe,
            environments=environments_of(settings).current,
            base_url=settings.base_url,
            most_file_bytes=settings.file_mb * 1024 * 1024,
            unavailable=(StoreUnavailable,),
        )


async def _pool(opened: AsyncExitStack, database: str) -> AsyncConnectionPool:
    pool = make_pool(database, CONNECTIONS)
    pool.timeout, pool.reconnect_timeout = POOL_PATIENCE, RECONNECTING
    await pool.open()
    opened.push_async_callback(pool.close)
    return pool


def database_url(settings: Settings) -> str:
    return _url(settings.database_url, "DATABASE_URL")


def _url(value: SecretStr | None, name: str) -> str:
    if value is None:
        raise SystemExit(f"flowtape web: set {name}, or start all with flowtape up")
    return value.get_secret_value()
