"""The fixtures that every other test stands on."""

import psycopg
import pytest
import redis
from psycopg.errors import InsufficientPrivilege

from tests.conftest import Database


def test_a_test_gets_a_migrated_database_of_its_own(database: Database) -> None:
    with psycopg.connect(database.owner_url) as owner:
        row = owner.execute(
            "SELECT current_database(), to_regclass('schema_migrations') IS NOT NULL"
        ).fetchone()
    assert row == (database.name, True)


@pytest.mark.parametrize("round_", [1, 2])
def test_what_one_test_writes_another_never_sees(database: Database, round_: int) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("CREATE TABLE mine (round int)")


def test_the_application_may_not_touch_the_schema_history(database: Database) -> None:
    with psycopg.connect(database.url) as app, pytest.raises(InsufficientPrivilege):
        app.execute("DELETE FROM schema_migrations")


@pytest.mark.parametrize("round_", [1, 2])
def test_redis_is_empty_for_every_test(redis_url: str, round_: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.set("mine", round_, nx=True)
