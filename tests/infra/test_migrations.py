"""Migrations: once each, in order, forward only."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

import infra.migrations
from infra.migrations import MigrationError, migrate, scripts
from tests.conftest import Database

HISTORY = "SELECT name FROM schema_migrations ORDER BY name"


def names(database: Database) -> list[str]:
    with psycopg.connect(database.owner_url) as conn:
        return [name for (name,) in conn.execute(HISTORY)]


def shipped(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, str]) -> None:
    known = scripts()
    monkeypatch.setattr(infra.migrations, "scripts", lambda: [*known, *more])


def test_a_migrated_database_has_nothing_left_to_do(database: Database) -> None:
    assert names(database) == [name for name, _ in scripts()]
    assert migrate(database.owner_url) == []


def test_only_what_is_new_is_applied(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(monkeypatch, ("9001_more.sql", "CREATE TABLE more (a int); INSERT INTO more VALUES (1);"))
    assert migrate(database.owner_url) == ["9001_more.sql"]
    assert migrate(database.owner_url) == []


def test_a_file_that_fails_leaves_nothing_behind(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(monkeypatch, ("9001_bad.sql", "CREATE TABLE half (a int); SELECT 1/0;"))
    with pytest.raises(MigrationError, match=r"9001_bad\.sql: division by zero"):
        migrate(database.owner_url)
    with psycopg.connect(database.owner_url) as conn:
        assert conn.execute("SELECT to_regclass('half')").fetchone() == (None,)
    assert "9001_bad.sql" not in names(database)


def test_a_file_changed_after_it_ran_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(monkeypatch, ("9001_a.sql", "SELECT 1"))
    migrate(database.owner_url)
    monkeypatch.undo()
    shipped(monkeypatch, ("9001_a.sql", "SELECT 2"))
    with pytest.raises(MigrationError, match=r"9001_a\.sql was changed"):
        migrate(database.owner_url)


def test_a_database_of_a_newer_version_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped(monkeypatch, ("9001_a.sql", "SELECT 1"))
    migrate(database.owner_url)
    monkeypatch.undo()
    with pytest.raises(MigrationError, match="newer than this Flowtape"):
        migrate(database.owner_url)


def test_two_starts_at_once_take_turns(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(monkeypatch, ("9001_slow.sql", "SELECT pg_sleep(0.2); CREATE TABLE once (a int);"))
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(migrate, [database.owner_url] * 2))
    assert sorted(done) == [[], ["9001_slow.sql"]]


def test_the_application_owns_the_read_schema_and_may_not_add_to_public(database: Database) -> None:
    with psycopg.connect(database.url, autocommit=True) as app:
        app.execute("CREATE TABLE read.mine (a int)")
        app.execute("CREATE SCHEMA IF NOT EXISTS read")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE public.mine (a int)")
