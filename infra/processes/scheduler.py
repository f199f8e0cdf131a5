"""``flowtape scheduler``: hands on what lost workers held, fires timers, and rings for what nobody took."""

import logging
import signal
import sys
import threading
from types import FrameType
from typing import Any

import psycopg
import redis
from setproctitle import setproctitle

from infra.heartbeat import Heartbeat
from infra.queue import ring_from_outside
from infra.run_queue import fire_timers, free_expired, unclaimed, wake_called
from infra.settings import settings

SWEEP_SECONDS = 2.0
TIMER_SECONDS = 0.5

log = logging.getLogger(__name__)


def main() -> None:
    setproctitle("flowtape scheduler")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    configured = settings()
    if configured.database_url is None or configured.redis_url is None:
        sys.exit("DATABASE_URL and REDIS_URL have to be set; `flowtape up` sets them for its own servers")
    url = configured.database_url.get_secret_value()
    stop = threading.Event()

    def request_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, request_stop)
    heartbeat = Heartbeat(url, "scheduler", "scheduler").start()
    bell = redis.Redis.from_url(configured.redis_url.get_secret_value())
    try:
        serve(url, bell, stop)
    finally:
        heartbeat.stop()


def serve(database_url: str, bell: redis.Redis, stop: threading.Event) -> None:
    """Several may serve at once: what one takes, the others skip."""
    while not stop.is_set():
        try:
            with psycopg.connect(database_url, autocommit=True, connect_timeout=5) as conn:
                _serve_on(conn, bell, stop)
        except psycopg.Error as error:
            log.warning("Postgres is away, trying again: %s", str(error).strip())
            stop.wait(0.5)


def _serve_on(conn: psycopg.Connection[Any], bell: redis.Redis, stop: threading.Event) -> None:
    rounds = 0
    while not stop.is_set():
        ready = fire_timers(conn)
        if rounds % round(SWEEP_SECONDS / TIMER_SECONDS) == 0:
            freed = free_expired(conn)
            for execution_id in freed:
                log.warning("the worker of execution %s was lost; another goes on with it", execution_id)
            ready += freed or wake_called(conn) or unclaimed(conn)
        if ready:
            ring_from_outside(bell, ready[0])
        rounds += 1
        stop.wait(TIMER_SECONDS)


if __name__ == "__main__":
    main()
