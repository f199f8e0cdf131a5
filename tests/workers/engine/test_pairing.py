"""What is obvious about where items came from, and what isn't."""

from typing import Any

import pytest

from workers.engine.pairing import paired_as_obvious
from workers.ports import Chunk, Item, Paired


def chunk(count: int, port: str = "main", paired: Paired = None) -> Chunk:
    items: list[Item] = [{"json": {"n": n}} for n in range(count)]
    return Chunk(items, port, paired)


ONE, TWO = {"main": [chunk(1)]}, {"main": [chunk(2)]}


@pytest.mark.parametrize(
    ("inputs", "chunks", "paired"),
    [
        (ONE, [chunk(3)], [[[0, 0], [0, 0], [0, 0]]]),
        (ONE, [chunk(1, "a"), chunk(2, "b")], [[[0, 0]], [[0, 0], [0, 0]]]),
        (TWO, [chunk(2)], ["identity"]),
        (TWO, [chunk(1), chunk(1)], ["identity", "identity"]),
        (TWO, [chunk(1)], [[[0, 0]]]),
        (TWO, [chunk(3)], [None]),
        (TWO, [chunk(1, "a"), chunk(1, "b")], [None, None]),
        (TWO, [chunk(2, paired=[[0, 1], [0, 0]])], [[[0, 1], [0, 0]]]),
        ({"input1": [chunk(1)], "input2": [chunk(1)]}, [chunk(1)], [None]),
        ({"main": []}, [chunk(1)], [None]),
        (ONE, [], []),
    ],
)
def test_pairing_where_the_node_says_nothing(inputs: Any, chunks: list[Chunk], paired: list[Paired]) -> None:
    fresh = [Chunk(each.items, each.port, each.paired) for each in chunks]
    assert [each.paired for each in paired_as_obvious(fresh, inputs)] == paired


def test_text_stays_text() -> None:
    came, went = (
        Chunk.of_text(b'[{"json":{}}]', 1, paired=None),
        Chunk.of_text(b'[{"json":{}}]', 1, paired=None),
    )
    assert [one.paired for one in paired_as_obvious([went], {"main": [came]})] == [[[0, 0]]]
    assert came.text is not None
    assert went.text is not None
