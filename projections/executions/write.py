"""Writes a batch's rows: one statement for each table and kind of change, whatever the number of rows."""

from collections.abc import Iterable
from typing import Any

import orjson
from psycopg import Connection

from projections.engine.columns import Bool, Bytea, Float8, Int4, Int8, Text, Timestamp, Uuid
from projections.executions.rows import NodeKey, NodeRun, Rows, as_json, error_of, microseconds

_INSERT_EXECUTIONS = """
INSERT INTO executions (id, project_id, workflow_id, workflow_version, trigger, trigger_node, until_node,
  priority, created_at, input, input_ref, parent_id, parent_node, parent_run, forked_from, forked_node,
  position, status, started_at, completed_at, error, waiting, reason, leaves, last)
SELECT * FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
  %s, %s, %s)
"""
_UPDATE_EXECUTIONS = """
UPDATE executions AS old SET
  position = new.position, status = coalesce(new.status, old.status),
  started_at = coalesce(old.started_at, new.started_at), completed_at = new.completed_at,
  error = new.error, waiting = coalesce(new.waiting, old.waiting), reason = new.reason, leaves = new.leaves,
  last = new.last
FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
  AS new (id, position, status, started_at, completed_at, error, waiting, reason, leaves, last)
WHERE old.id = new.id
"""
_UPSERT_NODES = """
INSERT INTO node_logs (execution_id, node_id, run_index, first_position, ordinal, position, attempt, status,
  type, name, started_at, completed_at, duration_ms, items_in, items_out, size_out, sources, outputs, data,
  error, warnings, origin, handled, retry_at, waiting, children, failed_items)
SELECT * FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
  %s, %s, %s, %s, %s)
ON CONFLICT (execution_id, node_id, run_index) DO UPDATE SET
  position = excluded.position, attempt = excluded.attempt, status = excluded.status, type = excluded.type,
  name = excluded.name, started_at = excluded.started_at, completed_at = excluded.completed_at,
  duration_ms = excluded.duration_ms, items_in = excluded.items_in, items_out = excluded.items_out,
  size_out = excluded.size_out, sources = excluded.sources, outputs = excluded.outputs, data = excluded.data,
  error = excluded.error, warnings = excluded.warnings, origin = excluded.origin, handled = excluded.handled,
  retry_at = excluded.retry_at, waiting = excluded.waiting, children = excluded.children,
  failed_items = excluded.failed_items
"""
_LOST_ATTEMPTS = """
INSERT INTO node_attempts (execution_id, node_id, run_index, attempt, started_at)
SELECT old.execution_id, old.node_id, old.run_index, old.attempt, old.started_at
FROM node_logs AS old JOIN unnest(%s, %s, %s, %s) AS new (execution_id, node_id, run_index, attempt)
  USING (execution_id, node_id, run_index)
WHERE old.attempt < new.attempt AND old.status IN ('running', 'waiting')
ON CONFLICT DO NOTHING
"""
_ATTEMPTS = """
INSERT INTO node_attempts (execution_id, node_id, run_index, attempt, started_at, completed_at, error)
SELECT * FROM unnest(%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (execution_id, node_id, run_index, attempt) DO UPDATE SET
  started_at = excluded.started_at, completed_at = excluded.completed_at, error = excluded.error
"""
_RESUME_NODES = """
UPDATE node_logs AS run SET status = 'running', position = new.position
FROM unnest(%s, %s, %s, %s) AS new (execution_id, node_id, run_index, position)
WHERE (run.execution_id, run.node_id, run.run_index) = (new.execution_id, new.node_id, new.run_index)
  AND run.status = 'waiting'
"""
_CANCEL_NODES = """
UPDATE node_logs AS run SET status = 'cancelled', position = over.position, completed_at = over.at
FROM unnest(%s, %s, %s) AS over (id, position, at)
WHERE run.execution_id = over.id AND run.status IN ('running', 'waiting', 'retrying')
"""
_INSERT_LOGS = """
INSERT INTO execution_logs (execution_id, position, lines, chunk) SELECT * FROM unnest(%s, %s, %s, %s)
"""


class UnknownExecution(Exception):
    """An event continues an execution whose beginning was not projected."""


def write(conn: Connection[Any], rows: Rows) -> None:
    if rows.requested:
        _insert_executions(conn, rows)
    if later := [stream for stream in rows.progress if stream not in rows.requested]:
        _update_executions(conn, rows, later)
    if rows.nodes:
        _upsert_nodes(conn, [(s, key, run) for s, runs in rows.nodes.items() for key, run in runs.items()])
    if rows.attempts:
        _write_attempts(conn, rows)
    if rows.resumed:
        _resume_nodes(conn, rows)
    if older := [stream for stream in rows.over if stream not in rows.requested]:
        _cancel_nodes(conn, rows, older)
    if rows.logs:
        streams, positions, lines, chunks = zip(*rows.logs, strict=True)
        conn.execute(_INSERT_LOGS, [Uuid.of(streams), Int8.of(positions), Int4.of(lines), Bytea.of(chunks)])


def _insert_executions(conn: Connection[Any], rows: Rows) -> None:
    new = rows.requested.values()
    columns = [
        Uuid.of(rows.requested),
        Uuid.of(r.project for r in new),
        Uuid.of(r.workflow for r in new),
        Int8.of(r.workflow_version for r in new),
        Text.of(r.trigger for r in new),
        Text.of(r.trigger_node for r in new),
        Text.of(r.until_node for r in new),
        Int4.of(r.priority for r in new),
        Timestamp.of(r.created_at for r in new),
        Bytea.of(r.input for r in new),
        Bytea.of(r.input_ref for r in new),
        Uuid.of(r.parent[0] if r.parent else None for r in new),
        Text.of(r.parent[1] if r.parent else None for r in new),
        Int4.of(r.parent[2] if r.parent else None for r in new),
        Uuid.of(r.forked[0] if r.forked else None for r in new),
        Text.of(r.forked[1] if r.forked else None for r in new),
        *_progress(rows, rows.requested),
    ]
    conn.execute(_INSERT_EXECUTIONS, columns)


def _update_executions(conn: Connection[Any], rows: Rows, streams: list[bytes]) -> None:
    updated = conn.execute(_UPDATE_EXECUTIONS, [Uuid.of(streams), *_progress(rows, streams)]).rowcount
    if updated != len(streams):
        raise UnknownExecution


def _progress(rows: Rows, streams: Iterable[bytes]) -> list[bytes]:
    changed = [rows.progress[stream] for stream in streams]
    return [
        Int8.of(p.position for p in changed),
        Text.of(p.status for p in changed),
        Timestamp.of(p.started_at for p in changed),
        Timestamp.of(p.completed_at for p in changed),
        Bytea.of(p.error for p in changed),
        Bytea.of(p.waiting for p in changed),
        Bytea.of(p.reason for p in changed),
        Bytea.of(p.leaves for p in changed),
        Bytea.of(p.last for p in changed),
    ]


def _upsert_nodes(conn: Connection[Any], found: list[tuple[bytes, NodeKey, NodeRun]]) -> None:
    runs = [run for _, _, run in found]
    events = [run.event for run in runs]
    outputs = [None if run.outputs is None else run.outputs.values() for run in runs]
    keys = [
        Uuid.of(stream for stream, _, _ in found),
        Text.of(key[0] for _, key, _ in found),
        Int4.of(key[1] for _, key, _ in found),
    ]
    if any(event["attempt"] > 1 for event in events):
        conn.execute(_LOST_ATTEMPTS, [*keys, Int4.of(e["attempt"] for e in events)])
    columns = [
        *keys,
        Int8.of(run.first_position for run in runs),
        Int4.of(run.ordinal for run in runs),
        Int8.of(run.position for run in runs),
        Int4.of(e["attempt"] for e in events),
        Text.of(run.status for run in runs),
        Text.of(e["type"] for e in events),
        Bytea.of(e["name"].encode() for e in events),
        Timestamp.of(run.started_at for run in runs),
        Timestamp.of(run.completed_at for run in runs),
        Float8.of(e.get("duration_ms") for e in events),
        Int8.of(e["items_in"] for e in events),
        Int8.of(None if ports is None else sum(o["items"] for o in ports) for ports in outputs),
        Int8.of(None if ports is None else sum(o["size"] for o in ports) for ports in outputs),
        Bytea.of(orjson.dumps(e["sources"]) for e in events),
        Bytea.of(None if run.outputs is None else orjson.dumps(run.outputs) for run in runs),
        Bytea.of(run.data for run in runs),
        Bytea.of(error_of(e) for e in events),
        Bytea.of(as_json(e.get("warnings")) for e in events),
        Text.of(e.get("origin", "run") for e in events),
        Bool.of(e.get("handled", False) for e in events),
        Timestamp.of(microseconds(e["retry_at"]) if "retry_at" in e else None for e in events),
        Bytea.of(_waiting(e) for e in events),
        Bytea.of(as_json(e.get("children")) for e in events),
        Bytea.of(as_json(e.get("failed_items")) for e in events),
    ]
    conn.execute(_UPSERT_NODES, columns)


def _waiting(event: dict[str, Any]) -> bytes | None:
    if "kind" not in event:
        return None
    return orjson.dumps({name: event[name] for name in ("kind", "message", "until")})


def _write_attempts(conn: Connection[Any], rows: Rows) -> None:
    streams, nodes, indexes, numbers = zip(*rows.attempts, strict=True)
    attempts = rows.attempts.values()
    columns = [
        Uuid.of(streams),
        Text.of(nodes),
        Int4.of(indexes),
        Int4.of(numbers),
        Timestamp.of(each.started_at for each in attempts),
        Timestamp.of(each.completed_at for each in attempts),
        Bytea.of(each.error for each in attempts),
    ]
    conn.execute(_ATTEMPTS, columns)


def _resume_nodes(conn: Connection[Any], rows: Rows) -> None:
    columns = [
        Uuid.of(stream for stream, _ in rows.resumed),
        Text.of(key[0] for _, key in rows.resumed),
        Int4.of(key[1] for _, key in rows.resumed),
        Int8.of(rows.resumed.values()),
    ]
    conn.execute(_RESUME_NODES, columns)


def _cancel_nodes(conn: Connection[Any], rows: Rows, streams: list[bytes]) -> None:
    ends = [rows.over[stream] for stream in streams]
    conn.execute(
        _CANCEL_NODES,
        [Uuid.of(streams), Int8.of(position for position, _ in ends), Timestamp.of(at for _, at in ends)],
    )
