"""Real servers for every test that asks for one: one of each per run."""

from tests.fixtures.docker import docker_engine
from tests.fixtures.postgres import Database, database, postgres_server, template
from tests.fixtures.redis import redis_server, redis_url

__all__ = [
    "Database",
    "database",
    "docker_engine",
    "postgres_server",
    "redis_server",
    "redis_url",
    "template",
]
