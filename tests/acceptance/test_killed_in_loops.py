"""Workers killed in the middle of loops: no round is lost, none is gone twice."""

from typing import Any

from tests.acceptance.graphs import edge, graph, looping, put
from tests.acceptance.killing import calls_of, ended_once, kill_when, told
from tests.acceptance.workflows import create, get, node, start
from tests.conftest import Site, Stack

BATCHES, ROUNDS = "/killed-loop/batches", "/killed-loop/rounds"
ITEMS, KILLED_AT = 20, (3, 9, 15)


def post(node_id: str, url: str) -> Any:
    return node(node_id, "http.request", {"on_crash": "retry"}, method="POST", url=url, body="{{ $json }}")


def batches(site: Site) -> Any:
    """Items one by one: a call, and what came of it beside what it was made with."""
    call = post("call", site.url(BATCHES))
    return looping(
        node("loop", "flow.loop"), put("square", m="{{ $json.n * $json.n }}"), call, put("again", ok=1)
    )


def rounds(site: Site) -> Any:
    """Round and round with one item that counts, and a call in a branch beside."""
    loop = node("loop", "flow.loop", mode="while", condition="{{ $json.n < 20 }}")
    edges = [
        edge("start", "loop"),
        edge("loop", "count", "loop"),
        edge("count", "loop", "main", "back"),
        edge("count", "call"),
        edge("loop", "after", "done"),
    ]
    count = put("count", n="{{ $json.n + 1 }}")
    return graph([loop, count, post("call", site.url(ROUNDS)), put("after", done=True)], edges)


def test_every_round_is_gone_once(mortal: Stack, site: Site) -> None:
    client = mortal.client()
    by_batch = start(client, create(client, batches(site)), input=[{"n": n} for n in range(ITEMS)])
    by_round = start(client, create(client, rounds(site)), input={"n": 0})
    for reached in KILLED_AT:
        kill_when(mortal, lambda reached=reached: len(site.at(BATCHES)) >= reached)  # type: ignore[misc]

    assert len(ended_once(client, by_batch)["output_data"]["after"]) == ITEMS
    assert ended_once(client, by_round)["output_data"]["after"] == [{"n": ITEMS, "done": True}]
    for execution_id, path in ((by_batch, BATCHES), (by_round, ROUNDS)):
        calls = calls_of(site, path, execution_id)
        assert sorted(calls) == sorted(f"call:{n}:0" for n in range(ITEMS))
        made = {
            run["run_index"]: run["attempt"] for run in told(client, execution_id, "node_completed", "call")
        }
        assert all(times <= made[int(key.split(":")[1])] for key, times in calls.items())
    bodies = [asked.body for asked in site.at(BATCHES)]
    assert list(dict.fromkeys(bodies)) == [b'{"n":%d,"m":%d}' % (n, n * n) for n in range(ITEMS)]
    assert get(client, by_batch)["status"] == "completed"
