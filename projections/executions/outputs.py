"""What left the ports of node runs: in the row where it is small, in payloads where it is large."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from domain import json_text
from projections.executions.records import truncated
from projections.ports import Item, Payloads

SHOWN_BYTES = 1_000_000
"""A larger value is shown as where to read it."""
_SIZES = """
SELECT execution_id, node_id, sum(size_out)::bigint AS size, sum(items_out)::bigint AS items
FROM read.node_logs JOIN unnest(%s::uuid[], %s::text[]) AS leaf (execution_id, node_id)
  USING (execution_id, node_id)
WHERE outputs IS NOT NULL GROUP BY execution_id, node_id
"""
_RUNS = """
SELECT execution_id, node_id, run_index, type, outputs, data
FROM read.node_logs JOIN unnest(%s::uuid[], %s::text[]) AS leaf (execution_id, node_id)
  USING (execution_id, node_id)
WHERE outputs IS NOT NULL ORDER BY execution_id, node_id, run_index
"""
_RESPONSE = ("webhook.respond", "response")
"""The port that goes to the caller of a webhook and not to a node."""

Leaf = tuple[UUID, str]


async def output_data(
    conn: AsyncConnection[Any],
    leaves_of: Mapping[UUID, Sequence[str]],
    payloads: Payloads | None,
    shown_bytes: int = SHOWN_BYTES,
) -> dict[UUID, dict[str, Any]]:
    """For each execution, its leaves with the ``json`` of their items, all ports and runs in order."""
    leaves = [(execution, node) for execution, nodes in leaves_of.items() for node in nodes]
    sizes = await _sizes(conn, leaves)
    small = [leaf for leaf in leaves if leaf in sizes and sizes[leaf][0] <= shown_bytes]
    shown: dict[Leaf, Any] = {leaf: [] for leaf in leaves}
    for leaf in sizes.keys() - set(small):
        shown[leaf] = truncated(sizes[leaf][1], *leaf)
    for row in await _rows(conn, _RUNS, small):
        leaf = (row["execution_id"], row["node_id"])
        items = await _all_items(conn, row, payloads)
        if items is None:
            shown[leaf] = truncated(sizes[leaf][1], *leaf)
        elif isinstance(shown[leaf], list):
            shown[leaf] += [item["json"] for item in items]
    return {
        execution: {node: shown[execution, node] for node in nodes} for execution, nodes in leaves_of.items()
    }


async def port_outputs(
    conn: AsyncConnection[Any], row: Mapping[str, Any], payloads: Payloads | None
) -> dict[str, Any] | None:
    """Port → items of one node run; None where it has not completed."""
    if row["outputs"] is None:
        return None
    shown: dict[str, Any] = {}
    for port, output, inline in ports_of(row):
        items = inline if inline is not None else await stored(conn, output, payloads)
        shown[port] = items
        if items is None or output["size"] > SHOWN_BYTES:
            query = f"?run_index={row['run_index']}&port={quote(port)}"
            shown[port] = truncated(output["items"], row["execution_id"], row["node_id"], query)
    return shown


def ports_of(row: Mapping[str, Any]) -> list[tuple[str, dict[str, Any], list[Item] | None]]:
    """(port, its reference, its items where they stand in the row) for each port of a node run."""
    inline = json_text.read_back(row["data"]) if row["data"] else {}
    outputs = orjson.loads(row["outputs"])
    return [(port, output, inline.get(port, {}).get("items")) for port, output in outputs.items()]


async def stored(
    conn: AsyncConnection[Any], output: Mapping[str, Any], payloads: Payloads | None
) -> list[Item] | None:
    """All items of a payload; None where they are too many to be shown, or can't be read."""
    if payloads is None or output["payload"] is None or output["size"] > SHOWN_BYTES:
        return None
    return await payloads.items_of(conn, UUID(output["payload"]), 0, output["items"])


def goes_on(node_type: str, port: str) -> bool:
    """Whether what leaves this port is the node's output, not an answer to somebody outside."""
    return (node_type, port) != _RESPONSE


async def _all_items(
    conn: AsyncConnection[Any], row: Mapping[str, Any], payloads: Payloads | None
) -> list[Item] | None:
    found: list[Item] = []
    for port, output, items in ports_of(row):
        if goes_on(row["type"], port):
            here = items if items is not None else await stored(conn, output, payloads)
            if here is None:
                return None
            found += here
    return found


async def _sizes(conn: AsyncConnection[Any], leaves: Sequence[Leaf]) -> dict[Leaf, tuple[int, int]]:
    rows = await _rows(conn, _SIZES, leaves)
    return {(row["execution_id"], row["node_id"]): (row["size"], row["items"]) for row in rows}


async def _rows(conn: AsyncConnection[Any], query: str, leaves: Sequence[Leaf]) -> list[dict[str, Any]]:
    if not leaves:
        return []
    executions, nodes = [execution for execution, _ in leaves], [node for _, node in leaves]
    async with conn.cursor(row_factory=dict_row) as found:
        return await (await found.execute(query, [executions, nodes])).fetchall()
