"""Everything that read tables hold, to compare."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from projections.engine.group import Group

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(conn: psycopg.Connection[Any], groups: Sequence[Group], schema: str = "read") -> Rows:
    tables = [table for group in groups for table in group.tables]
    select = sql.SQL("SELECT * FROM {} AS t ORDER BY t::text")
    return {table: conn.execute(select.format(sql.Identifier(schema, table))).fetchall() for table in tables}


def parked(conn: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    """(group, stream, position, topic, error) of what could not be applied."""
    columns = "model, stream_id, position, topic, error"
    return conn.execute(f"SELECT {columns} FROM read.parked ORDER BY position".encode()).fetchall()
