"""Presence between web processes, over a channel of Redis. Nothing of it is kept."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from web.api.presence import SWEEP_EVERY, Presence

log = logging.getLogger(__name__)

CHANNEL = "flowtape:presence"
PATIENCE_SECONDS = 1.0


@asynccontextmanager
async def open_presence(redis: Redis) -> AsyncIterator[Presence]:
    """Where Redis is away, people of the same web process still see each other."""

    async def publish(message: bytes) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await redis.publish(CHANNEL, message)
        except (RedisError, OSError):
            presence.hear(message)

    presence = Presence(publish)
    ready = asyncio.Event()
    task = asyncio.create_task(_listen(redis, presence, ready), name="presence")
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await ready.wait()
        yield presence
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _listen(redis: Redis, presence: Presence, ready: asyncio.Event) -> None:
    while True:
        with contextlib.suppress(RedisError, OSError):
            async with redis.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                await channel.get_message(timeout=PATIENCE_SECONDS)  # says that it is subscribed
                ready.set()
                while True:
                    message = await channel.get_message(ignore_subscribe_messages=True, timeout=SWEEP_EVERY)
                    if message:
                        presence.hear(message["data"])
                    presence.sweep()
        log.warning("Redis can't be listened to: people on other web processes aren't seen for now")
        presence.sweep()
        await asyncio.sleep(SWEEP_EVERY)
