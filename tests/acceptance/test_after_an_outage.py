"""Something that workflows call was away for a while: all that failed by it runs again, each once."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.acceptance.graphs import edge, graph
from tests.acceptance.killing import calls_of, ended_once
from tests.acceptance.workflows import create, good, node, start
from tests.conftest import Site, Stack

PAID = "/outage/paid"
AWAY = "http://127.0.0.1:9/"


def ordering(site: Site, url: str) -> Any:
    """Pay, then ask something that may be away."""
    pay = node("pay", "http.request", method="POST", url=site.url(PAID), body="{{ $json }}")
    return graph([pay, node("ask", "http.request", url=url)], [edge("start", "pay"), edge("pay", "ask")])


@pytest.fixture
def client(stack: Stack) -> httpx.Client:
    return stack.client()


def run_again(client: httpx.Client, workflow: Any, **body: Any) -> Any:
    asked = {"workflow_id": workflow["id"], **body}
    return good(client.post("/api/executions/forks", json=asked))


def test_a_first_one_to_try_then_the_others_each_from_where_it_failed(
    client: httpx.Client, site: Site
) -> None:
    workflow = create(client, ordering(site, AWAY))
    failures = [start(client, workflow, input={"n": n}) for n in range(4)]
    for failure in failures:
        ended_once(client, failure, "failed")
    body = {"definition": ordering(site, site.url("/back")), "expected_version": workflow["version"]}
    good(client.put(f"/api/workflows/{workflow['id']}/definition", json=body))

    assert run_again(client, workflow, dry_run=True)["matched"] == 4
    batch = {"batch_id": str(uuid4()), "version": "newest"}
    tried = run_again(client, workflow, **batch, limit=1)
    assert tried["left"] == 3
    ended_once(client, tried["items"][0]["fork_id"], "completed")
    all_of_them = run_again(client, workflow, **batch, per_minute=600)
    assert [item["execution_id"] for item in all_of_them["items"]] == failures
    for item in all_of_them["items"]:
        again = ended_once(client, item["fork_id"], "completed")
        assert again["forked_from"] == {"execution_id": item["execution_id"], "from_node": "ask"}
        assert sum(calls_of(site, PAID, item["execution_id"]).values()) == 1
        assert sum(calls_of(site, PAID, item["fork_id"]).values()) == 0
    assert run_again(client, workflow, dry_run=True)["matched"] == 0
    assert run_again(client, workflow, **batch)["items"] == all_of_them["items"]
