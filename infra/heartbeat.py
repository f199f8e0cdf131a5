"""A row that says: this process is there. Readiness counts the fresh ones."""

import asyncio
import logging
import os
import socket
import threading

import psycopg

EVERY_SECONDS = 2.0
FRESH_SECONDS = 10.0

_BEAT = """
INSERT INTO processes (name, kind, pid, host) VALUES (%s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE
SET kind = excluded.kind, pid = excluded.pid, host = excluded.host, seen_at = now()
"""

log = logging.getLogger(__name__)


class Heartbeat:
    """Beats from a thread of its own: a busy event loop doesn't look dead. Survives Postgres being away."""

    def __init__(self, database_url: str, kind: str, name: str) -> None:
        self._url = database_url
        self._row = (f"{name}@{socket.gethostname()}:{os.getpid()}", kind, os.getpid(), socket.gethostname())
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> "Heartbeat":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Take the row away and end."""
        self._stopped.set()
        self._thread.join(timeout=2)

    async def __aenter__(self) -> "Heartbeat":
        return self.start()

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.stop)

    def _beat(self) -> None:
        while not self._stopped.is_set():
            try:
                self._beat_on_one_connection()
            except psycopg.Error as error:
                log.warning("no heartbeat: %s", str(error).strip())
                self._stopped.wait(1)

    def _beat_on_one_connection(self) -> None:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as conn:
            while not self._stopped.is_set():
                conn.execute(_BEAT, self._row)
                self._stopped.wait(EVERY_SECONDS)
            conn.execute("DELETE FROM processes WHERE name = %s", self._row[:1])
