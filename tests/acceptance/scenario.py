"""A workflow as a row of a table, and what becomes of it, through all processes."""

from typing import Any, NamedTuple

from tests.acceptance.workflows import get, node, run
from tests.conftest import Stack

N = "{{ $json.n }}"
BAD = "{{ $json.n === 2 ? $json.nope() : $json.n }}"
THREW = "fields.0.value, item 1: TypeError: $json.nope is not a function"
NUMBERS = [{"n": 1}, {"n": 2}, {"n": 3}]
IF = node("if", "flow.if", condition="{{ $json.n > 1 }}")
MERGE = node("merge", "flow.merge")
LOOP = node("loop", "flow.loop", batch_size=2)
PORT = {"on_error": "port"}


class Row(NamedTuple):
    says: str
    edges: str
    """``a>b``; ``a.port>b.port`` where a port isn't main."""
    nodes: dict[str, Any]
    input: list[Any]
    runs: str
    """As they began, with run indexes above 0."""
    output: dict[str, Any]
    parallel: bool = False
    status: str = "completed"
    why: str = ""
    """What the error says, where it failed."""


def put(node_id: str, settings: Any = None, **values: Any) -> Any:
    fields = [{"name": name, "value": value} for name, value in values.items()]
    return node(node_id, "data.set", settings, fields=fields)


def at(x: int, y: int, one: Any = None) -> Any:
    return {**(one or {}), "position": {"x": x, "y": y}}


def made(node_id: str, given: Any) -> Any:
    base = node(node_id, "trigger.manual" if node_id == "start" else "flow.noop")
    return {**base, **given, "id": node_id, "name": node_id}


def graph(row: Row) -> Any:
    edges = [tuple(end.partition(".") for end in edge.split(">")) for edge in row.edges.split()]
    names = dict.fromkeys(name for edge in edges for name, _, _ in edge)
    return {
        "nodes": [made(name, row.nodes.get(name, {})) for name in names],
        "edges": [
            {"source": a, "source_port": p or "main", "target": b, "target_port": q or "main"}
            for (a, _, p), (b, _, q) in edges
        ],
        "settings": {"order": "parallel" if row.parallel else "sequential"},
    }


def plays(stack: Stack, row: Row) -> None:
    client = stack.client()
    execution = run(client, graph(row), input=row.input)
    assert execution["status"] == row.status, execution
    assert row.why in (execution["error_message"] or "")
    runs = get(client, execution["id"], "/nodes?limit=200")["items"][::-1]
    began = " ".join(f"{r['node_id']}{r['run_index'] or ''}" for r in runs)
    assert began == row.runs
    assert execution["output_data"] == row.output
