"""Items and the text that they came as."""

import pytest

from domain.json_text import dumps
from workers.ports import Chunk

TEXT = b'[{"json": {"n" : 1e2, "big":%d}},{"json":{}}]' % 2**70


def test_text_stays_as_it_is_until_its_items_are_wanted() -> None:
    chunk = Chunk.of_text(TEXT, 2, "out", "identity")
    assert (chunk.text, chunk.count, chunk.port, chunk.paired) == (TEXT, 2, "out", "identity")
    assert chunk.items == [{"json": {"n": 100.0, "big": 2**70}}, {"json": {}}]
    assert (chunk.text, chunk.count) == (None, 2)


def test_what_happens_to_the_items_counts() -> None:
    chunk = Chunk.of_text(TEXT, 2)
    chunk.items.append({"json": {"more": True}})
    assert chunk.count == 3
    assert chunk.items[-1] == {"json": {"more": True}}


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (b'[{"json":{}}]', False),
        (b'[{"json":{"a":"binaries"}}]', False),
        (b'[{"json":{},"binary":{}}]', True),
        (b'[{"json":{},"b\\u0069nary":{}}]', True),
        (b'[{"json":{},"\\u0062\\u0069\\u006E\\u0061\\u0072\\u0079":{}}]', True),
        (b'[{"json":{},"bin\\u0061r\\u0079":{}}]', True),
    ],
)
def test_a_key_is_seen_however_it_is_spelled(text: bytes, may: bool) -> None:
    assert Chunk.of_text(text, 1).may_have("binary") is may


def test_items_are_asked_themselves() -> None:
    assert not Chunk([{"json": {"binary": 1}}]).may_have("binary")
    assert Chunk([{"json": {}}, {"json": {}, "binary": {}}]).may_have("binary")
    assert dumps(Chunk([]).items) == b"[]"
