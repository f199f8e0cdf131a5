"""The tables of a group: whether they are there, and making them."""

from importlib import resources
from typing import Any

from psycopg import Connection, sql

from projections.engine.group import Group

LIVE = "read"
BESIDE = "read_next"
"""Where a group is built anew while the live tables serve."""
_ENGINE = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")
_BEGIN_AT_ZERO = """
INSERT INTO positions (model, position, shape) VALUES (%s, 0, %s)
ON CONFLICT (model) DO UPDATE SET position = 0, shape = excluded.shape, built_at = clock_timestamp()
"""


def work_in(conn: Connection[Any], schema: str) -> None:
    """Unqualified names on this connection now mean tables of this schema, which is made if missing."""
    if conn.execute("SELECT to_regnamespace(%s)", [schema]).fetchone() == (None,):
        conn.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    conn.execute("SELECT set_config('search_path', %s, false)", [f"{schema}, public"])


def create_engine_tables(conn: Connection[Any]) -> None:
    """The positions and the parked streams; processes that start at the same moment take turns."""
    with conn.transaction():
        conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('flowtape read schema', 0))")
        if not _exists(conn, "positions") or not _exists(conn, "parked"):
            conn.execute(_ENGINE.encode())


def create_anew(conn: Connection[Any], group: Group, schema: str) -> None:
    """The group's tables, empty, and its position at 0, in the schema that the connection works in."""
    with conn.transaction():
        for table in group.tables:
            conn.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(schema, table)))
        conn.execute(group.schema.encode())
        conn.execute("DELETE FROM parked WHERE model = %s", [group.name])
        conn.execute(_BEGIN_AT_ZERO, [group.name, group.shape])


def are_there(conn: Connection[Any], group: Group) -> bool:
    """Whether every table of the group exists."""
    return all(_exists(conn, table) for table in group.tables)


def _exists(conn: Connection[Any], table: str) -> bool:
    row = conn.execute("SELECT to_regclass(current_schema() || '.' || %s) IS NOT NULL", [table]).fetchone()
    return bool(row and row[0])
