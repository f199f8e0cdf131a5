"""Graphs that branch, loop and wait, and what is asked of executions that do."""

from itertools import pairwise
from typing import Any

from tests.acceptance.workflows import get, node
from tests.conftest import until


def put(node_id: str, **values: Any) -> Any:
    return node(node_id, "data.set", fields=[{"name": k, "value": v} for k, v in values.items()], keep=True)


def edge(source: str, target: str, source_port: str = "main", target_port: str = "main") -> Any:
    return {"source": source, "target": target, "source_port": source_port, "target_port": target_port}


def graph(nodes: list[Any], edges: list[Any], trigger: str = "trigger.manual", **settings: Any) -> Any:
    return {"nodes": [node("start", trigger), *nodes], "edges": edges, "settings": settings}


def output(execution: Any, node_id: str) -> Any:
    assert execution["status"] == "completed", execution
    return execution["output_data"][node_id]


def waits(client: Any, execution_id: str) -> Any:
    until(lambda: get(client, execution_id)["status"] == "waiting")
    return get(client, execution_id)


def resume(client: Any, execution_id: str, **body: Any) -> Any:
    return client.post(f"/api/executions/{execution_id}/resume", json=body)


def looping(loop: Any, *body: Any) -> Any:
    names = [one["id"] for one in body]
    edges = [edge("start", "loop"), edge("loop", names[0], "loop"), edge(names[-1], "loop", "main", "back")]
    edges += [edge(a, b) for a, b in pairwise(names)]
    return graph([loop, *body, put("after", done=True)], [*edges, edge("loop", "after", "done")])


def approving() -> Any:
    wait = node("wait", "flow.wait", mode="approval", message="Pay?")
    edges = [edge("start", "links"), edge("links", "wait"), edge("wait", "yes", "approved")]
    links = put("links", links="{{ $execution.links.wait }}")
    return graph(
        [links, wait, put("yes", paid=True), put("no", paid=False)], [*edges, edge("wait", "no", "rejected")]
    )


def links_of(client: Any, execution_id: str) -> dict[str, str]:
    [found] = [r for r in get(client, execution_id, "/nodes")["items"] if r["node_id"] == "links"]
    return dict(found["output"]["main"][0]["json"]["links"])
