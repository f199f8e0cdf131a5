"""Places for nodes that nobody has placed: columns from left to right along the edges."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.workflow.shapes import Definition, Edge, Node, Position

COLUMN, ROW = 280, 140
"""Pixels from one node to the next one, to the right and downwards."""


def arranged(node_ids: Sequence[str], edges: Sequence[Edge]) -> Mapping[str, Position]:
    """A node's column is the longest way to it. It stands in the row of the first node that leads to it, or
    below what is in its column already; those of a column keep the order of ``node_ids``."""
    into, out = _ways(node_ids, edges)
    columns: dict[str, int] = {}
    for node_id in _in_order(node_ids, into, out):
        columns[node_id] = max((columns[each] + 1 for each in into[node_id] if each in columns), default=0)
    rows: dict[str, int] = {}
    free: Counter[int] = Counter()
    for node_id in sorted(node_ids, key=columns.__getitem__):
        column = columns[node_id]
        beside = min((rows[each] for each in into[node_id] if each in rows), default=0)
        rows[node_id] = max(free[column], beside)
        free[column] = rows[node_id] + 1
    return {node_id: Position(x=columns[node_id] * COLUMN, y=rows[node_id] * ROW) for node_id in node_ids}


def in_place(definition: Definition, given: Mapping[str, Any], before: Mapping[str, Node]) -> Definition:
    """The definition with those nodes where they were that were ``given`` without a position."""
    placed = {node["id"] for node in given["nodes"] if "position" in node}
    nodes = [
        node
        if node["id"] in placed or node["id"] not in before
        else Node(**{**node, "position": before[node["id"]]["position"]})
        for node in definition["nodes"]
    ]
    return Definition(**{**definition, "nodes": nodes})


def _ways(
    node_ids: Sequence[str], edges: Sequence[Edge]
) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """What leads to each node, and where it leads to. Edges to nowhere are refused later."""
    known = set(node_ids)
    into: defaultdict[str, list[str]] = defaultdict(list)
    out: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge["source"] in known and edge["target"] in known:
            into[edge["target"]].append(edge["source"])
            out[edge["source"]].append(edge["target"])
    return into, out


def _in_order(
    node_ids: Sequence[str], into: Mapping[str, list[str]], out: Mapping[str, list[str]]
) -> Iterator[str]:
    """Each after all that lead to it; a circle begins with the first of it."""
    missing = {node_id: len(into[node_id]) for node_id in node_ids}
    ready = [node_id for node_id in reversed(node_ids) if not missing[node_id]]
    left = iter(node_ids)
    done: set[str] = set()
    while len(done) < len(missing):
        node_id = ready.pop() if ready else next(each for each in left if each not in done)
        if node_id in done:
            continue
        done.add(node_id)
        yield node_id
        for each in out[node_id]:
            missing[each] -= 1
            if not missing[each]:
                ready.append(each)
