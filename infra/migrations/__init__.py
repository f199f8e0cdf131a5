"""The schema's history: numbered ``.sql`` files beside this one, applied forward only, each once."""

import hashlib
from importlib import resources

import psycopg
from psycopg import Connection

APP_ROLE = "flowtape_app"
LOCK = 0x666C6F77  # any number, as long as every Flowtape that starts takes the same

HISTORY = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
"""


MAY_ADD_SCHEMAS = """
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO flowtape_app', current_database()); END $$
"""

# A plan is kept from when its table was small, and then reading all of it looked cheap; by index is right
# at any size, and all that the processes ask has one.
PLAN_BY_INDEX = """
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$
"""


class MigrationError(Exception):
    """The schema cannot be brought up to date; the message says what stands in the way."""


def migrate(owner_url: str) -> list[str]:
    """Apply what is missing and return its names, oldest first; an empty list when all was there.

    Two that start at the same moment take turns. A file runs in one transaction together with its record.
    Raises :class:`MigrationError` where a file fails, was changed after it ran, or is from a newer Flowtape.
    """
    with psycopg.connect(owner_url, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _ensure_app_role(conn)
        conn.execute(HISTORY)
        conn.execute("GRANT SELECT ON schema_migrations TO flowtape_app")
        pending = _pending(conn)
        for name, text in pending:
            _apply(conn, name, text)
        return [name for name, _ in pending]


def scripts() -> list[tuple[str, str]]:
    """(name, SQL) of every migration, in order."""
    found = (entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".sql"))
    return sorted((entry.name, entry.read_text("utf-8")) for entry in found)


def _pending(conn: Connection) -> list[tuple[str, str]]:
    applied: dict[str, str] = dict(conn.execute("SELECT name, hash FROM schema_migrations").fetchall())
    known = scripts()
    if unknown := sorted(applied.keys() - {name for name, _ in known}):
        raise MigrationError(
            f"the database is newer than this Flowtape: it has {', '.join(unknown)}; update first"
        )
    for name, text in known:
        if applied.get(name, _hash(text)) != _hash(text):
            raise MigrationError(f"{name} was changed after it ran here; add a new migration instead")
    return [(name, text) for name, text in known if name not in applied]


def _apply(conn: Connection, name: str, text: str) -> None:
    try:
        with conn.transaction():
            conn.execute(text.encode())
            conn.execute("INSERT INTO schema_migrations (name, hash) VALUES (%s, %s)", [name, _hash(text)])
    except psycopg.Error as error:
        raise MigrationError(f"{name}: {error}") from error


def _ensure_app_role(conn: Connection) -> None:
    """The role that the processes work as, and the schema of the read tables, which it owns."""
    try:
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            conn.execute("CREATE ROLE flowtape_app NOLOGIN")
        if not _may_become_app(conn):
            conn.execute("GRANT flowtape_app TO CURRENT_USER")
        conn.execute("CREATE SCHEMA IF NOT EXISTS read AUTHORIZATION flowtape_app")
        conn.execute("GRANT USAGE ON SCHEMA public TO flowtape_app")
        conn.execute(MAY_ADD_SCHEMAS)
        conn.execute(PLAN_BY_INDEX)
    except psycopg.errors.InsufficientPrivilege as error:
        raise MigrationError(
            f"{error.diag.message_primary}; as the database's administrator run: "
            "CREATE ROLE flowtape_app; GRANT flowtape_app TO <the role of DATABASE_URL>;"
        ) from error


def _may_become_app(conn: Connection) -> bool:
    right = "SET" if conn.info.server_version >= 160000 else "MEMBER"
    row = conn.execute("SELECT pg_has_role(CURRENT_USER, 'flowtape_app', %s)", [right]).fetchone()
    return bool(row and row[0])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
