"""The workflows that are measured."""

from itertools import pairwise
from typing import Any


def in_a_row(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    ids = [node["id"] for node in nodes]
    edges = [{"source": a, "target": b} for a, b in pairwise(ids)]
    return {"nodes": nodes, "edges": edges}


def hook(path: str, respond: str) -> dict[str, Any]:
    parameters = {"path": path, "methods": ["POST"], "respond": respond}
    return {"id": "hook", "type": "trigger.webhook", "parameters": parameters}


def ten_sets(path: str, respond: str) -> dict[str, Any]:
    """Each with one arithmetic expression that only the JavaScript engine can evaluate."""
    first = {"fields": [{"name": "n", "value": "{{ $json.body.n + 1 }}"}], "keep": False}
    other = {"fields": [{"name": "n", "value": "{{ $json.n + 1 }}"}]}
    sets = [{"id": f"set{n}", "type": "data.set", "parameters": other if n else first} for n in range(10)]
    return in_a_row([hook(path, respond), *sets])


def three_steps(path: str) -> dict[str, Any]:
    """Of JavaScript, each in the sandbox."""
    code = "return items.map(({ json }) => ({ json: { ...json, n: (json.n ?? 0) + 1 } }))"
    steps = [
        {"id": f"step{n}", "type": "code", "parameters": {"language": "javascript", "code": code}}
        for n in range(3)
    ]
    return in_a_row([hook(path, "last"), *steps])


def hundred_nodes(path: str) -> dict[str, Any]:
    trivial = [{"id": f"n{n}", "type": "flow.noop", "parameters": {}} for n in range(100)]
    return in_a_row([hook(path, "last"), *trivial])


def sleeper(seconds: float) -> dict[str, Any]:
    code = {"language": "bash", "code": f"sleep {seconds}; echo '{{\"slept\": true}}'"}
    return in_a_row(
        [
            {"id": "start", "type": "trigger.manual", "parameters": {}},
            {"id": "before", "type": "data.set", "parameters": {"fields": [{"name": "a", "value": 1}]}},
            {"id": "sleep", "type": "code", "parameters": code},
        ]
    )


def one_step() -> dict[str, Any]:
    start = {"id": "start", "type": "trigger.manual", "parameters": {}}
    return in_a_row([start, {"id": "noop", "type": "flow.noop", "parameters": {}}])


def made_and_copied(make: str) -> dict[str, Any]:
    start = {"id": "start", "type": "trigger.manual", "parameters": {}}
    steps = {"make": make, "copy": "return items"}
    code = [
        {"id": name, "type": "code", "parameters": {"language": "python", "code": text}}
        for name, text in steps.items()
    ]
    return in_a_row([start, *code])


def rounds(count: int) -> dict[str, Any]:
    """A loop over two pure nodes that goes round so many times, one item at a time."""
    nodes = [
        {"id": "start", "type": "trigger.manual", "parameters": {}},
        {"id": "loop", "type": "flow.loop", "parameters": {"batch_size": 1, "max_rounds": count}},
        {"id": "set", "type": "data.set", "parameters": {"fields": [{"name": "a", "value": 1}]}},
        {"id": "noop", "type": "flow.noop", "parameters": {}},
    ]
    edges = [
        {"source": "start", "target": "loop"},
        {"source": "loop", "source_port": "loop", "target": "set"},
        {"source": "set", "target": "noop"},
        {"source": "noop", "target": "loop", "target_port": "back"},
    ]
    return {"nodes": nodes, "edges": edges}
