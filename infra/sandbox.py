"""The worker's sandbox: its Docker hosts, containers labelled as this installation's and this worker's."""

import socket

import psycopg

from infra.environments import environments_of
from infra.settings import Settings
from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.environments import choose
from sandbox.images import image_for
from sandbox.leftovers import IsAlive, labels_of
from sandbox.model import Language
from sandbox.network.allowed import Allowed
from sandbox.network.guard import Guard
from sandbox.pool.settings import PoolSettings

_HOLDS_ITS_NAME = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND (classid::bigint << 32) | objid::bigint = hashtextextended(%s, 0))
"""


def make_sandbox(settings: Settings) -> DockerSandbox:
    """Has spares, and removes what killed workers left. Without an engine code nodes fail and say so, until
    there is one. To be called in the event loop that it is used in."""
    name = f"{settings.worker_name}@{socket.gethostname()}"
    sandbox = DockerSandbox(
        _images(settings),
        hosts=settings.sandbox_endpoints,
        settings=pool_settings(settings),
        labels=labels_of(str(settings.data_dir), name),
        runtime=settings.sandbox_runtime,
        guard=Guard(Allowed.parse(settings.allow_private)),
        is_alive=_holders_of_names(settings),
    )
    sandbox.open()
    return sandbox


def pool_settings(settings: Settings) -> PoolSettings:
    return PoolSettings(
        containers=settings.sandbox_containers,
        containers_of_project=settings.sandbox_containers_of_project,
        spares=settings.sandbox_spares,
        steps=settings.sandbox_steps,
        age=settings.sandbox_age_seconds,
        owned_idle=settings.sandbox_idle_seconds,
        spare_idle=settings.sandbox_spare_idle_seconds,
    )


def _images(settings: Settings) -> ImageOf:
    environments = environments_of(settings)
    tags: dict[bytes, str] = {}

    def image_of(name: str | None, language: Language) -> str:
        environment = choose(name, language, environments.current())
        key = b"\0".join(each.source for each in environment.chain) + environment.name.encode()
        if key not in tags:
            tags[key] = image_for(environment)
        return tags[key]

    return image_of


def _holders_of_names(settings: Settings) -> IsAlive | None:
    """A worker holds a lock on its name while it lives (see :mod:`infra.run_queue`)."""
    if settings.database_url is None:
        return None
    url = settings.database_url.get_secret_value()

    async def is_alive(worker: str) -> bool:
        try:
            async with await psycopg.AsyncConnection.connect(url, connect_timeout=5) as conn:
                row = await (await conn.execute(_HOLDS_ITS_NAME, [worker])).fetchone()
        except psycopg.Error:
            return True  # nobody knows: nothing is removed
        return row is None or bool(row[0])

    return is_alive
