from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.flow_if import holds


async def test_each_item_goes_its_way_and_is_paired_with_its_input(hosts: ExpressionHosts) -> None:
    items = [{"n": n} for n in range(5)]
    run = Run("flow.if", {"condition": "{{ $json.n % 2 === 0 }}"}, items, chunk=3, hosts=hosts)
    assert await run.outputs() == {"true": [{"n": 0}, {"n": 2}, {"n": 4}], "false": [{"n": 1}, {"n": 3}]}
    pairs = [(chunk.port, chunk.paired) for chunk in run.chunks_out]
    assert pairs == [("true", [[0, 0], [0, 2]]), ("false", [[0, 1]]), ("true", [[0, 4]]), ("false", [[0, 3]])]


async def test_a_port_that_nothing_went_through_has_no_chunk() -> None:
    run = Run("flow.if", {"condition": True}, [{}])
    assert list(await run.outputs()) == ["true"]


@pytest.mark.parametrize("value", [True, 1, -1, 0.1, "x", "0", "true", [], {}, float("inf")])
def test_what_holds(value: Any) -> None:
    assert holds(value)


@pytest.mark.parametrize("value", [False, 0, 0.0, float("nan"), "", None, "false", " False "])
def test_what_does_not_hold(value: Any) -> None:
    assert not holds(value)
