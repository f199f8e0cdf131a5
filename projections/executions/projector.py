"""Folds executions and their logs into read.executions, read.node_logs, read.node_attempts and
read.execution_logs."""

from collections.abc import Sequence
from importlib import resources
from typing import Any

import orjson
from psycopg import Connection

from projections.engine.group import Group
from projections.engine.tape import TapeRow
from projections.executions.fold import FOLD
from projections.executions.rows import Rows
from projections.executions.write import write


def apply(conn: Connection[Any], events: Sequence[TapeRow]) -> None:
    rows = Rows()
    for event in events:
        FOLD[event.topic](rows, event, orjson.loads(event.state))
    write(conn, rows)


EXECUTIONS = Group(
    name="executions",
    tables=("executions", "node_logs", "node_attempts", "execution_logs"),
    topics=frozenset(FOLD),
    schema=resources.files(__package__).joinpath("schema.sql").read_text("utf-8"),
    version=3,
    apply=apply,
)
