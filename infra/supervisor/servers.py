"""PostgreSQL and Redis: the ones that were named, else our own."""

import os
from collections.abc import Callable
from pathlib import Path

from infra.embedded.postgres import Postgres
from infra.embedded.redis import Redis


class Servers:
    """``environment`` says where they are, once :meth:`start` has returned."""

    def __init__(self, data_dir: Path, say: Callable[[str], None]) -> None:
        self._say = say
        self._postgres = None if os.environ.get("DATABASE_URL") else Postgres(data_dir)
        self._redis = None if os.environ.get("REDIS_URL") else Redis(data_dir)
        self.environment: dict[str, str] = {}
        self.owner_url = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL", "")

    def start(self) -> None:
        if self._postgres:
            logins = self._postgres.start()
            self.environment["DATABASE_URL"] = logins.url
            self.owner_url = logins.owner_url
        self._say("PostgreSQL is up" if self._postgres else "PostgreSQL: the one that DATABASE_URL names")
        if self._redis:
            self.environment["REDIS_URL"] = self._redis.start()
        self._say("Redis is up" if self._redis else "Redis: the one that REDIS_URL names")

    def restart_dead(self) -> None:
        """Start again what died; data and addresses are the same."""
        for server in (self._postgres, self._redis):
            if server and server.process and server.process.poll() is not None:
                self._say(f"{type(server).__name__} died and is started again")
                server.start()

    def stop(self) -> None:
        if self._redis:
            self._redis.stop(1)
        if self._postgres:
            self._postgres.stop(2.5)
