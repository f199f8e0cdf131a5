"""Where items came from: what expressions are told while it runs, and the API ever after, is the same."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.acceptance.graphs import edge, graph
from tests.acceptance.workflows import code, get, node, run
from tests.conftest import Stack

MANY = 3000
"""More than fit into an event, and into a chunk."""
ITEMS = f"return [{{'n': n, 'text': 'x' * 40}} for n in range({MANY})]"
WANTED = "{{ $('many').item.json.n }}"


@pytest.fixture(scope="module")
def client(shared_stack: Stack) -> httpx.Client:
    return shared_stack.client()


@pytest.fixture(scope="module")
def execution(client: httpx.Client) -> Any:
    """Large data: made by code, thinned out, taken round a loop in batches."""
    loop = node("loop", "flow.loop", batch_size=700)
    inside = node("inside", "data.set", fields=[{"name": "inside", "value": WANTED}])
    after = node("after", "data.set", fields=[{"name": "after", "value": WANTED}])
    odd = node("odd", "flow.if", condition="{{ $json.n % 2 == 1 }}")
    edges = [
        edge("start", "many"),
        edge("many", "odd"),
        edge("odd", "loop", "true"),
        edge("loop", "inside", "loop"),
        edge("inside", "loop", "main", "back"),
        edge("loop", "after", "done"),
    ]
    found = run(client, graph([code("many", ITEMS), odd, loop, inside, after], edges))
    assert found["status"] == "completed", found
    return found


def ancestor(client: httpx.Client, execution: Any, **asked: Any) -> Any:
    answer = client.get(f"/api/executions/{execution['id']}/lineage", params=asked)
    return answer.json() if answer.is_success else (answer.status_code, answer.json()["code"])


def test_expressions_find_the_item_that_each_one_came_from(client: httpx.Client, execution: Any) -> None:
    items: list[Any] = []
    for offset in range(0, MANY // 2, 1000):
        items += get(client, execution["id"], f"/data/after?offset={offset}&limit=1000")["items"]
    odd = list(range(1, MANY, 2))
    assert [item["json"]["n"] for item in items] == odd
    assert [item["json"]["inside"] for item in items] == odd
    assert [item["json"]["after"] for item in items] == odd


@pytest.mark.parametrize("item", [0, 699, 700, 1499])
def test_the_api_finds_the_same(client: httpx.Client, execution: Any, item: int) -> None:
    found = ancestor(client, execution, node_id="after", item=item, of="many")
    assert (found["node_id"], found["item"]) == ("many", 2 * item + 1)
    assert found["value"]["json"]["n"] == 2 * item + 1
    inside = ancestor(client, execution, node_id="after", item=item, of="inside")
    assert (inside["run_index"], inside["item"]) == divmod(item, 700)
    assert ancestor(client, execution, node_id="after", item=item, of="start")["item"] == 0


def test_many_may_ask_at_the_same_moment(client: httpx.Client, execution: Any) -> None:
    """More than the server has connections to the database, again and again: none waits for another's."""
    with ThreadPoolExecutor(40) as threads:
        asked = [
            threads.submit(ancestor, client, execution, node_id="after", item=n, of="many")
            for n in range(400)
        ]
        found = [each.result() for each in asked]
    assert [each["item"] for each in found] == [2 * n + 1 for n in range(400)]


def test_where_there_is_none_it_says_so(client: httpx.Client, execution: Any) -> None:
    assert ancestor(client, execution, node_id="many", of="after") == (404, "no_lineage")
    assert ancestor(client, execution, node_id="after", item=MANY, of="many") == (404, "no_lineage")
    assert ancestor(client, execution, node_id="after", run_index=7, of="many") == (404, "no_lineage")
    assert ancestor(client, execution, node_id="nobody", of="many") == (404, "no_lineage")
    assert ancestor(client, execution, node_id="after", port="no\x00ne", of="many") == (404, "no_lineage")
    assert ancestor(client, execution, node_id="after", item=-1, of="many") == (422, "invalid_request")


def test_other_peoples_are_not_there(shared_stack: Stack, execution: Any) -> None:
    asked = {"node_id": "after", "of": "many"}
    assert ancestor(shared_stack.client(), execution, **asked) == (404, "not_found")
