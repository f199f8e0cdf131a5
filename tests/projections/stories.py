"""Executions as workers write them."""

import hashlib
from dataclasses import asdict
from typing import Any

from domain import json_text
from domain.execution import events as e
from tests.projections.tape import at

WORKFLOW = "018f0000-0000-7000-8000-00000000aaaa"


def requested(value: Any = None, **changes: Any) -> tuple[e.ExecutionRequested, bytes | None]:
    fields: dict[str, Any] = {
        "workflow_id": WORKFLOW,
        "workflow_version": 3,
        "trigger": "manual",
        "trigger_node": "start",
        "priority": 0,
    }
    data = None if value is None else json_text.dumps({"input": value})
    return e.ExecutionRequested(**{**fields, **changes}), data


def claimed(epoch: int = 1) -> e.ExecutionClaimed:
    return e.ExecutionClaimed(worker="worker-1", epoch=epoch)


def started(node_id: str, run_index: int = 0, attempt: int = 1) -> e.NodeStarted:
    return e.NodeStarted(
        node_id=node_id,
        name=node_id.title(),
        type="data.set",
        run_index=run_index,
        attempt=attempt,
        at=at(1),
        sources=[{"node_id": "start", "run_index": 0, "port": "main", "input": "main"}],
        items_in=1,
    )


def completed(
    node_id: str, ports: dict[str, list[Any]], run_index: int = 0, **changes: Any
) -> tuple[e.NodeCompleted, bytes]:
    """A node run whose ports had items with these as ``json``."""
    items = {port: [{"json": value} for value in values] for port, values in ports.items()}
    data = json_text.dumps({port: {"items": each, "paired": "identity"} for port, each in items.items()})
    fields: dict[str, Any] = {
        "node_id": node_id,
        "name": node_id.title(),
        "type": "data.set",
        "run_index": run_index,
        "attempt": 1,
        "started_at": at(1),
        "at": at(2),
        "duration_ms": 1.5,
        "sources": [{"node_id": "start", "run_index": 0, "port": "main", "input": "main"}],
        "items_in": 1,
        "outputs": {port: output(each) for port, each in items.items()},
        "warnings": [],
    }
    return e.NodeCompleted(**{**fields, **changes}), data


def many(node_id: str, count: int, begin: int = 0) -> tuple[e.NodeRunsCompleted, bytes]:
    """So many runs in one event; each other one put nothing out."""
    runs = [
        completed(node_id, {"main": [{"n": 2**64 + n}]} if n % 2 else {}, run_index=begin + n)
        for n in range(count)
    ]
    data = [data if n % 2 else b"null" for n, (_, data) in enumerate(runs)]
    return e.NodeRunsCompleted(runs=[asdict(event) for event, _ in runs]), b"[" + b",".join(data) + b"]"


def handled(node_id: str, ports: dict[str, list[Any]]) -> tuple[e.NodeFailed, bytes]:
    """It failed, and this left it instead."""
    event, data = completed(node_id, ports)
    return failed(node_id, handled=True, outputs=event.outputs), data


def output(items: list[Any], payload: str | None = None) -> e.Output:
    text = json_text.dumps(items)
    digest = hashlib.sha256(text).hexdigest()
    return {"items": len(items), "size": len(text), "hash": digest, "payload": payload}


def failed(node_id: str, message: str = "it broke", run_index: int = 0, **changes: Any) -> e.NodeFailed:
    fields: dict[str, Any] = {
        "node_id": node_id,
        "name": node_id.title(),
        "type": "code",
        "run_index": run_index,
        "attempt": 1,
        "started_at": at(1),
        "at": at(2),
        "duration_ms": 2.0,
        "sources": [],
        "items_in": 1,
        "code": "code_failed",
        "message": message,
    }
    return e.NodeFailed(**{**fields, **changes})


def retrying(node_id: str, attempt: int = 1, message: str = "it broke") -> e.NodeRetryScheduled:
    return e.NodeRetryScheduled(
        node_id=node_id,
        name=node_id.title(),
        type="code",
        run_index=0,
        attempt=attempt,
        started_at=at(attempt),
        at=at(attempt + 1),
        duration_ms=2.0,
        sources=[],
        items_in=1,
        code="code_failed",
        message=message,
        retry_at=at(attempt + 2),
    )


def waiting(node_id: str, kind: str = "decision", run_index: int = 0, **changes: Any) -> e.NodeWaiting:
    fields: dict[str, Any] = {
        "node_id": node_id,
        "name": node_id.title(),
        "type": "flow.wait",
        "run_index": run_index,
        "attempt": 1,
        "started_at": at(1),
        "at": at(2),
        "sources": [],
        "items_in": 1,
        "kind": kind,
        "message": f"waits for a {kind}",
        "until": None,
    }
    return e.NodeWaiting(**{**fields, **changes})


def paused(node_id: str, code: str = "decision") -> e.ExecutionWaiting:
    return e.ExecutionWaiting(node_id=node_id, run_index=0, code=code, message=f"waits at {node_id}")


def resumed(node_id: str, action: str = "retry", run_index: int = 0) -> e.ExecutionResumed:
    return e.ExecutionResumed(node_id=node_id, run_index=run_index, action=action, by="user:ada")


def over(*leaves: str) -> e.ExecutionCompleted:
    return e.ExecutionCompleted(leaves=list(leaves), last=None)
