from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.registry import NODE_TYPES
from workers.ports import NodeError


async def test_items_pass_through_and_the_first_makes_the_answer(hosts: ExpressionHosts) -> None:
    parameters = {
        "status": "{{ 200 + $json.n }}",
        "headers": {"X-N": "n{{ $json.n }}"},
        "body": {"n": "{{ $json.n }}"},
    }
    run = Run("webhook.respond", parameters, [{"n": n} for n in (1, 2, 3)], chunk=2, hosts=hosts)
    assert await run.outputs() == {
        "response": [{"status": 201, "headers": {"X-N": "n1"}, "body": {"n": 1}}],
        "main": [{"n": 1}, {"n": 2}, {"n": 3}],
    }
    assert run.chunks_out[0].port == "main"


async def test_data_in_an_answer_is_not_evaluated() -> None:
    run = Run("webhook.respond", {"body": "{{ $json.a }}"}, [{"a": "{{ 7*7 }}"}])
    assert (await run.outputs())["response"][0]["body"] == "{{ 7*7 }}"


def test_no_edge_can_start_from_the_answer() -> None:
    assert NODE_TYPES["webhook.respond"].outputs == ("main",)


@pytest.mark.parametrize(
    "name",
    [
        "Set-Cookie",
        "set-cookie",
        "Connection",
        "Transfer-Encoding",
        "Content-Length",
        "TE",
        "Upgrade",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Trailer",
        "a b",
        "",
        "a\r\nb",
        "a:b",
        "ä",
    ],
)
async def test_headers_that_are_not_the_workflows_are_refused(name: str) -> None:
    await refused({"headers": {name: "x"}}, {})


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\x00b", "a\x7f"])
async def test_header_injection_is_refused_however_it_comes(value: str) -> None:
    await refused({"headers": {"X-A": value}}, {})
    await refused({"headers": {"X-A": "{{ $json.a }}"}}, {"a": value})


@pytest.mark.parametrize("status", [0, 100, 199, 600, "x", None])
async def test_a_status_is_one_of_an_answer(status: Any) -> None:
    await refused({"status": status}, {})


async def refused(parameters: dict[str, Any], item: dict[str, Any]) -> None:
    with pytest.raises(NodeError) as caught:
        await Run("webhook.respond", parameters, [item]).outputs()
    assert caught.value.code == "invalid_parameters"
