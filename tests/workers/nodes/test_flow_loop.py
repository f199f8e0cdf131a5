from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.flow_loop import Loop

ITEMS = [{"n": n} for n in range(5)]


def loop(round: int, items: Any = ITEMS, returned: Any = (), **parameters: Any) -> Run:
    run = Run("flow.loop", parameters, items, returned=returned)
    run.round = round
    return run


@pytest.mark.parametrize(("round", "batch"), [(0, [0, 1]), (1, [2, 3]), (2, [4])])
async def test_each_round_has_the_next_batch(round: int, batch: list[int]) -> None:
    run = loop(round, batch_size=2)
    assert await run.outputs() == {"loop": [{"n": n} for n in batch]}
    assert run.pairs == [[[0, n] for n in batch]]


async def test_after_the_last_batch_all_that_came_back_leaves() -> None:
    run = loop(3, returned=[{"m": 1}, {"m": 2}], batch_size=2)
    assert await run.outputs() == {"done": [{"m": 1}, {"m": 2}]}
    assert run.pairs == [[[1, 0], [1, 1]]]


async def test_a_loop_that_nothing_came_back_to_is_done_with_nothing() -> None:
    assert await loop(3, batch_size=2).outputs() == {}


async def test_a_large_batch_leaves_in_chunks() -> None:
    run = loop(0, items=[{"n": n} for n in range(2500)], batch_size=2500)
    await run.outputs()
    assert [len(chunk.items) for chunk in run.chunks_out] == [1000, 1000, 500]
    assert [pairs[0] for pairs in run.pairs if isinstance(pairs, list)] == [[0, 0], [0, 1000], [0, 2000]]


@pytest.mark.parametrize(("n", "port"), [(1, "loop"), (0, "done")])
async def test_while_the_condition_holds_for_the_first_item(
    hosts: ExpressionHosts, n: int, port: str
) -> None:
    items = [{"n": n}, {"n": 7}]
    run = Run("flow.loop", {"mode": "while", "condition": "{{ $json.n }}"}, items, hosts=hosts)
    assert await run.outputs() == {port: items}


async def test_while_nothing_comes_back_it_is_done() -> None:
    assert await loop(1, items=[], mode="while", condition=True).outputs() == {}


@pytest.mark.parametrize("mode", ["batches", "while"])
async def test_it_ends_where_it_has_gone_round_too_often(mode: str) -> None:
    assert await loop(2, mode=mode, condition=True, max_rounds=3).outputs()
    assert (await loop(3, mode=mode, condition=True, max_rounds=3).failed()).code == "loop_limit"
    assert "done" in await loop(5, returned=[{}], max_rounds=5).outputs()


def test_it_gathers_rounds() -> None:
    assert Loop.gathers({}) == "loop"
