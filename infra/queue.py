"""The doorbell: arq over Redis. The only file that knows arq's way of queueing.

A job carries an execution id and a wake number and nothing else; what is to be done stands in the run
queue in Postgres. A ring that is lost, or Redis emptied, costs at most the two seconds to the next sweep.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import redis
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.constants import default_queue_name, expires_extra_ms, job_key_prefix
from arq.worker import Worker, func
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import ConnectionError, RedisError, TimeoutError

log = logging.getLogger(__name__)

JOB = "wake"
BELL = "flowtape:bell"
"""The channel on which a ring is heard at once; the queue beside it is for whoever was not listening."""
POLL_SECONDS = 1.0
_WAKE_MS = 50
"""Rings of so long share a wake number, and so a job: one is enough, since who wakes takes all there is."""
QUEUE = f"{default_queue_name}:flowtape"


def to_json(job: dict[str, Any]) -> bytes:
    """arq pickles by default, and whoever can write to Redis could then run code here."""
    return json.dumps(job).encode()


def from_json(job: bytes) -> dict[str, Any]:
    parsed = json.loads(job)
    if not isinstance(parsed, dict):
        raise ValueError("not a job")
    return parsed


def redis_settings(url: str) -> RedisSettings:
    settings = RedisSettings.from_dsn(url)
    settings.conn_retries = 2
    settings.conn_timeout = 2
    return settings


async def connect(url: str) -> ArqRedis:
    return await create_pool(
        redis_settings(url),
        job_serializer=to_json,
        job_deserializer=from_json,
        default_queue_name=QUEUE,
    )


class ArqDoorbell:
    """Rings in the background: whoever asks for a run never waits for Redis, nor fails with it.

    Executions asked for while a ring is under way share the next one: a worker that wakes takes all it can.
    """

    def __init__(self, redis_url: str) -> None:
        self._url = redis_url
        self._redis: ArqRedis | None = None
        self._pending: UUID | None = None
        self._task: asyncio.Task[None] | None = None

    def ring(self, execution_id: UUID) -> None:
        self._pending = execution_id
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._ring(), name="doorbell")

    async def close(self) -> None:
        if self._task:
            await asyncio.wait([self._task], timeout=1)
        if self._redis:
            await self._redis.aclose()

    async def _ring(self) -> None:
        while (execution_id := self._pending) is not None:
            self._pending = None
            try:
                if self._redis is None:
                    self._redis = await connect(self._url)
                await _enqueue(self._redis.pipeline(transaction=False), execution_id).execute()
            except (RedisError, OSError) as error:
                log.warning("Redis can't be rung, the next sweep will find it: %s", error)


def ring_from_outside(bell: redis.Redis, execution_id: UUID) -> None:
    """The same ring from a process that has no event loop; a Redis that is away is not waited for."""
    try:
        with bell.pipeline(transaction=False) as pipe:
            _enqueue(pipe, execution_id).execute()
    except RedisError as error:
        log.warning("Redis can't be rung; workers sweep by themselves: %s", error)


def _enqueue(pipe: Any, execution_id: UUID) -> Any:
    """What arq's own enqueue writes, less its look whether the job is there."""
    now = int(time.time() * 1000)
    wake = now // _WAKE_MS
    job_id = f"{JOB}:{wake}"
    job = {"t": 1, "f": JOB, "a": [str(execution_id), wake], "k": {}, "et": now}
    pipe.psetex(f"{job_key_prefix}{job_id}", expires_extra_ms, to_json(job))
    pipe.zadd(QUEUE, {job_id: now})
    pipe.publish(BELL, job_id)
    return pipe


async def answer_rings(redis_url: str, pull: Callable[[], None], is_known: Callable[[UUID], bool]) -> None:
    """Run arq's worker until cancelled. A ring makes the engine pull at once.

    The job behind it pulls only for an execution that the engine doesn't know by then, and returns.
    """

    async def wake(ctx: dict[Any, Any], execution_id: str, number: int) -> None:
        if not is_known(UUID(execution_id)):
            pull()

    while True:
        try:
            await _work(redis_url, wake, pull)
        except (ConnectionError, TimeoutError, OSError) as error:
            log.warning("Redis can't be listened to, trying again: %s", error)
        except Exception:
            log.exception("somebody queued what no ring is; the queue is emptied, the next sweep finds all")
            await _empty(redis_url)
        pull()
        await asyncio.sleep(0.5)


async def _empty(redis_url: str) -> None:
    with contextlib.suppress(RedisError, OSError):
        async with AsyncRedis.from_url(redis_url) as client:
            await client.delete(QUEUE)


async def _work(
    redis_url: str, wake: Callable[..., Coroutine[Any, Any, None]], pull: Callable[[], None]
) -> None:
    worker = _BellWorker(
        functions=[func(wake, name=JOB, keep_result=0, timeout=5, max_tries=1)],
        redis_pool=await connect(redis_url),
        queue_name=QUEUE,
        job_serializer=to_json,
        job_deserializer=from_json,
        handle_signals=False,
        log_results=False,
        max_jobs=64,
        health_check_interval=60,
    )
    worker.pull = pull
    try:
        await worker.main()
    finally:  # cancelling a job that is under way, close() raises as if we had been cancelled ourselves
        await asyncio.gather(worker.close(), return_exceptions=True)
        if worker.pool:
            await worker.pool.close(close_connection_pool=True)


class _BellWorker(Worker):
    """arq's worker polls; this one looks when the bell rings, and each second in case it missed it."""

    pull: Callable[[], None]

    async def main(self) -> None:
        self.ctx["redis"] = self.pool
        async with self.pool.pubsub(ignore_subscribe_messages=True) as bell:
            await bell.subscribe(BELL)
            self.pull()
            polled = 0.0
            while True:
                if time.monotonic() - polled > _WAKE_MS / 1000:
                    await self._poll_iteration()
                    polled = time.monotonic()
                if await bell.get_message(timeout=POLL_SECONDS):
                    self.pull()
