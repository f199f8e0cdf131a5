"""Real servers for every test that asks for one: one of each per run."""

import os

from hypothesis import settings

from tests.fixtures.docker import docker_engine
from tests.fixtures.postgres import Database, database, postgres_server, template
from tests.fixtures.redis import redis_server, redis_url
from tests.fixtures.sandbox import images
from tests.fixtures.site import Site, site
from tests.fixtures.stack import (
    NewStack,
    Stack,
    ground,
    mortal,
    mortal_stack,
    new_stack,
    own_stack,
    shared_stack,
    stack,
    until,
)

__all__ = [
    "Database",
    "NewStack",
    "Site",
    "Stack",
    "database",
    "docker_engine",
    "ground",
    "images",
    "mortal",
    "mortal_stack",
    "new_stack",
    "own_stack",
    "postgres_server",
    "redis_server",
    "redis_url",
    "shared_stack",
    "site",
    "stack",
    "template",
    "until",
]

settings.register_profile("flowtape", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("thorough", deadline=None, max_examples=3000)
settings.load_profile("flowtape")
"""No example fails for being slow: that would say something about the machine. CI draws the same examples at
each run, so that a failure there is due to the change; elsewhere each run draws others.
"""
